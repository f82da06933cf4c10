import { listUptimesInput, uptimePage } from "@/lib/contracts/reliability";
import { FATAL_XIDS } from "@/lib/node-state";
import { formatInstant, type Interval, monthInterval, monthOf, SECONDS_PER_DAY, startOfDay, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { readMeasured } from "@/server/signals";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf, pageFrom } from "@/server/kernel/operation/page-cursor";
import { percentDown } from "./availability";
import { bandwidthOf } from "./bandwidth-rules";
import { nodesOf, readHistory, readServed } from "./served-rows";
import { availabilityOfPieces, budgetOf, clusterMinutes, figuresOf, piecesOf, tideOf, togetherOf, upTo } from "./uptime-shape";

interface ErrorRow {
  clusterId: string;
  application: number;
  hardware: number;
}

/** XIDs of the last 24 hours by cluster; those caused by the customer's own programs do not count against us. */
async function readErrors(tx: Tx, organisationId: string, clusterIds: readonly string[], now: Date): Promise<Map<string, ErrorRow>> {
  const rows = await tx.sql<ErrorRow>(
    `select a."clusterId", count(*) filter (where s.code in (13, 31))::int as application, count(*) filter (where s.code = any($4))::int as hardware
       from clusters.service a join signals.observation s on s."nodeId" = a."nodeId" and s."fromAt" > $3::timestamptz - interval '24 hours' and s.kind = 'xid' and s."fromAt" >= a."startAt" and s."fromAt" < a."endAt"
      where a."organisationId" = $1 and a."clusterId" = any($2) group by 1`,
    [organisationId, clusterIds, now, [...FATAL_XIDS.keys()]],
    "reliability_errors",
  );
  return new Map(rows.map((row) => [row.clusterId, row]));
}

/** Clusters with their marks, figures and budgets: three statements, however many clusters. */
export const listUptimes = query({
  name: "reliability.uptime.list",
  summary: "How the organisation's clusters ran: daily marks, the month's availability and what is left of each downtime budget.",
  input: listUptimesInput,
  output: uptimePage,
  permission: "reliability.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/uptimes" },
  handler: async (ctx, input) => {
    const { tx, organisationId } = ctx;
    const now = toInstant(ctx.now);
    const month = input.month ?? monthOf(now);
    const wholeMonth = monthInterval(month);
    const monthSoFar = upTo(wholeMonth, now);
    const days: Interval = { start: startOfDay(now) - (input.days - 1) * SECONDS_PER_DAY, end: now };
    // Allowances are per calendar month, so histories begin with the first month in the period.
    const span = { start: Math.min(monthInterval(monthOf(days.start)).start, wholeMonth.start), end: Math.max(now, monthSoFar.end) };
    const offset = offsetOf(input.cursor);
    const endedAfter = input.ended || input.clusterIds !== undefined ? null : Math.min(days.start, wholeMonth.start);
    const found = await readServed(
      tx,
      { organisationId, projectId: ctx.projectId, clusterIds: input.clusterIds, endedAfter, offset, limit: input.limit + 1 },
      span,
    );
    const { data: clusters, nextCursor } = pageFrom(found, offset, input.limit);
    const [history, throughput, errors] = await Promise.all([
      readHistory(tx, nodesOf(clusters), span),
      readMeasured(tx, nodesOf(clusters), monthSoFar),
      readErrors(
        tx,
        organisationId,
        clusters.map((cluster) => cluster.id),
        toDate(now),
      ),
    ]);
    const measured = clusters.map((cluster) => {
      const inMonth = piecesOf(cluster, history, monthSoFar);
      return { cluster, inDays: piecesOf(cluster, history, days), inMonth, figure: availabilityOfPieces(inMonth, cluster.terms) };
    });
    return {
      data: measured.map(({ cluster, inDays, inMonth, figure }) => {
        const window = figuresOf(availabilityOfPieces(inDays, cluster.terms));
        const { samples, short } = bandwidthOf(inMonth, throughput);
        return {
          clusterId: cluster.id,
          clusterName: cluster.name,
          nodes: cluster.nodes,
          site: cluster.siteId,
          city: cluster.city,
          nodeType: cluster.nodeTypeId,
          slaPlan: cluster.slaPlanId,
          slaPlanName: cluster.slaPlanName,
          targetPercent: cluster.targetPercent,
          handedOverAt: cluster.handedOverAt === null ? null : formatInstant(cluster.handedOverAt),
          endedAt: cluster.endedAt === null ? null : formatInstant(cluster.endedAt),
          days: tideOf(inDays, cluster.terms, cluster.nodes, days),
          window: { ...window, lostMinutes: clusterMinutes(window.lostSeconds, cluster.nodes) },
          month: { ...figuresOf(figure), ...budgetOf(cluster, wholeMonth, figure), bandwidth: { samples, short, sharePercent: percentDown(short, samples) } },
          applicationErrors: errors.get(cluster.id)?.application ?? 0,
          hardwareErrors: errors.get(cluster.id)?.hardware ?? 0,
        };
      }),
      nextCursor,
      month: { ...togetherOf(measured.map(({ figure }) => figure)), month, from: formatInstant(monthSoFar.start), to: formatInstant(monthSoFar.end) },
    };
  },
});
