"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPCClient } from "@/app/_parts/client/console-client";
import { refusalOfCall } from "@/app/_parts/client/refusal";
import { Money } from "@/components/format/money";
import { ErrorSummary } from "@/components/form/error-summary";
import { Select } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";
import type { PaymentSchedule } from "@/lib/contracts/capacity";
import type { MoneyContract } from "@/lib/contracts/common";

type Props = {
  organisation: string;
  offerId: string;
  canBeQuoted: boolean;
  label: string;
  schedules: { value: PaymentSchedule; label: string; dueNow: MoneyContract }[];
};

/** Locks the price and holds the nodes, then opens the quote's page. No money moves here. */
export function TakeQuote({ organisation, offerId, canBeQuoted, label, schedules }: Props) {
  const client = useTRPCClient();
  const router = useRouter();
  const [schedule, setSchedule] = useState<PaymentSchedule>(schedules[0]?.value ?? "monthly_advance");
  const take = useMutation({
    mutationFn: () => client.capacity.quote.create.mutate({ offerId, paymentSchedule: schedule }),
    onSuccess: (quote) => router.push(`/${organisation}/reserve/quotes/${quote.id}`),
    // The capacity may be gone in the meantime, so the list and the map are refreshed.
    onError: () => router.refresh(),
  });
  const due = schedules.find((one) => one.value === schedule)?.dueNow;
  const refusal = take.isError ? refusalOfCall(take.error) : null;
  return (
    <div className="grid gap-2.5">
      {schedules.length > 1 ? (
        <Select
          label="Payment"
          value={schedule}
          onChange={(event) => setSchedule(schedules.find((one) => one.value === event.target.value)?.value ?? schedule)}
          options={schedules.map(({ value, label: text }) => ({ value, label: text }))}
        />
      ) : null}
      {due === undefined ? null : (
        <p aria-live="polite" className="flex items-baseline justify-between gap-3">
          <span className="text-ink-2">Due on confirmation, before tax</span>
          <b className="font-semibold">
            <Money {...due} inline named />
          </b>
        </p>
      )}
      <ErrorSummary problem={refusal === null ? null : { title: "No quote was made", ...refusal }} />
      <Button kind="solid" size="wide" busy={take.isPending || take.isSuccess} disabled={!canBeQuoted} onClick={() => take.mutate()}>
        {take.isPending || take.isSuccess ? "Holding the nodes" : label}
      </Button>
      <p className="note">Held for 15 minutes at this price, for you alone. Nothing is charged until you confirm.</p>
    </div>
  );
}
