// The compact state of a watched node, and when a signal can bypass the reducer. Pure.
import type { NodeState } from "@/lib/node-state";
import type { Instant } from "@/lib/period";
import {
  continues,
  isHarmless,
  keepsSteady,
  mergeRuns,
  type NodeSignals,
  POINT_REACH_SECONDS,
  type PointSignal,
  type Run,
  SILENCE_SECONDS,
  type Source,
  SOURCES,
  type Span,
} from "../door/runs";

/**
 * One current good run per source, and the node's state. `unsettled`: something besides good observations may still
 * change the node's intervals, so it is reduced again with every call and every move of the collectors' watermark.
 */
export interface WatchState {
  state: NodeState;
  unsettled: boolean;
  runs: Record<Source, Span | null>;
}

/**
 * The fast path. A good observation inside or right after the current good run of its source cannot change the
 * intervals of a node that is up: it only moves the run's end. Everything else is reduced again, including the first
 * observation off the cadence of a steady run.
 * @returns the moved runs, or `recompute`.
 */
export function extendOrRecompute(
  watch: Readonly<WatchState>,
  incoming: Readonly<NodeSignals>,
  committedGbps: number | null,
): { kind: "extend"; runs: WatchState["runs"] } | { kind: "recompute" } {
  if (watch.state !== "up" || watch.unsettled) return { kind: "recompute" };
  for (const point of incoming.points) if (!isHarmless(point, committedGbps)) return { kind: "recompute" };
  const runs = { ...watch.runs };
  const ordered = incoming.runs.length > 1 ? mergeRuns(incoming.runs) : incoming.runs;
  for (const run of ordered) {
    const known = runs[run.source];
    if (!run.ok || !known || run.from < known.from || !continues(known, run)) return { kind: "recompute" };
    if (known.steady && !keepsSteady(known, run)) return { kind: "recompute" };
    if (run.last > known.last) runs[run.source] = { ...known, last: run.last };
  }
  return { kind: "extend", runs };
}

/**
 * The compact state after a reduction up to `judgedUntil`, and the runs that do not fit into it (stored as rows).
 * @param runs merged runs of the node.
 * @param last the node's open interval; null as long as nothing was judged.
 */
export function settle(
  runs: readonly Run[],
  points: readonly PointSignal[],
  last: Readonly<{ state: NodeState; start: Instant }> | null,
  judgedUntil: Instant,
  committedGbps: number | null,
): { watch: WatchState; closed: Run[] } {
  const running: WatchState["runs"] = { agent: null, "probe-1": null, "probe-2": null, "probe-3": null };
  // A run that ended before the open interval began is history: what continues it may change that history.
  const since = last?.start ?? -Infinity;
  for (const run of runs) if (run.ok && run.last >= since) running[run.source] = { from: run.from, last: run.last, steady: run.steady };
  const closed = runs.filter((run) => !run.ok || running[run.source]?.from !== run.from);
  let longest: Span | null = null;
  for (const source of SOURCES) if ((running[source]?.last ?? -Infinity) > (longest?.last ?? -Infinity)) longest = running[source];
  // Heard beyond the judged time, with a hole between: only a later judgement tells whether it was down.
  const heldBack = longest !== null && longest.from > judgedUntil;
  // A failure inside a current good run contradicts it; one at or beyond the judged time is still to be judged.
  const badAhead = runs.some((run) => !run.ok && run.last + SILENCE_SECONDS >= Math.min(running[run.source]?.from ?? Infinity, judgedUntil));
  const pointAhead = points.some((point) => point.at > judgedUntil - POINT_REACH_SECONDS && !isHarmless(point, committedGbps));
  return { watch: { state: last?.state ?? "unknown", unsettled: heldBack || badAhead || pointAhead, runs: running }, closed };
}

/** When any source last reported the node as good; null when none ever did. */
function lastHeard(watch: Readonly<WatchState>): Instant | null {
  let last: Instant | null = null;
  for (const source of SOURCES) {
    const run = watch.runs[source];
    if (run && (last === null || run.last > last)) last = run.last;
  }
  return last;
}

/**
 * True when more than two minutes up to `judgedUntil` passed without a good observation: the node must be reduced
 * again.
 */
export function isSilent(watch: Readonly<WatchState>, judgedUntil: Instant): boolean {
  const last = lastHeard(watch);
  return last === null || judgedUntil - last > SILENCE_SECONDS;
}
