// Which promise is at risk, in one sentence. Pure.
import { plural } from "@/components/format/text";
import type { UptimeRow } from "@/lib/contracts/reliability";

export type Part = string | { name: string; id: string };

export interface Promises {
  /** The month is still running: its budgets may yet be spent. */
  isRunning: boolean;
  rows: readonly Pick<UptimeRow, "clusterId" | "clusterName" | "targetPercent" | "month">[];
  /** Clusters an open incident touches: they are losing more. */
  losing: ReadonlySet<string>;
}

type Row = Promises["rows"][number];

/** Less than this share of a budget left is worth naming. */
const RISK_SHARE = 0.25;

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"] as const;
const atStart = (count: number): string => NUMBERS[count] ?? String(count);
const within = (count: number): string => atStart(count).toLowerCase();

const share = ({ month }: Row): number => month.budgetLeftSeconds / month.budgetSeconds;
const named = ({ clusterName: name, clusterId: id }: Row): Part => ({ name, id });
const minutes = (value: number): string => Math.abs(value).toFixed(2);

export function promisesSentence({ isRunning, rows, losing }: Promises): Part[] {
  const counted = rows.filter((row) => row.month.contractedSeconds > 0 && row.month.budgetSeconds > 0).sort((a, b) => share(a) - share(b));
  if (counted.length === 0) return [isRunning ? "No promise runs yet this month." : "No promise ran in this month."];
  const broken = counted.filter((row) => row.month.budgetLeftSeconds < 0);
  const risky = counted.filter((row) => row.month.budgetLeftSeconds >= 0 && (share(row) < RISK_SHARE || losing.has(row.clusterId)));
  const kept = counted.length - broken.length - (isRunning ? risky.length : 0);
  const [worst] = isRunning ? [...broken, ...risky] : broken;
  if (worst === undefined) {
    if (counted.length === 1) return isRunning ? ["The promise to ", named(counted[0] as Row), " holds with room."] : ["The promise to ", named(counted[0] as Row), " was kept."];
    return [isRunning ? `All ${within(counted.length)} promises hold with room.` : `All ${within(counted.length)} promises were kept.`];
  }
  const others: Part[] = counted.length === 1 ? [] : [kept === 0 ? `None of ${within(counted.length)} promises ${isRunning ? "holds with room" : "was kept"}. ` : `${atStart(kept)} of ${within(counted.length)} promises ${isRunning ? `${kept === 1 ? "holds" : "hold"} with room` : `${kept === 1 ? "was" : "were"} kept`}. `];
  return [...others, named(worst), ...fate(worst, isRunning, losing.has(worst.clusterId))];
}

function fate({ month, targetPercent }: Row, isRunning: boolean, isLosing: boolean): Part[] {
  const left = month.budgetLeftMinutes;
  if (month.budgetLeftSeconds >= 0) return [` has ${minutes(left)} minutes left${isLosing ? " and is losing more" : ""}.`];
  if (!isRunning) return [` fell to ${month.availabilityPercent} %, ${targetPercent} % was promised.`];
  return [` has overspent its budget by ${minutes(left)} minutes${isLosing ? " and is losing more" : ""}; the credit books itself.`];
}

/** "five clusters", for notes. */
export const clustersText = (count: number): string => (count < NUMBERS.length ? `${within(count)} ${count === 1 ? "cluster" : "clusters"}` : plural(count, "cluster"));
