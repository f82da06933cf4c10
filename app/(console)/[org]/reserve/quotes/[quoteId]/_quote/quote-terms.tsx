import { Money } from "@/components/format/money";
import { formatInstant, formatRate } from "@/components/format/text";
import { KeyValue } from "@/components/ui/key-value";
import { SectionHead } from "@/components/ui/section-head";
import type { QuoteContract } from "@/lib/contracts/capacity";
import { secondsOfGpuHours } from "../../../_offers/prices";
import { Elsewhere, IfYouCancel } from "../../../_terms/terms";
import { SCHEDULE } from "../../../_terms/words";

/** What was promised and what it costs to change one's mind, as the contract will keep it. */
export function QuoteTerms({ quote, planName, now }: { quote: QuoteContract; planName: string; now: string }) {
  const { terms, total } = quote;
  const [firstTier] = terms.sla.creditTiers;
  return (
    <div className="mt-7 grid gap-x-[30px] gap-y-7 lg:grid-cols-2">
      <section>
        <SectionHead>Terms</SectionHead>
        <KeyValue
          ruled
          pairs={[
            { key: "rate", name: "Rate, locked", value: `${formatRate(quote.ratePerGpuHour)} ${total.currency} per GPU-hour`, note: quote.listRatePerGpuHour === quote.ratePerGpuHour ? undefined : `list ${formatRate(quote.listRatePerGpuHour)}` },
            { key: "payment", name: "Payment", value: SCHEDULE[quote.paymentSchedule] },
            { key: "due", name: "Invoiced on confirmation", value: <Money {...quote.dueNow} inline named /> },
            { key: "delivery", name: "Handed over by", value: formatInstant(terms.delivery.promisedAt, "full"), note: `Late: ${terms.delivery.lateCreditPercentPerHour} % credit per started hour, at most ${terms.delivery.lateCreditPercentAtMost} %` },
            { key: "sla", name: "SLA plan", value: `${planName}, ${terms.sla.targetPercent} %`, note: firstTier === undefined ? undefined : `Credit of the month's charges: ${terms.sla.creditTiers.map((tier) => `below ${tier.belowPercent} % ${tier.creditPercent} %`).join(", ")}` },
            { key: "bandwidth", name: "Committed bandwidth", value: `${quote.committedGbps} Gb/s to each node` },
          ]}
        />
        <p className="note mt-2">{terms.extension}</p>
      </section>
      <section>
        <SectionHead>If you cancel</SectionHead>
        <div className="border-t-[1.5px] border-rule-ink">
          <IfYouCancel steps={terms.cancellation} now={now} />
        </div>
        <p className="note mt-2">{terms.release}</p>
      </section>
      <section className="lg:col-span-2">
        <SectionHead remark={total.currency}>The same hours elsewhere</SectionHead>
        <div className="border-t-[1.5px] border-rule-ink lg:max-w-[560px]">
          <Elsewhere comparisons={quote.comparisons} gpuSeconds={secondsOfGpuHours(quote.gpuHours)} currency={total.currency} />
        </div>
      </section>
    </div>
  );
}
