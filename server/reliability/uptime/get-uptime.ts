import { getUptimeInput, uptime } from "@/lib/contracts/reliability";
import { formatInstant, parseInstant, toInstant } from "@/lib/period";
import { notFound, OperationError } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { availabilityOf, monthToDate, secondsByStay } from "./availability";
import { nodesOf, readHistory, readServed } from "./served-rows";
import { availabilityOfPieces, budgetOf, figuresOf, historySpan, notUp, piecesOf, tideOf, upTo } from "./uptime-shape";

/** Request longer periods in parts, because days and intervals are returned one by one. */
const LONGEST_SECONDS = 400 * 86_400;
const MAX_INTERVALS = 2_000;

const DEGRADED_WEIGHT = { 0: "0", 1: "0.5", 2: "1" } as const;

/** Errors: not_found; validation_failed when the period ends before it begins or is too long. */
export const getUptime = query({
  name: "reliability.uptime.get",
  summary: "How a cluster ran: availability, downtime budget, nodes, days and every interval that was not plainly up.",
  input: getUptimeInput,
  output: uptime,
  permission: "reliability.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/clusters/{id}/uptime" },
  handler: async (ctx, { id, from, to }) => {
    const now = toInstant(ctx.now);
    const asked = { start: from === undefined ? monthToDate(now).start : parseInstant(from), end: to === undefined ? now : parseInstant(to) };
    if (asked.end < asked.start || asked.end - asked.start > LONGEST_SECONDS) {
      throw new OperationError("validation_failed", "The time must end after it begins and be at most 400 days long.", {
        errors: [{ pointer: "/to", message: "must be after from, and at most 400 days after it" }],
      });
    }
    const period = upTo(asked, now);
    const span = historySpan(period);
    const [cluster] = await readServed(ctx.tx, { organisationId: ctx.organisationId, projectId: ctx.projectId, clusterIds: [id] }, span);
    if (!cluster) throw notFound("cluster", id);
    const pieces = piecesOf(cluster, await readHistory(ctx.tx, nodesOf([cluster]), span), period);
    const figure = availabilityOfPieces(pieces, cluster.terms);
    const intervals = notUp(pieces);
    const stays = secondsByStay(pieces);
    return {
      clusterId: id,
      from: formatInstant(asked.start),
      to: formatInstant(asked.end),
      targetPercent: cluster.targetPercent,
      ...figuresOf(figure),
      ...budgetOf(cluster, asked, figure),
      degradedWeight: DEGRADED_WEIGHT[cluster.terms.degradedWeightHalves],
      nodes: cluster.serving.flatMap(({ nodeId, ordinal, berth }) => {
        const own = stays.get(ordinal);
        if (!own) return [];
        const { lostSeconds: _lost, ...figures } = figuresOf(availabilityOf(own, cluster.terms));
        return [{ nodeId, ordinal, berth, ...figures }];
      }),
      days: tideOf(pieces, cluster.terms, cluster.nodes, period),
      intervals: intervals.slice(0, MAX_INTERVALS),
      intervalsTruncated: intervals.length > MAX_INTERVALS,
    };
  },
});
