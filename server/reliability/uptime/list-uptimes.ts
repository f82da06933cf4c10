import { listUptimesInput, uptimePage } from "@/lib/contracts/reliability";
import { FATAL_XIDS } from "@/lib/node-state";
import { formatInstant, type Interval, monthInterval, monthOf, SECONDS_PER_DAY, startOfDay, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { readMeasured } from "@/server/signals";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf, pageFrom } from "@/server/kernel/operation/page-cursor";
import { percentDown } from "./availability";
import { bandwidthOf } from "./bandwidth-rules";
import { nodesOf, readHistory, readServed, type ServedCluster } from "./served-rows";
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

/** Clusters named as the nearest to missing their promise. */
const TIGHTEST = 10;

/** Clusters with their marks, figures and budgets: a few statements, however many clusters. */
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
    const filter = { organisationId, projectId: ctx.projectId, clusterIds: input.clusterIds };
    const endedAfter = input.ended || input.clusterIds !== undefined ? null : Math.min(days.start, wholeMonth.start);
    const found = await readServed(tx, { ...filter, endedAfter, offset, limit: input.limit + 1 }, span);
    const { data: clusters, nextCursor } = pageFrom(found, offset, input.limit);
    // The month is that of every cluster asked for; a page that holds them all has them already.
    const isWhole = offset === 0 && nextCursor === null;
    const inMonth = isWhole ? clusters : await readServed(tx, { ...filter, endedAfter: wholeMonth.start, handedOver: true }, monthSoFar);
    const nodes = [...new Set([...nodesOf(clusters), ...nodesOf(inMonth)])];
    const ids = [...new Set([...clusters, ...inMonth].map((cluster) => cluster.id))];
    const [history, throughput, errors] = await Promise.all([
      readHistory(tx, nodes, span),
      readMeasured(tx, nodes, monthSoFar),
      readErrors(tx, organisationId, ids, toDate(now)),
    ]);
    const ofMonth = new Map(
      [...clusters, ...inMonth].map((cluster) => {
        const pieces = piecesOf(cluster, history, monthSoFar);
        const figure = availabilityOfPieces(pieces, cluster.terms);
        const { samples, short } = bandwidthOf(pieces, throughput);
        const bandwidth = { samples, short, sharePercent: percentDown(short, samples) };
        return [cluster.id, { figure, month: { ...figuresOf(figure), ...budgetOf(cluster, wholeMonth, figure), bandwidth } }];
      }),
    );
    const monthOfCluster = (cluster: ServedCluster) => {
      const known = ofMonth.get(cluster.id);
      if (known === undefined) throw new Error(`the month of ${cluster.id} was not measured`);
      return known;
    };
    const errorsOf = ({ id }: ServedCluster) => ({ applicationErrors: errors.get(id)?.application ?? 0, hardwareErrors: errors.get(id)?.hardware ?? 0 });
    const named = (cluster: ServedCluster) => ({
      clusterId: cluster.id,
      clusterName: cluster.name,
      nodes: cluster.nodes,
      targetPercent: cluster.targetPercent,
    });
    const budgeted = inMonth
      .map((cluster) => ({ ...named(cluster), month: monthOfCluster(cluster).month }))
      .filter((row) => row.month.contractedSeconds > 0 && row.month.budgetSeconds > 0);
    const share = (row: (typeof budgeted)[number]): number => row.month.budgetLeftSeconds / row.month.budgetSeconds;
    return {
      data: clusters.map((cluster) => {
        const inDays = piecesOf(cluster, history, days);
        const window = figuresOf(availabilityOfPieces(inDays, cluster.terms));
        return {
          ...named(cluster),
          site: cluster.siteId,
          city: cluster.city,
          nodeType: cluster.nodeTypeId,
          slaPlan: cluster.slaPlanId,
          slaPlanName: cluster.slaPlanName,
          handedOverAt: cluster.handedOverAt === null ? null : formatInstant(cluster.handedOverAt),
          endedAt: cluster.endedAt === null ? null : formatInstant(cluster.endedAt),
          days: tideOf(inDays, cluster.terms, cluster.nodes, days),
          window: { ...window, lostMinutes: clusterMinutes(window.lostSeconds, cluster.nodes) },
          month: monthOfCluster(cluster).month,
          ...errorsOf(cluster),
        };
      }),
      nextCursor,
      month: {
        ...togetherOf(inMonth.map((cluster) => monthOfCluster(cluster).figure)),
        month,
        from: formatInstant(monthSoFar.start),
        to: formatInstant(monthSoFar.end),
        clusters: budgeted.length,
        overspent: budgeted.filter((row) => row.month.budgetLeftSeconds < 0).length,
        tightest: budgeted.sort((a, b) => share(a) - share(b)).slice(0, TIGHTEST),
        errors: inMonth
          .map((cluster) => ({ clusterId: cluster.id, clusterName: cluster.name, ...errorsOf(cluster) }))
          .filter((row) => row.applicationErrors > 0 || row.hardwareErrors > 0),
      },
    };
  },
});
