import { recordSignalsInput, recordSignalsOutput } from "@/lib/contracts/telemetry";
import { toInstant } from "@/lib/period";
import { command } from "@/server/platform/operation";
import { publishChanges } from "./changes";
import { hearCollectors, nodesOfPools } from "./collectors";
import { existing, meetStrangers } from "./known-nodes";
import { type News, reassess } from "./reassess";
import { isHarmless, mergeRuns, type NodeSignals, type PointSignal } from "./runs";
import { groupSignals } from "./signals-rules";
import { addWatches, extendRuns, type GoodRuns, keepHarmless, lockNodes } from "./watch-rows";

const NOTHING: NodeSignals = { runs: [], points: [] };

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What a call brings about nodes: those that only go on being well, and those that must be looked at. */
interface Sorted {
  good: GoodRuns[];
  bad: string[];
  harmless: { nodeId: string; point: PointSignal }[];
}

/** Leaves out, of each node's signals, what can never decide anything. */
function sortOut(nodes: ReadonlyMap<string, NodeSignals>): Sorted {
  const sorted: Sorted = { good: [], bad: [], harmless: [] };
  for (const nodeId of [...nodes.keys()].sort(compare)) {
    const signals = nodes.get(nodeId);
    if (!signals) continue;
    const committedGbps = existing.node(nodeId)?.committedGbps ?? null;
    // Enough bandwidth never decides anything: of several samples the lowest stands.
    signals.points = signals.points.filter((point) => point.kind !== "throughput" || !isHarmless(point, committedGbps));
    const good = signals.points.every((point) => isHarmless(point, committedGbps)) ? goodRuns(nodeId, signals) : null;
    if (!good) {
      sorted.bad.push(nodeId);
      continue;
    }
    sorted.good.push(good);
    for (const point of signals.points) sorted.harmless.push({ nodeId, point });
  }
  return sorted;
}

/** One good run a source, or null when there is anything else. */
function goodRuns(nodeId: string, signals: NodeSignals): GoodRuns | null {
  const runs: GoodRuns["runs"] = { agent: null, "probe-1": null, "probe-2": null, "probe-3": null };
  for (const run of signals.runs.length > 1 ? mergeRuns(signals.runs) : signals.runs) {
    if (!run.ok || runs[run.source]) return null;
    runs[run.source] = run;
  }
  return { nodeId, runs };
}

/**
 * Takes in a batch of signals. Nodes that are up and go on being heard cost one statement for all of them; everything
 * else is reduced anew over the last 72 hours, so late, repeated and shuffled signals end in the same intervals.
 */
export const recordSignals = command({
  name: "telemetry.signal.record",
  summary: "Takes in signals of nodes, probes and collectors; answers how many were taken, which were refused, and why.",
  input: recordSignalsInput,
  output: recordSignalsOutput,
  permission: "signals.write",
  tenancy: "operator",
  rate: "signals",
  rest: { method: "POST", path: "/signals", door: "telemetry" },
  audit: { none: "a measurement of ours, kept as intervals; thousands come a second" },
  idempotency: "natural",
  handler: async (ctx, { signals }) => {
    const { tx } = ctx;
    const now = toInstant(ctx.now);
    await meetStrangers(tx, signals);
    const { nodes, pools, taken, refused } = groupSignals(signals, now, existing);
    const gaps = await hearCollectors(tx, now, pools);
    const blinded = await nodesOfPools(tx, [...gaps.keys()]);
    const { good, bad, harmless } = sortOut(nodes);
    await lockNodes(tx, [...new Set([...nodes.keys(), ...blinded.map((node) => node.nodeId)])]);
    const left = await extendRuns(tx, good);

    const news = new Map<string, News>();
    for (const { nodeId, poolId } of blinded) news.set(nodeId, { incoming: NOTHING, changedFrom: gaps.get(poolId) ?? Infinity });
    for (const nodeId of [...bad, ...left]) news.set(nodeId, { incoming: nodes.get(nodeId) ?? NOTHING, changedFrom: news.get(nodeId)?.changedFrom ?? Infinity });
    if (news.size > 0) {
      const looked = [...news.keys()].sort(compare);
      await addWatches(tx, looked.flatMap((nodeId) => {
        const poolId = existing.node(nodeId)?.poolId;
        return poolId === undefined ? [] : [{ nodeId, poolId }];
      }));
      await lockNodes(tx, looked);
      await publishChanges(ctx, await reassess(tx, ctx.now, news));
    }
    await keepHarmless(tx, harmless.filter(({ nodeId }) => !news.has(nodeId)));
    return { taken, refused };
  },
});
