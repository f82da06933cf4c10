import { Money } from "@/components/format/money";
import { formatAmount, formatInstant, formatMonth, formatShare } from "@/components/format/text";
import { type Figure, FigureStrip } from "@/components/ui/figure-strip";
import type { Spend } from "@/lib/contracts/billing";
import type { UptimePage, UptimeRow } from "@/lib/contracts/reliability";
import { fromContract, negateMoney, toContract } from "@/lib/money";
import { monthInterval, formatInstant as instantText } from "@/lib/period";
import { lostText } from "@/app/_parts/page/downtime";
import { monthName } from "./month-name";

/** "0.53 of 4.32 min", negative where more was lost. */
export function budgetFigure({ month }: Pick<UptimeRow, "month">): Pick<Figure, "value" | "unit"> {
  const left = month.budgetLeftMinutes;
  const total = month.budgetMinutes.toFixed(2);
  return { value: left < 0 ? `−${(-left).toFixed(2)}` : left.toFixed(2), unit: `of ${total} min` };
}

/** Credits lower what is owed, so they are in parentheses as on the invoice. */
export const creditFigure = (credit: Spend["toDate"]): Spend["toDate"] => toContract(negateMoney(fromContract(credit)));

type Props = {
  /** Uptime covers one project; money covers all of them and says so. */
  ofProject?: boolean;
  uptimes: UptimePage["month"] | null;
  spend: Spend | null;
  /** Readers without access to invoices see what clusters cost, without the budget. */
  mayReadBills: boolean;
  /** Clusters with a credit so far: "infer-eu 10 %". */
  credited: string[];
  now: string;
};

export function MonthFigures({ ofProject = false, uptimes, spend, mayReadBills, credited, now }: Props) {
  const month = now.slice(0, 7);
  const name = monthName(month);
  const row = uptimes?.tightest[0] ?? null;
  const lastDay = formatInstant(instantText(monthInterval(month).end - 1), "day");
  const figures: Figure[] = [];
  if (uptimes !== null) {
    const { availabilityPercent, availabilityPercentIncludingMaintenance } = uptimes;
    figures.push(
      {
        label: `Availability, ${name} to date`,
        value: availabilityPercent ?? "no data",
        unit: availabilityPercent === null ? undefined : "%",
        note:
          availabilityPercentIncludingMaintenance === null
            ? "nothing handed over yet"
            : `${availabilityPercentIncludingMaintenance} % with maintenance counted`,
      },
      row === null
        ? { label: "Least downtime budget left", value: "none", note: "no SLA runs this month" }
        : {
            label: "Least downtime budget left",
            ...budgetFigure(row),
            note: `${row.clusterName}, ${row.targetPercent} % until ${lastDay}: ${lostText(row.month, row.nodes)}`,
          },
    );
  }
  if (spend !== null) {
    const { currency, toDate, forecast, budget, creditsAccrued } = spend;
    const asOf = formatInstant(now, "full");
    figures.push(
      {
        label: `${mayReadBills ? "Spent" : "Cost of clusters"}, ${name} to date${ofProject ? ", all projects" : ""}`,
        value: <Money {...toDate} inline />,
        unit: currency,
        note: mayReadBills && budget !== null ? `as of ${asOf}, ${shareOf(toDate, budget)} of budget` : `before tax, as of ${asOf}`,
      },
      {
        label: `Forecast for ${name}${ofProject ? ", all projects" : ""}`,
        value: <Money {...forecast} inline />,
        unit: currency,
        note: mayReadBills && budget !== null ? againstBudget(forecast, budget) : "with what is contracted now",
      },
      {
        label: ofProject ? "Credits accrued, all projects" : "Credits accrued",
        value: <Money {...creditFigure(creditsAccrued)} inline />,
        unit: currency,
        note: credited.length === 0 ? "all clusters within SLA so far" : credited.join(", "),
      },
    );
  }
  return figures.length === 0 ? null : <FigureStrip label={`${formatMonth(month)} to date`} figures={figures} />;
}

type Amount = Spend["toDate"];

const shareOf = (part: Amount, whole: Amount): string => {
  const total = Number(fromContract(whole).minor);
  return total <= 0 ? "no share" : formatShare(Number(fromContract(part).minor) / total);
};

function againstBudget(forecast: Amount, budget: Amount): string {
  const left = fromContract(budget).minor - fromContract(forecast).minor;
  const text = formatAmount(toContract({ minor: left < 0n ? -left : left, currency: budget.currency }).amount);
  return left < 0n ? `${text} over budget` : `${text} under budget`;
}
