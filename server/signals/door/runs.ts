// What was heard of a node: observations at whole seconds, stored as runs. A repeated, late or buffered observation is
// the same member of the same set, so nothing counts twice.
import { FATAL_XIDS } from "@/lib/node-state";
import type { Instant } from "@/lib/period";

/** Seconds between two observations of one source. */
export const CADENCE_SECONDS = 60;

/** The node's agent sends heartbeats; three independent probes test the node from outside. */
export const SOURCES = ["agent", "probe-1", "probe-2", "probe-3"] as const;
export type Source = (typeof SOURCES)[number];

/** Longer silence counts as down, and makes a collector blind: two observations were missed. */
export const SILENCE_SECONDS = 120;

/** From a first observation to a last one, inclusive, with less than two cadences between any two consecutive ones. */
export interface Span {
  from: Instant;
  last: Instant;
  /** Exactly one observation every 60 seconds, so that each instant is known. Otherwise only the two ends are. */
  steady: boolean;
}

/** Equal observations of one source: heartbeats of the agent, tests of a probe. */
export interface Run extends Span {
  source: Source;
  ok: boolean;
}

export const POINT_KINDS = ["xid", "reset", "replaced", "cleared", "throughput", "throttled", "ecc", "link"] as const;
export type PointKind = (typeof POINT_KINDS)[number];

/**
 * A single event at one second. `code`: the XID. `value`: throughput in Gb/s. `ok`: false raises a warning (throttled,
 * ecc, link), true ends it; unused by the other kinds.
 */
export interface PointSignal {
  kind: PointKind;
  at: Instant;
  ok: boolean;
  code: number | null;
  value: number | null;
}

/** Everything one call reported about one node. */
export interface NodeSignals {
  runs: Run[];
  points: PointSignal[];
}

/** Throughput is judged in fixed spans of five minutes (the measure of the bandwidth promise). */
export const THROUGHPUT_SECONDS = 300;

/** A span's sample may come at its very end, so only this long after the previous span is it missing. */
export const SAMPLE_OVERDUE_SECONDS = THROUGHPUT_SECONDS + SILENCE_SECONDS;

/** How long a point is in effect: five minutes, and until its repetition is overdue. */
export const POINT_REACH_SECONDS = THROUGHPUT_SECONDS + SAMPLE_OVERDUE_SECONDS;

const sourceOrder: Readonly<Record<Source, number>> = { agent: 0, "probe-1": 1, "probe-2": 2, "probe-3": 3 };

function compareRuns(a: Run, b: Run): number {
  return sourceOrder[a.source] - sourceOrder[b.source] || Number(a.ok) - Number(b.ok) || a.from - b.from;
}

/**
 * Whether a later span continues an earlier one. Observations exactly two cadences apart do not: one was missed
 * between.
 */
export const continues = (earlier: Readonly<Span>, later: Readonly<Span>): boolean => later.from - earlier.last < 2 * CADENCE_SECONDS;

/** Whether a span that continues a steady one keeps it steady. */
export const keepsSteady = (earlier: Readonly<Span>, later: Readonly<Span>): boolean =>
  earlier.steady && later.steady && (later.from - earlier.from) % CADENCE_SECONDS === 0;

/**
 * The union of runs as sets of instants, per source and outcome, in canonical order with adjoining runs merged.
 * Idempotent, and independent of order and of how the observations were split into runs.
 */
export function mergeRuns(runs: readonly Run[]): Run[] {
  const merged: Run[] = [];
  let last: Run | undefined;
  for (const run of [...runs].sort(compareRuns)) {
    if (last && last.source === run.source && last.ok === run.ok && continues(last, run)) {
      last.steady = keepsSteady(last, run);
      if (run.last > last.last) last.last = run.last;
    } else {
      last = { source: run.source, ok: run.ok, from: run.from, last: run.last, steady: run.steady };
      merged.push(last);
    }
  }
  return merged;
}

/**
 * The first observation of a span at or after an instant; null when there is none. In an unsteady span: the instant
 * itself.
 */
export function firstFrom(span: Readonly<Span>, at: Instant): Instant | null {
  if (at <= span.from) return span.from;
  if (at > span.last) return null;
  return span.steady ? span.from + Math.ceil((at - span.from) / CADENCE_SECONDS) * CADENCE_SECONDS : at;
}

/** The last observation of a span before an instant; null when there is none. In an unsteady span: the second before. */
export function lastBefore(span: Readonly<Span>, at: Instant): Instant | null {
  if (at > span.last) return span.last;
  if (at <= span.from) return null;
  return span.steady ? span.from + Math.floor((at - 1 - span.from) / CADENCE_SECONDS) * CADENCE_SECONDS : at - 1;
}

/** Point signals as a set, by time and then by kind. */
export function mergePoints(points: readonly PointSignal[]): PointSignal[] {
  const byKey = new Map<string, PointSignal>();
  for (const point of points) byKey.set(`${point.at} ${point.kind} ${point.ok} ${point.code} ${point.value}`, point);
  return [...byKey].sort(([a, { at: atA }], [b, { at: atB }]) => atA - atB || (a < b ? -1 : 1)).map(([, point]) => point);
}

/** The earliest instant these signals say something about; null when they say nothing. */
export function earliestOf({ runs, points }: Readonly<NodeSignals>): Instant | null {
  let earliest = Infinity;
  for (const { from } of runs) earliest = Math.min(earliest, from);
  for (const { at } of points) earliest = Math.min(earliest, Math.floor(at / THROUGHPUT_SECONDS) * THROUGHPUT_SECONDS);
  return earliest === Infinity ? null : earliest;
}

/** Points that cannot change a node's state, now or together with a later or late signal. */
export function isHarmless(point: PointSignal, committedGbps: number | null): boolean {
  if (point.kind === "xid") return point.code === null || !FATAL_XIDS.has(point.code);
  return point.kind === "throughput" && (committedGbps === null || (point.value !== null && point.value >= committedGbps));
}
