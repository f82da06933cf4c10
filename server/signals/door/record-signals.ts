import { recordSignalsInput, recordSignalsOutput } from "@/lib/contracts/signals";
import { toInstant } from "@/lib/period";
import { command } from "@/server/kernel/operation/operation";
import { publishChanges } from "../reducer/changes";
import { hearCollectors, nodesOfPools } from "../collectors/collectors";
import { existing, heardFrom, loadUnknownNodes } from "./known-nodes";
import { type News, reassess } from "../reducer/reassess";
import { isHarmless, mergeRuns, type NodeSignals, type PointSignal } from "./runs";
import { groupSignals } from "./signals-rules";
import { keepMeasured } from "./throughput";
import { keepHarmless } from "../watch/signal-rows";
import { addWatches, extendRuns, type GoodRuns, lockNodes } from "../watch/watch-rows";

const NOTHING: NodeSignals = { runs: [], points: [] };

/** Drops signals that can never affect a node's state, and finds nodes that simply stay well. */
function sortOut(nodes: ReadonlyMap<string, NodeSignals>): { heard: Map<string, GoodRuns>; harmless: { nodeId: string; point: PointSignal }[] } {
  const heard = new Map<string, GoodRuns>();
  const harmless: { nodeId: string; point: PointSignal }[] = [];
  for (const [nodeId, signals] of nodes) {
    const committedGbps = existing.node(nodeId)?.committedGbps ?? null;
    const runs = signals.points.every((point) => isHarmless(point, committedGbps)) ? goodRuns(signals) : null;
    heard.set(nodeId, { nodeId, runs });
    if (runs) for (const point of signals.points) harmless.push({ nodeId, point });
  }
  return { heard, harmless };
}

/** One good run per source, or null when there is anything else. */
function goodRuns(signals: NodeSignals): GoodRuns["runs"] {
  const runs: NonNullable<GoodRuns["runs"]> = { agent: null, "probe-1": null, "probe-2": null, "probe-3": null };
  for (const run of signals.runs.length > 1 ? mergeRuns(signals.runs) : signals.runs) {
    if (!run.ok || runs[run.source]) return null;
    runs[run.source] = run;
  }
  return runs;
}

/**
 * Records a batch of signals. Nodes that are up and stay up cost one statement for all of them; everything else is
 * reduced again over the last 72 hours, so late, repeated and reordered signals end in the same intervals.
 */
export const recordSignals = command({
  name: "signals.signal.record",
  summary: "Takes in signals of nodes, probes and collectors; answers how many were taken, which were refused, and why.",
  input: recordSignalsInput,
  output: recordSignalsOutput,
  permission: "signals.write",
  tenancy: "pool",
  rate: "signals",
  rest: { method: "POST", path: "/signals", door: "telemetry" },
  audit: { none: "a measurement of ours, kept as intervals; thousands come a second" },
  idempotency: "natural",
  handler: async (ctx, { signals }) => {
    const { tx } = ctx;
    const now = toInstant(ctx.now);
    await loadUnknownNodes(tx, signals);
    const { nodes, measured, pools, taken, refused } = groupSignals(signals, now, heardFrom(ctx.poolIds, ctx.actor.kind === "node" ? ctx.actor.sources : null));
    await keepMeasured(tx, measured);
    const gaps = await hearCollectors(tx, now, pools);
    const blinded = await nodesOfPools(tx, [...gaps.keys()]);
    const { heard, harmless } = sortOut(nodes);
    for (const { nodeId } of blinded) heard.set(nodeId, { nodeId, runs: null });
    const left = await extendRuns(tx, [...heard.values()]);

    const blindSince = new Map(blinded.map(({ nodeId, poolId }) => [nodeId, gaps.get(poolId) ?? Infinity]));
    const news = new Map<string, News>(
      left.map((nodeId) => [nodeId, { incoming: nodes.get(nodeId) ?? NOTHING, changedFrom: blindSince.get(nodeId) ?? Infinity }]),
    );
    if (news.size > 0) {
      await addWatches(
        tx,
        left.flatMap((nodeId) => {
          const poolId = existing.node(nodeId)?.poolId;
          return poolId === undefined ? [] : [{ nodeId, poolId }];
        }),
      );
      await lockNodes(tx, left);
      await publishChanges(ctx, await reassess(tx, ctx.now, news));
    }
    await keepHarmless(
      tx,
      harmless.filter(({ nodeId }) => !news.has(nodeId)),
    );
    return { taken, refused };
  },
});
