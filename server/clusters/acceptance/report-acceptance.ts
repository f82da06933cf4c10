import { recordAcceptanceInput, recordAcceptanceOutput } from "@/lib/contracts/acceptance";
import { command } from "@/server/kernel/operation/operation";
import { keepResults, poolsOfNodes } from "./acceptance-rows";

/** As at the signals door: how far ahead a node's clock can be, and how late buffered results can arrive. */
const AHEAD_SECONDS = 300;
const LATE_SECONDS = 72 * 3_600;

const REASONS = {
  node_unknown: "There is no node with this id, or this credential may not speak for it.",
  from_the_future: "Observed more than 5 minutes from now; check the clock of the sender.",
  too_late: "Observed more than 72 hours ago.",
  gpus_malformed: "`gpusTested` and `gpusPassed` go together, and no more pass than were tested.",
} as const;

/**
 * Records what agents measured on their nodes before these serve. A node whose latest result fails is exchanged; what
 * was not reported is shown as not measured. Sending a result again changes nothing.
 */
export const reportAcceptance = command({
  name: "clusters.acceptance.report",
  summary: "Takes in results of tests before hand-over; answers how many were taken, which were refused, and why.",
  input: recordAcceptanceInput,
  output: recordAcceptanceOutput,
  permission: "signals.write",
  tenancy: "pool",
  rate: "signals",
  rest: { method: "POST", path: "/acceptance-results", door: "telemetry" },
  audit: { none: "a measurement of ours, shown in the acceptance report" },
  idempotency: "natural",
  handler: async (ctx, { results }) => {
    const pools = await poolsOfNodes(ctx.tx, [...new Set(results.map((result) => result.node))]);
    const speaksForNodes = ctx.actor.kind !== "node" || ctx.actor.sources.includes("agent");
    const mayReport = (node: string): boolean => {
      const pool = pools.get(node);
      return pool !== undefined && speaksForNodes && (ctx.poolIds === null || ctx.poolIds.includes(pool));
    };
    const now = ctx.now.getTime();
    const wrong = ({ node, observedAt, gpusTested, gpusPassed }: (typeof results)[number]): keyof typeof REASONS | null => {
      if (!mayReport(node)) return "node_unknown";
      if (Date.parse(observedAt) > now + AHEAD_SECONDS * 1000) return "from_the_future";
      if (Date.parse(observedAt) < now - LATE_SECONDS * 1000) return "too_late";
      return (gpusTested === undefined) !== (gpusPassed === undefined) || (gpusPassed ?? 0) > (gpusTested ?? 0) ? "gpus_malformed" : null;
    };
    const refused = results.flatMap((result, index) => {
      const code = wrong(result);
      return code === null ? [] : [{ index, code, reason: REASONS[code] }];
    });
    const taken = results.filter((result) => wrong(result) === null);
    if (taken.length > 0) await keepResults(ctx.tx, taken);
    return { taken: taken.length, refused };
  },
});
