// How many clusters are within their SLA, and which is closest to missing it, in a sentence. Pure.
import type { UptimeRow } from "@/lib/contracts/reliability";

export type Part = string | { name: string; id: string };

export interface Promises {
  /** The month is still running, so its budgets may yet be spent. */
  isRunning: boolean;
  rows: readonly Pick<UptimeRow, "clusterId" | "clusterName" | "targetPercent" | "month">[];
  /** Clusters affected by an open incident: they are still losing time. */
  losing: ReadonlySet<string>;
}

type Row = Promises["rows"][number];

/** A budget with less than this share left is mentioned. */
const RISK_SHARE = 0.25;

const share = ({ month }: Row): number => month.budgetLeftSeconds / month.budgetSeconds;
const named = ({ clusterName: name, clusterId: id }: Row): Part => ({ name, id });
const minutes = (value: number): string => Math.abs(value).toFixed(2);

export function promisesSentence({ isRunning, rows, losing }: Promises): Part[] {
  const counted = rows.filter((row) => row.month.contractedSeconds > 0 && row.month.budgetSeconds > 0).sort((a, b) => share(a) - share(b));
  if (counted.length === 0) return [isRunning ? "No SLA runs yet this month." : "No SLA ran in this month."];
  const broken = counted.filter((row) => row.month.budgetLeftSeconds < 0);
  const risky = counted.filter((row) => row.month.budgetLeftSeconds >= 0 && (share(row) < RISK_SHARE || losing.has(row.clusterId)));
  const kept = counted.length - broken.length;
  const are = isRunning ? (count: number) => (count === 1 ? "is within SLA" : "are within SLA") : () => "met the SLA";
  const head: Part[] =
    counted.length === 1
      ? [named(counted[0] as Row), kept === 1 ? ` ${are(1)}.` : isRunning ? " is below its SLA." : " missed the SLA."]
      : [kept === counted.length ? `All ${kept} clusters ${are(kept)}.` : `${kept} of ${counted.length} clusters ${are(kept)}.`];
  const [worst] = isRunning ? [...broken, ...risky] : broken;
  return worst === undefined ? head : [...head, " ", named(worst), ...fate(worst, isRunning, losing.has(worst.clusterId))];
}

function fate({ month, targetPercent }: Row, isRunning: boolean, isLosing: boolean): Part[] {
  const left = month.budgetLeftMinutes;
  if (month.budgetLeftSeconds >= 0) return [` has ${minutes(left)} minutes of downtime budget left${isLosing ? " and is losing more" : ""}.`];
  if (!isRunning) return [`: ${month.availabilityPercent} % of ${targetPercent} %.`];
  return [` is ${minutes(left)} minutes over its downtime budget${isLosing ? " and is losing more" : ""}; the credit is applied automatically.`];
}
