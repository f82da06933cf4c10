"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPCClient } from "@/app/_client/console-client";
import { refusalOfCall } from "@/app/_client/refusal";
import { ErrorSummary } from "@/components/form/error-summary";
import { Select } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";
import type { PaymentSchedule } from "@/lib/contracts/capacity";

type Props = { organisation: string; offerId: string; label: string; schedules: { value: PaymentSchedule; label: string }[] };

/** Prices the offer for good and holds its nodes; the quote's own page takes it from there. No money moves here. */
export function TakeQuote({ organisation, offerId, label, schedules }: Props) {
  const client = useTRPCClient();
  const router = useRouter();
  const [schedule, setSchedule] = useState<PaymentSchedule>(schedules[0]?.value ?? "monthly_advance");
  const take = useMutation({
    mutationFn: () => client.capacity.quote.create.mutate({ offerId, paymentSchedule: schedule }),
    onSuccess: (quote) => router.push(`/${organisation}/reserve/quotes/${quote.id}`),
    // What was free a moment ago may be gone: the list and the map say so.
    onError: () => router.refresh(),
  });
  const refusal = take.isError ? refusalOfCall(take.error) : null;
  return (
    <div className="grid gap-2.5">
      {schedules.length > 1 ? <Select label="Payment" value={schedule} onChange={(event) => setSchedule(schedules.find((one) => one.value === event.target.value)?.value ?? schedule)} options={schedules} /> : null}
      <ErrorSummary problem={refusal === null ? null : { title: "No quote was made", ...refusal }} />
      <Button kind="solid" size="wide" busy={take.isPending || take.isSuccess} onClick={() => take.mutate()}>
        {take.isPending || take.isSuccess ? "Holding the nodes" : label}
      </Button>
      <p className="note">Held for 15 minutes at this price, yours alone. Nothing is charged until you confirm.</p>
    </div>
  );
}
