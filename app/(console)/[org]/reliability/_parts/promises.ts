// How many clusters are within their SLA, and which is closest to missing it, in a sentence. Pure.
import type { UptimeRow } from "@/lib/contracts/reliability";

export type Part = string | { name: string; id: string };

export interface Promises {
  /** The month is still running, so its budgets may yet be spent. */
  isRunning: boolean;
  /** Clusters with a downtime budget, how many have overspent it, and those with the smallest share left, the smallest first. */
  clusters: number;
  overspent: number;
  tightest: readonly Pick<UptimeRow, "clusterId" | "clusterName" | "targetPercent" | "month">[];
  /** Clusters an open incident touches: they are losing more. */
  losing: ReadonlySet<string>;
}

type Row = Promises["tightest"][number];

/** A budget with less than this share left is mentioned. */
const RISK_SHARE = 0.25;

const share = ({ month }: Row): number => month.budgetLeftSeconds / month.budgetSeconds;
const named = ({ clusterName: name, clusterId: id }: Row): Part => ({ name, id });
const minutes = (value: number): string => Math.abs(value).toFixed(2);

export function promisesSentence({ isRunning, clusters, overspent, tightest, losing }: Promises): Part[] {
  const [first] = tightest;
  if (first === undefined) return [isRunning ? "No SLA runs yet this month." : "No SLA ran in this month."];
  const broken = tightest.filter((row) => row.month.budgetLeftSeconds < 0);
  const risky = tightest.filter((row) => row.month.budgetLeftSeconds >= 0 && (share(row) < RISK_SHARE || losing.has(row.clusterId)));
  const kept = clusters - overspent;
  const are = isRunning ? (count: number) => (count === 1 ? "is within SLA" : "are within SLA") : () => "met the SLA";
  const head: Part[] =
    clusters === 1
      ? [named(first), kept === 1 ? ` ${are(1)}.` : isRunning ? " is below its SLA." : " missed the SLA."]
      : [kept === clusters ? `All ${kept} clusters ${are(kept)}.` : `${kept} of ${clusters} clusters ${are(kept)}.`];
  const [worst] = isRunning ? [...broken, ...risky] : broken;
  return worst === undefined ? head : [...head, " ", named(worst), ...fate(worst, isRunning, losing.has(worst.clusterId))];
}

function fate({ month, targetPercent }: Row, isRunning: boolean, isLosing: boolean): Part[] {
  const left = month.budgetLeftMinutes;
  if (month.budgetLeftSeconds >= 0) return [` has ${minutes(left)} minutes of downtime budget left${isLosing ? " and is losing more" : ""}.`];
  if (!isRunning) return [`: ${month.availabilityPercent} % of ${targetPercent} %.`];
  return [` is ${minutes(left)} minutes over its downtime budget${isLosing ? " and is losing more" : ""}; the credit is applied automatically.`];
}
