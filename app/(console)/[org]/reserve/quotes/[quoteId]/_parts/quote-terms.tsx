import { Money } from "@/components/format/money";
import { formatInstant, formatRateFull } from "@/components/format/text";
import { Ledger } from "@/components/table/ledger";
import { KeyValue } from "@/components/ui/key-value";
import { SectionHead } from "@/components/ui/section-head";
import type { QuoteContract } from "@/lib/contracts/capacity";
import { secondsOfGpuHours } from "../../../_parts/offers/prices";
import { Elsewhere } from "../../../_parts/terms/terms";
import { SCHEDULE } from "../../../_parts/terms/words";

/** What is promised and what happens when a promise is missed, as it will be in the contract. */
export function QuoteTerms({ quote, planName }: { quote: QuoteContract; planName: string }) {
  const { terms, total } = quote;
  const { delivery } = terms;
  const isLaterThanStart = Date.parse(delivery.promisedAt) > Date.parse(quote.start);
  return (
    <div className="mt-7 grid gap-x-[30px] gap-y-7 lg:grid-cols-2">
      <section>
        <SectionHead>Terms</SectionHead>
        <KeyValue
          ruled
          pairs={[
            {
              key: "rate",
              name: "Rate, locked",
              value: `${formatRateFull(quote.ratePerGpuHour)} ${total.currency} per GPU-hour`,
              note: quote.listRatePerGpuHour === quote.ratePerGpuHour ? undefined : `list ${formatRateFull(quote.listRatePerGpuHour)}`,
            },
            { key: "payment", name: "Payment", value: SCHEDULE[quote.paymentSchedule] },
            { key: "due", name: "Invoiced on confirmation", value: <Money {...quote.dueNow} inline named /> },
            {
              key: "delivery",
              name: "Handed over by",
              value: formatInstant(delivery.promisedAt, "full"),
              note: isLaterThanStart
                ? `Delivery takes up to ${Math.ceil(delivery.leadSeconds / 60)} minutes after you confirm; you are charged from hand-over.`
                : undefined,
            },
            { key: "sla", name: "SLA plan", value: `${planName}, ${terms.sla.targetPercent} % available` },
            { key: "bandwidth", name: "Committed bandwidth", value: `${quote.committedGbps} Gb/s to each node` },
            { key: "change", name: "After you confirm", value: "Binding to its end", note: "A reservation cannot be cancelled, shortened or extended yet." },
          ]}
        />
      </section>
      <section>
        <SectionHead remark="applied automatically">Credits</SectionHead>
        <Credits quote={quote} />
        <p className="note mt-2">Percent of the cluster’s charges of that month, before tax. All credits of a month together are at most 100 %.</p>
      </section>
      <section className="lg:col-span-2">
        <SectionHead remark={total.currency}>The same hours elsewhere</SectionHead>
        <div className="border-t-[1.5px] border-rule-ink lg:max-w-[560px]">
          <Elsewhere comparisons={quote.comparisons} note={quote.comparisonsNote} gpuSeconds={secondsOfGpuHours(quote.gpuHours)} currency={total.currency} />
        </div>
      </section>
    </div>
  );
}

/** Every credit, one row each: the condition and the amount. */
function Credits({ quote }: { quote: QuoteContract }) {
  const { sla, delivery } = quote.terms;
  const rows = [
    ...sla.creditTiers.map((tier) => ({
      key: `availability ${tier.belowPercent}`,
      when: `Availability below ${tier.belowPercent} %`,
      credit: `${tier.creditPercent} %`,
    })),
    ...sla.bandwidthCreditTiers.map((tier) => ({
      key: `bandwidth ${tier.overPercent}`,
      when: `Bandwidth below ${quote.committedGbps} Gb/s in over ${tier.overPercent} % of samples`,
      credit: `${tier.creditPercent} %`,
    })),
    { key: "late", when: "Hand-over late, per started hour", credit: `${delivery.lateCreditPercentPerHour} %, at most ${delivery.lateCreditPercentAtMost} %` },
  ];
  return (
    <Ledger
      label="Credits"
      density="close"
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { key: "when", head: "When", isRowHead: true, card: "name", cell: (row) => <span className="font-normal">{row.when}</span> },
        { key: "credit", head: "Credit", align: "right", card: "state", cell: (row) => <span className="whitespace-nowrap">{row.credit}</span> },
      ]}
    />
  );
}
