// A cluster's month: figures, credit and the intervals behind them. The same for a closed month and for what has
// accrued in the current one.
import type { SlaReportContract } from "@/lib/contracts/reliability";
import { type Instant, type Interval, type Month, monthInterval, monthOf } from "@/lib/period";
import { readMeasured } from "@/server/signals";
import type { Tx } from "@/server/kernel/database/db";
import type { Availability, NodeHistory } from "../uptime/availability";
import { bandwidthOf, type BandwidthMeasure } from "../uptime/bandwidth-rules";
import { creditFor, creditTerms } from "./credit-rules";
import { nodesOf, readHistory, readServed, type ServedCluster, type ServedFilter } from "../uptime/served-rows";
import { availabilityOfPieces, notUp, piecesOf, upTo } from "../uptime/uptime-shape";

export interface MonthMeasure {
  cluster: ServedCluster;
  figure: Availability;
  bandwidth: BandwidthMeasure;
  /**
   * Seconds the hand-over was late, counted in the month it happened: there are no charges before it to take a credit
   * from.
   */
  lateSeconds: number;
  creditPercent: number;
  reason: string;
  intervals: SlaReportContract["credit"]["intervals"];
}

function measureOf(cluster: ServedCluster, history: NodeHistory, measured: ReadonlyMap<string, Interval[]>, month: Month, period: Interval): MonthMeasure {
  const pieces = piecesOf(cluster, history, period);
  const figure = availabilityOfPieces(pieces, cluster.terms);
  const bandwidth = bandwidthOf(pieces, measured);
  const { handedOverAt, promisedAt } = cluster;
  const lateSeconds = handedOverAt !== null && monthOf(handedOverAt) === month ? Math.max(0, handedOverAt - promisedAt) : 0;
  const credit = creditFor(
    { availabilityPercent: figure.availabilityPercent, bandwidth: { samples: bandwidth.samples, under: bandwidth.short }, lateSeconds },
    creditTerms(cluster.targetPercent),
  );
  // Every tier is a whole percent, so their sum is too.
  return { cluster, figure, bandwidth, lateSeconds, creditPercent: credit.basisPoints / 100, reason: credit.reason, intervals: notUp(pieces) };
}

/** Measures the clusters that were contracted in the month, up to now. */
export async function measureMonth(
  tx: Tx,
  filter: Pick<ServedFilter, "organisationId" | "projectId" | "clusterIds">,
  month: Month,
  now: Instant,
): Promise<MonthMeasure[]> {
  const period = upTo(monthInterval(month), now);
  const clusters = await readServed(tx, { ...filter, endedAfter: period.start, handedOver: true }, period);
  const nodes = nodesOf(clusters);
  const [history, measured] = await Promise.all([readHistory(tx, nodes, period), readMeasured(tx, nodes, period)]);
  return clusters
    .map((cluster) => measureOf(cluster, history, measured, month, period))
    .filter(({ figure, lateSeconds }) => figure.contracted > 0 || lateSeconds > 0);
}
