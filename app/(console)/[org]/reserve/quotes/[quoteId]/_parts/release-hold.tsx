"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPCClient } from "@/app/_parts/client/console-client";
import { refusalOfCall } from "@/app/_parts/client/refusal";
import { ErrorSummary } from "@/components/form/error-summary";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";

/** Releases the nodes before the hold expires. No money has moved, so no confirmation is asked. */
export function ReleaseHold({ quoteId, what }: { quoteId: string; what: string }) {
  const client = useTRPCClient();
  const router = useRouter();
  const release = useMutation({
    mutationFn: () => client.capacity.quote.release.mutate({ id: quoteId }),
    onSuccess: () => {
      toastDone({ title: "Hold released", detail: `${what} can be reserved by others again.` });
      router.refresh();
    },
  });
  const refusal = release.isError ? refusalOfCall(release.error) : null;
  return (
    <div className="no-print mt-4 grid gap-2.5 border-t border-rule pt-3">
      <ErrorSummary problem={refusal === null ? null : { title: "The hold was not released", ...refusal, fields: [] }} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Button size="small" busy={release.isPending || release.isSuccess} onClick={() => release.mutate()}>
          Release hold
        </Button>
        <span className="note">Not needed after all? The nodes are free again at once.</span>
      </div>
    </div>
  );
}
