// The slow path for one node: reduces what changed and replaces the stored rows with the fewest changed rows. Equals a
// reduction of everything ever heard, however the signals were split into calls.
import type { NodeState, StateInterval } from "@/lib/node-state";
import type { Instant, Interval } from "@/lib/period";
import { type Entry, type Evidence, FRESH, reduceNode } from "./reducer";
import { earliestOf, mergePoints, mergeRuns, type NodeSignals, type PointSignal, type Run, SAMPLE_OVERDUE_SECONDS } from "../door/runs";
import { settle, type WatchState } from "../watch/watch-state";

/** Row changes, to be applied in this order: remove, end, add. Rows are identified by their start. */
export interface Splice {
  removed: StateInterval[];
  /** Rows that keep their start and state but end differently (null: open). */
  ended: { row: StateInterval; end: Instant | null }[];
  added: StateInterval[];
}

const sameState = (a: StateInterval, b: StateInterval): boolean => a.state === b.state && a.reason === b.reason && a.code === b.code;

/**
 * @param existing stored intervals in order, without overlaps.
 * @param window the span that was recomputed; when `recomputed` ends open, everything from its start is replaced.
 * @param recomputed the intervals of that span, without gaps.
 */
export function spliceIntervals(existing: readonly StateInterval[], window: Interval, recomputed: readonly StateInterval[]): Splice {
  const end = recomputed.at(-1)?.end === null ? Infinity : window.end;
  const target: StateInterval[] = [];
  const put = (piece: StateInterval) => {
    const last = target.at(-1);
    if (last && last.end === piece.start && sameState(last, piece)) last.end = piece.end;
    else target.push({ ...piece });
  };
  for (const row of existing) if (row.start < window.start) put({ ...row, end: row.end === null || row.end > window.start ? window.start : row.end });
  for (const row of recomputed) put(row);
  for (const row of existing) if ((row.end ?? Infinity) > end) put({ ...row, start: Math.max(row.start, end) });

  const splice: Splice = { removed: [], ended: [], added: [] };
  const wanted = new Map(target.map((row) => [row.start, row]));
  for (const row of existing) {
    const kept = wanted.get(row.start);
    if (!kept || !sameState(kept, row)) {
      splice.removed.push(row);
      continue;
    }
    wanted.delete(row.start);
    if (kept.end !== row.end) splice.ended.push({ row, end: kept.end });
  }
  splice.added = [...wanted.values()];
  return splice;
}

/** The rows after a splice, in order. */
export function applySplice(existing: readonly StateInterval[], { removed, ended, added }: Splice): StateInterval[] {
  const gone = new Set(removed.map((row) => row.start));
  const ends = new Map(ended.map(({ row, end }) => [row.start, end]));
  const kept = existing.filter((row) => !gone.has(row.start)).map((row) => (ends.has(row.start) ? { ...row, end: ends.get(row.start) ?? null } : row));
  return [...kept, ...added].sort((a, b) => a.start - b.start);
}

/**
 * Where to start so that the outcome equals a reduction of everything: as far before the change as a shown state may
 * have to be taken back, at an instant where the stored intervals are the observations' own verdict. Under maintenance,
 * a fatal XID, late-announced work or a blind span they are not, so the search goes back to before it, but not before
 * `keptFrom`.
 * @returns null when no stored interval covers that time: the node's history begins with its first heartbeat or probe.
 */
function resumeAt(existing: readonly StateInterval[], changedFrom: Instant, keptFrom: Instant): { start: Instant; entry: Entry } | null {
  let start = Math.max(keptFrom, changedFrom - SAMPLE_OVERDUE_SECONDS);
  let index = existing.length - 1;
  for (;;) {
    let row = existing[index];
    while (row && row.start > start) row = existing[(index -= 1)];
    if (!row) return null;
    if (row.state === "up" || row.state === "degraded") return { start, entry: FRESH };
    if (row.reason === "silence" || row.reason === "probes_failed") return { start, entry: { down: row.reason, fatalCode: null } };
    if (row.start - 1 < keptFrom) return { start: keptFrom, entry: { down: null, fatalCode: row.code } };
    start = row.start - 1;
  }
}

/**
 * What is stored about a node. Everything but `rows` must be complete from POINT_REACH_SECONDS before `keptFrom` on.
 */
export interface StoredNode extends Pick<Evidence, "runs" | "points" | "blind" | "work" | "committedGbps" | "expectedFrom"> {
  /** In order, from the one that covers `keptFrom` to the open one. */
  rows: readonly StateInterval[];
  /** Older signals are refused and pruned, so nothing before it can change. */
  keptFrom: Instant;
}

export interface Recomputed {
  splice: Splice;
  /** The node's state at `judgedUntil`; null as long as nothing can be said. */
  state: NodeState | null;
  watch: WatchState;
  /** Runs besides the watch's current ones, and points: what is stored as rows. */
  closed: Run[];
  points: PointSignal[];
}

/**
 * The start of the earliest run that lost its cadence: its inner instants are no longer known, so all of it is judged
 * again.
 */
function cadenceLostFrom(before: readonly Run[], merged: readonly Run[]): Instant {
  let earliest = Infinity;
  for (const run of merged) {
    if (run.steady || run.from >= earliest) continue;
    if (
      before.some(
        (known) =>
          known.steady && known.last > known.from && known.source === run.source && known.ok === run.ok && known.from >= run.from && known.last <= run.last,
      )
    )
      earliest = run.from;
  }
  return earliest;
}

/**
 * Applies new signals (or none, when time or the collectors' watermark moved on) and judges up to `judgedUntil` (see
 * `judgement`). Always looks at the whole open row again, so it need not remember how far it judged before.
 * @param changedFrom set when blind spans or maintenance windows changed from an earlier instant than the signals.
 */
export function recomputeNode(stored: StoredNode, incoming: Readonly<NodeSignals>, judgedUntil: Instant, changedFrom: Instant = Infinity): Recomputed {
  const { rows, blind, work, committedGbps, expectedFrom } = stored;
  const runs = mergeRuns([...stored.runs, ...incoming.runs]);
  const points = mergePoints([...stored.points, ...incoming.points]);
  const open = rows.at(-1);
  const earliest = Math.min(changedFrom, earliestOf(incoming) ?? Infinity, open?.start ?? Infinity, cadenceLostFrom(stored.runs, runs));
  const begins = Math.min(earliestOf({ runs, points: [] }) ?? Infinity, expectedFrom ?? Infinity);
  const { start, entry } = resumeAt(rows, Math.min(earliest, judgedUntil), stored.keptFrom) ?? { start: begins, entry: FRESH };
  let last = open ?? null;
  let splice: Splice = { removed: [], ended: [], added: [] };
  if (start < judgedUntil) {
    const span = { start, end: judgedUntil };
    const intervals = reduceNode({ span, entry, runs, points, blind, work, committedGbps, expectedFrom });
    splice = spliceIntervals(rows, span, intervals);
    last = intervals.at(-1) ?? null;
    // The last interval may continue a stored row that began earlier; the later start only makes `settle` stricter.
  }
  return { splice, state: last?.state ?? null, ...settle(runs, points, last, judgedUntil, committedGbps), points };
}
