import Link from "next/link";
import { SpendChart } from "@/components/chart/spend-chart";
import { SectionHead } from "@/components/ui/section-head";
import type { Spend } from "@/lib/contracts/billing";
import { toContract, zeroMoney } from "@/lib/money";
import { formatInstant, monthInterval, SECONDS_PER_DAY } from "@/lib/period";
import { monthName } from "../../_parts/reliability/month-name";

/** Cumulative spend of the current month against its budget; without access to invoices, what clusters cost. */
export function SpendSection({ organisation, spend, mayReadBills, now }: { organisation: string; spend: Spend; mayReadBills: boolean; now: string }) {
  const month = monthInterval(spend.month);
  const zero = toContract(zeroMoney(spend.currency)).amount;
  const endOfDay = (day: number): string => formatInstant(month.start + day * SECONDS_PER_DAY);
  const name = monthName(spend.month);
  const title = mayReadBills ? `Spend in ${name}` : `Cost of clusters in ${name}`;
  return (
    <section>
      <SectionHead remark={spend.currency} end={mayReadBills ? <Link href={`/${organisation}/billing`}>Invoices</Link> : undefined}>
        {title}
      </SectionHead>
      <div className="border-t-[1.5px] border-rule-ink pt-2.5">
        <SpendChart
          label={`${title}, cumulative`}
          start={formatInstant(month.start)}
          end={formatInstant(month.end)}
          now={now}
          currency={spend.currency}
          budget={mayReadBills ? spend.budget?.amount : undefined}
          spent={[
            { at: formatInstant(month.start), amount: zero },
            ...spend.days.flatMap(({ day, cumulative }) =>
              cumulative === null ? [] : [{ at: endOfDay(day) < now ? endOfDay(day) : now, amount: cumulative }],
            ),
          ]}
          forecast={spend.days.flatMap(({ day, forecast }) => (forecast === null ? [] : [{ at: endOfDay(day), amount: forecast }]))}
        />
        <p className="note mt-0.5">Cumulative, before tax. The dashed line holds what is contracted now to the end of the month.</p>
      </div>
    </section>
  );
}
