"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPCClient } from "@/app/_parts/client/console-client";
import { refusalOfCall } from "@/app/_parts/client/refusal";
import { ErrorSummary } from "@/components/form/error-summary";
import { Button, ButtonLink } from "@/components/ui/button";
import type { QuoteContract } from "@/lib/contracts/capacity";

type Wish = Pick<QuoteContract, "nodeType" | "site" | "nodes" | "start" | "end" | "slaPlan" | "paymentSchedule">;

/** Requests the same quote again, at current price and capacity. */
export function QuoteAgain({ organisation, wish, searchHref }: { organisation: string; wish: Wish; searchHref: string }) {
  const client = useTRPCClient();
  const router = useRouter();
  const take = useMutation({
    mutationFn: () => client.capacity.quote.create.mutate(wish),
    onSuccess: (quote) => router.push(`/${organisation}/reserve/quotes/${quote.id}`),
  });
  const refusal = take.isError ? refusalOfCall(take.error) : null;
  return (
    <div className="grid gap-2.5">
      <ErrorSummary problem={refusal === null ? null : { title: "No new quote was made", ...refusal, fields: [] }} />
      <div className="flex flex-wrap gap-2">
        <Button kind="solid" busy={take.isPending || take.isSuccess} onClick={() => take.mutate()}>
          {take.isPending || take.isSuccess ? "Holding the nodes" : "Take a new quote"}
        </Button>
        <ButtonLink href={searchHref}>Search again</ButtonLink>
      </div>
    </div>
  );
}
