// What was heard of a node, as sets of minutes. An observation belongs to the minute it was made in, so that
// a repeated, late or buffered signal is the same member of the same set and changes nothing twice.
import { FATAL_XIDS, type NodeState } from "@/lib/node-state";
import type { Instant, Interval } from "@/lib/period";

/** Seconds between two observations of one source. */
export const CADENCE_SECONDS = 60;

/** The agent on the node sends heartbeats, three independent probes test it from outside. */
export const SOURCES = ["agent", "probe-1", "probe-2", "probe-3"] as const;
export type Source = (typeof SOURCES)[number];

/** Minutes since the epoch, half-open [fromMinute, untilMinute). */
export interface MinuteRun {
  fromMinute: number;
  untilMinute: number;
}

/** Equal observations of one source in every minute of a run: heartbeats of the agent, tests of a probe. */
export interface Run extends MinuteRun {
  source: Source;
  ok: boolean;
}

export const POINT_KINDS = ["xid", "reset", "replaced", "cleared", "throughput", "throttled", "ecc", "link"] as const;
export type PointKind = (typeof POINT_KINDS)[number];

/**
 * One thing noticed at one second. `code`: the XID. `value`: throughput in Gb/s. `ok`: false raises a warning
 * (throttled, ecc, link), true ends it; of no meaning to the other kinds.
 */
export interface PointSignal {
  kind: PointKind;
  at: Instant;
  ok: boolean;
  code: number | null;
  value: number | null;
}

/** What one call brought about one node. */
export interface NodeSignals {
  runs: Run[];
  points: PointSignal[];
}

/** Throughput is judged in fixed spans of five minutes (the measure of the bandwidth promise). */
export const THROUGHPUT_SECONDS = 300;

/** Silence after which a node counts as down, and a collector as blind (two observations missed). */
export const SILENCE_SECONDS = 120;

/** A span's sample may come at its very end: only this long after the span before has it been missed. */
export const SAMPLE_OVERDUE_SECONDS = THROUGHPUT_SECONDS + SILENCE_SECONDS;

/** How long a point has something to say: five minutes, and until its repetition is overdue. */
export const POINT_REACH_SECONDS = THROUGHPUT_SECONDS + SAMPLE_OVERDUE_SECONDS;

export const minuteOf = (at: Instant): number => Math.floor(at / CADENCE_SECONDS);
export const instantOfMinute = (minute: number): Instant => minute * CADENCE_SECONDS;
export const floorToMinute = (at: Instant): Instant => minuteOf(at) * CADENCE_SECONDS;

const sourceOrder: Readonly<Record<Source, number>> = { agent: 0, "probe-1": 1, "probe-2": 2, "probe-3": 3 };

function compareRuns(a: Run, b: Run): number {
  return sourceOrder[a.source] - sourceOrder[b.source] || Number(a.ok) - Number(b.ok) || a.fromMinute - b.fromMinute;
}

/**
 * The union of runs as sets of minutes, per source and outcome, in one canonical order with touching runs joined.
 * Idempotent and indifferent to order and to how the minutes were cut into runs. Good and bad observations of the
 * same minute are both kept; the reducer lets the bad one stand.
 */
export function mergeRuns(runs: readonly Run[]): Run[] {
  const sorted = runs.filter((run) => run.untilMinute > run.fromMinute).sort(compareRuns);
  const merged: Run[] = [];
  let last: Run | undefined;
  for (const run of sorted) {
    if (last && last.source === run.source && last.ok === run.ok && run.fromMinute <= last.untilMinute) {
      if (run.untilMinute > last.untilMinute) last.untilMinute = run.untilMinute;
    } else {
      last = { source: run.source, ok: run.ok, fromMinute: run.fromMinute, untilMinute: run.untilMinute };
      merged.push(last);
    }
  }
  return merged;
}

/** Point signals as a set, by time and then by kind. */
export function mergePoints(points: readonly PointSignal[]): PointSignal[] {
  const byKey = new Map<string, PointSignal>();
  for (const point of points) byKey.set(`${point.at} ${point.kind} ${point.ok} ${point.code} ${point.value}`, point);
  return [...byKey].sort(([a, { at: atA }], [b, { at: atB }]) => atA - atB || (a < b ? -1 : 1)).map(([, point]) => point);
}

/** The earliest instant about which these signals say something; null when they say nothing. */
export function earliestOf({ runs, points }: Readonly<NodeSignals>): Instant | null {
  let earliest = Infinity;
  for (const run of runs) earliest = Math.min(earliest, instantOfMinute(run.fromMinute));
  for (const { at } of points) earliest = Math.min(earliest, Math.floor(at / THROUGHPUT_SECONDS) * THROUGHPUT_SECONDS);
  return earliest === Infinity ? null : earliest;
}

/**
 * The compact state of a watched node: one running good run per source, and how the node stands.
 * `unsettled`: something besides good observations may still change the node's intervals; it is reduced anew with
 * every call and every move of the collectors' watermark.
 */
export interface WatchState {
  state: NodeState;
  unsettled: boolean;
  runs: Record<Source, MinuteRun | null>;
}

/** Points that cannot change a node's state, now or together with a later or late signal. */
export function isHarmless(point: PointSignal, committedGbps: number | null): boolean {
  if (point.kind === "xid") return point.code === null || !FATAL_XIDS.has(point.code);
  return point.kind === "throughput" && (committedGbps === null || (point.value !== null && point.value >= committedGbps));
}

/**
 * The fast path. A good observation inside or right after the running good run of its source cannot change the
 * intervals of a node that is up: it only moves the run's end. Everything else is reduced anew.
 * @returns the moved runs, or `recompute`.
 */
export function extendOrRecompute(
  watch: Readonly<WatchState>,
  incoming: Readonly<NodeSignals>,
  committedGbps: number | null,
): { kind: "extend"; runs: Record<Source, MinuteRun | null> } | { kind: "recompute" } {
  if (watch.state !== "up" || watch.unsettled) return { kind: "recompute" };
  for (const point of incoming.points) if (!isHarmless(point, committedGbps)) return { kind: "recompute" };
  const runs = { ...watch.runs };
  const ordered = incoming.runs.length > 1 ? mergeRuns(incoming.runs) : incoming.runs;
  for (const run of ordered) {
    const known = runs[run.source];
    if (!run.ok || !known || run.fromMinute < known.fromMinute || run.fromMinute > known.untilMinute) return { kind: "recompute" };
    if (run.untilMinute > known.untilMinute) runs[run.source] = { fromMinute: known.fromMinute, untilMinute: run.untilMinute };
  }
  return { kind: "extend", runs };
}

/**
 * The compact state after a reduction up to `judgedUntil`, and the runs that do not fit into it (to be kept as rows).
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
  const since = minuteOf(last?.start ?? -Infinity);
  for (const run of runs) if (run.ok && run.untilMinute >= since) running[run.source] = { fromMinute: run.fromMinute, untilMinute: run.untilMinute };
  const closed = runs.filter((run) => !run.ok || running[run.source]?.fromMinute !== run.fromMinute);
  let longest: MinuteRun | null = null;
  for (const source of SOURCES) if ((running[source]?.untilMinute ?? 0) > (longest?.untilMinute ?? 0)) longest = running[source];
  // Heard beyond what could be judged, with a hole between: only a later judgement tells whether it was down.
  const heldBack = longest !== null && instantOfMinute(longest.fromMinute) > judgedUntil;
  // A failure inside a running good run contradicts it, one beyond the judged time has yet to speak.
  const badAhead = runs.some((run) => !run.ok && run.untilMinute > Math.min(running[run.source]?.fromMinute ?? Infinity, minuteOf(judgedUntil)));
  const pointAhead = points.some((point) => point.at > judgedUntil - POINT_REACH_SECONDS && !isHarmless(point, committedGbps));
  return { watch: { state: last?.state ?? "unknown", unsettled: heldBack || badAhead || pointAhead, runs: running }, closed };
}

/** The end of the last minute in which a source said the node is good; null when none ever did. */
function lastGoodUntil(watch: Readonly<WatchState>): Instant | null {
  let last: number | null = null;
  for (const source of SOURCES) {
    const run = watch.runs[source];
    if (run && (last === null || run.untilMinute > last)) last = run.untilMinute;
  }
  return last === null ? null : instantOfMinute(last);
}

/** True when two whole minutes up to `judgedUntil` passed without a good observation: the node must be reduced anew. */
export function isSilent(watch: Readonly<WatchState>, judgedUntil: Instant): boolean {
  const last = lastGoodUntil(watch);
  return last === null || judgedUntil - last >= SILENCE_SECONDS;
}

/** What the collectors of a pool have covered: heard from `watchedFrom` up to `watchedUntil`, except for the gaps. */
export interface CollectorWatch {
  watchedFrom: Instant;
  watchedUntil: Instant;
  gaps: Interval[];
}

/**
 * The collectors' own heartbeats move the watermark; two minutes or more without one are a gap, in which every node
 * of the pool is unknown. Late heartbeats close gaps again. Indifferent to order once the first minute is known.
 */
export function hearCollector(watch: Readonly<CollectorWatch> | null, run: Readonly<MinuteRun>): CollectorWatch {
  const from = instantOfMinute(run.fromMinute);
  const until = instantOfMinute(run.untilMinute);
  if (!watch) return { watchedFrom: from, watchedUntil: until, gaps: [] };
  const gaps: Interval[] = [];
  const keep = (start: Instant, end: Instant) => {
    if (end - start >= SILENCE_SECONDS) gaps.push({ start, end });
  };
  for (const gap of watch.gaps) {
    if (until <= gap.start || from >= gap.end) gaps.push(gap);
    else {
      keep(gap.start, from);
      keep(until, gap.end);
    }
  }
  keep(watch.watchedUntil, from);
  return { watchedFrom: watch.watchedFrom, watchedUntil: Math.max(watch.watchedUntil, until), gaps };
}

/**
 * How far nodes can be judged, and what is blind at the end: silence is measured against the collectors' watermark,
 * never against the clock; once the watermark itself is older than two minutes, the time since is unknown.
 */
export function judgement(watchedUntil: Instant, now: Instant): { until: Instant; blind: Interval | null } {
  const current = floorToMinute(now);
  if (now - watchedUntil <= SILENCE_SECONDS) return { until: Math.min(current, floorToMinute(watchedUntil)), blind: null };
  return { until: current, blind: { start: watchedUntil, end: current } };
}
