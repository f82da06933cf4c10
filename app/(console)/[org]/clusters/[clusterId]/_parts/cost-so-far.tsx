import Link from "next/link";
import { Money } from "@/components/format/money";
import { formatDecimal, formatInstant, formatMonth } from "@/components/format/text";
import { KeyValue, type Pair } from "@/components/ui/key-value";
import { SectionHead } from "@/components/ui/section-head";
import type { InvoiceContract } from "@/lib/contracts/billing";
import type { ClusterDetail } from "@/lib/contracts/clusters";
import { toContract, zeroMoney } from "@/lib/money";
import { addMonths } from "@/lib/period";
import type { Cost } from "./cost-of";

/** Metered charges, booked credits, and the quoted price of the whole contract. */
type Props = { organisation: string; cluster: ClusterDetail; cost: Cost | null; invoices: readonly InvoiceContract[]; mayReadQuote: boolean };

export function CostSoFar({ organisation, cluster, cost, invoices, mayReadQuote }: Props) {
  const { currency } = cluster.total;
  const quoted: Pair = {
    key: "quoted",
    name: mayReadQuote ? <Link href={`/${organisation}/reserve/quotes/${cluster.quoteId}`}>Whole contract, as quoted</Link> : "Whole contract, as quoted",
    value: <Money {...cluster.total} />,
    note: "with tax",
    quiet: true,
  };
  const invoiced = invoices.map((invoice): Pair => ({
    key: invoice.id,
    name: <Link href={`/${organisation}/billing/invoices/${invoice.id}`}>Invoiced in advance{invoice.number === null ? "" : `, ${invoice.number}`}</Link>,
    note: "with tax",
    value: <Money {...invoice.total} />,
    quiet: true,
  }));
  const pairs: Pair[] =
    cost === null
      ? [
          {
            key: "none",
            name: "So far",
            note: cluster.handedOverAt === null ? "GPU time is metered from hand-over" : `Metered from ${formatInstant(cluster.start)} UTC`,
            value: <Money {...toContract(zeroMoney(currency))} />,
          },
        ]
      : [
          ...(cost.before === null
            ? []
            : [
                {
                  key: "before",
                  name: cluster.state === "ended" ? "Metered over the whole term" : `Until the end of ${formatMonth(addMonths(cost.monthKey, -1))}`,
                  note: `${formatDecimal(cost.before.gpuHours)} GPU-hours`,
                  value: <Money {...cost.before.amount} />,
                },
              ]),
          ...cost.credits.map((credit) => ({
            key: `credit ${credit.month}`,
            name: `Credit, ${formatMonth(credit.month)}, ${credit.percent} %`,
            note: credit.availabilityPercent === null ? undefined : `${credit.availabilityPercent} % of ${credit.targetPercent} %`,
            value: <Money {...credit.amount} />,
          })),
          ...(cost.month === null
            ? []
            : [
                {
                  key: "month",
                  name: `${formatMonth(cost.monthKey)} to date`,
                  note: `${formatDecimal(cost.month.gpuHours)} GPU-hours`,
                  value: <Money {...cost.month.amount} />,
                },
              ]),
          {
            key: "sum",
            name: "So far",
            sum: true,
            value: (
              <span className="double-ruled">
                <Money {...cost.soFar} />
              </span>
            ),
          },
        ];
  return (
    <section>
      <SectionHead end={`${currency}, before tax`}>Cost so far</SectionHead>
      <KeyValue ruled pairs={[...pairs, ...invoiced, quoted]} />
    </section>
  );
}
