import { Money } from "@/components/format/money";
import { formatAmount, formatInstant, formatRate } from "@/components/format/text";
import { KeyValue } from "@/components/ui/key-value";
import type { Offer } from "@/lib/contracts/capacity";
import type { Comparison } from "@/lib/contracts/catalog";
import { DELIVERY_CREDIT } from "@/lib/sla-terms";
import { priceAt } from "../_offers/prices";

/** The same hours at others' list prices, each with its source and date. */
export function Elsewhere({ comparisons, gpuSeconds, currency }: { comparisons: readonly Comparison[]; gpuSeconds: bigint; currency: string }) {
  if (comparisons.length === 0) return <p className="note">No list price in {currency} is held for this GPU.</p>;
  return (
    <KeyValue
      pairs={comparisons.map((one) => ({
        key: `${one.provider} ${one.offering}`,
        name: `${one.provider}, ${one.offering}`,
        note: `${formatRate(one.ratePerGpuHour)}, ${one.source}, ${formatInstant(`${one.asOf.slice(0, 10)}T00:00:00Z`, "date")}`,
        value: (
          <>
            <Money {...priceAt(one.ratePerGpuHour, gpuSeconds, currency)} inline />
            <div className="note">{one.ratio}×</div>
          </>
        ),
      }))}
    />
  );
}

/** What cancelling costs until when, and what a late hand-over gives back. */
export function IfYouCancel({ steps, now, release = "refund of what is sold again" }: { steps: Offer["cancellation"]; now: string; release?: string }) {
  return (
    <KeyValue
      pairs={[
        ...steps.map((step) => ({
          key: step.until ?? "end",
          name: step.until === null ? "Later" : `Until ${formatInstant(step.until, "short", now)}`,
          value: step.percent === 0 ? "free of charge" : `${step.percent} %, ${formatAmount(step.charge.amount)}`,
        })),
        { key: "release", name: "After the start", value: release },
        { key: "late", name: "Hand-over late", value: `${DELIVERY_CREDIT.lateCreditPercentPerHour} % credit per started hour` },
      ]}
    />
  );
}
