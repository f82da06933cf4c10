// From signals to node states: pure, and a function of the set of observations alone, so that late, repeated and
// reordered signals give the same intervals.
//
// The state of a node at an instant, the first that applies:
//   1 maintenance   inside a window announced 72 h ahead, whatever the signals say
//   2 down          a fatal XID not yet followed by a reset, replacement or clearance (usable, not merely reachable)
//   3 down          inside a work window announced too late
//   4 unknown       the collectors were blind
//   5 down          the majority of probes failed, or more than two minutes without heartbeat or successful probe (reach.ts)
//   6 degraded      ECC, link or throttling warnings, throughput below the committed bandwidth
//   7 up
// A fatal XID outlasts blindness, because only its three endings clear it; silence does not, because nobody was
// listening.
import { FATAL_XIDS, type NodeState, type StateInterval, type StateReason } from "@/lib/node-state";
import { type Instant, type Interval, mergeIntervals } from "@/lib/period";
import { type PointSignal, type Run, SAMPLE_OVERDUE_SECONDS, SILENCE_SECONDS, THROUGHPUT_SECONDS } from "../door/runs";
import { type DownReason, downByObservation } from "./reach";

/** Work is maintenance only when customers were told this long before it begins. */
export const ANNOUNCEMENT_SECONDS = 72 * 3600;

/** A node repeats a warning every five minutes while it lasts; without repetition it ends by itself. */
const WARNING_SECONDS = 300;

export interface WorkWindow extends Interval {
  announcedAt: Instant;
}

/** What is known about a node just before the evidence begins: nothing bad, unless stated. */
export interface Entry {
  /** Set when the node was down by its observations. */
  down: DownReason | null;
  /** The fatal XID that was in effect. */
  fatalCode: number | null;
}

export const FRESH: Entry = { down: null, fatalCode: null };

/**
 * Everything known about one node over `span`. Points must reach back POINT_REACH_SECONDS before it; runs can be in any
 * order. `expectedFrom`: since when somebody expects to hear a node that was not expected before; null when it was
 * heard first. `committedGbps` null: no bandwidth is promised.
 */
export interface Evidence {
  span: Interval;
  entry: Entry;
  runs: readonly Run[];
  points: readonly PointSignal[];
  blind: readonly Interval[];
  work: readonly WorkWindow[];
  committedGbps: number | null;
  expectedFrom: Instant | null;
}

type Layer = Interval & { reason: StateReason; code: number | null };

const STATE_OF: Readonly<Record<StateReason, NodeState>> = {
  good: "up",
  throughput: "degraded",
  throttled: "degraded",
  ecc: "degraded",
  link: "degraded",
  silence: "down",
  probes_failed: "down",
  xid: "down",
  unannounced_work: "down",
  maintenance: "maintenance",
  collectors_blind: "unknown",
};

/**
 * The node's state intervals over `window`, which must lie inside the evidence's span: without gap or overlap, one row
 * per change. The last one is open (`end` null) when the window reaches the end of the evidence.
 * @throws RangeError when the window lies outside the span.
 */
export function reduceNode(evidence: Evidence, window: Interval = evidence.span): StateInterval[] {
  const { span } = evidence;
  if (window.start < span.start || window.end > span.end || window.end <= window.start) throw new RangeError("window outside the evidence");
  const announced: Layer[] = [];
  const unannounced: Layer[] = [];
  for (const { start, end, announcedAt } of evidence.work) {
    if (start - announcedAt >= ANNOUNCEMENT_SECONDS) announced.push({ start, end, reason: "maintenance", code: null });
    else unannounced.push({ start, end, reason: "unannounced_work", code: null });
  }
  const blind = mergeIntervals(evidence.blind).map((interval): Layer => ({ ...interval, reason: "collectors_blind", code: null }));
  const down = downByObservation({ ...evidence, entry: evidence.entry.down }).map((interval): Layer => ({ ...interval, code: null }));
  const layers = [
    union(announced),
    fatalXids(evidence),
    union(unannounced),
    blind,
    down,
    union(warnings(evidence, "ecc")),
    union(warnings(evidence, "link")),
    union(warnings(evidence, "throttled")),
    lowThroughput(evidence),
  ].filter((layer) => layer.length > 0);
  return flatten(layers, window, window.end === span.end);
}

/** Overlays the layers, the first on top, over a base of "up". Each layer is sorted and free of overlaps. */
function flatten(layers: readonly Layer[][], window: Interval, open: boolean): StateInterval[] {
  const cuts = new Set<number>([window.start]);
  for (const layer of layers) {
    for (const { start, end } of layer) {
      if (start > window.start && start < window.end) cuts.add(start);
      if (end > window.start && end < window.end) cuts.add(end);
    }
  }
  const cursors = layers.map(() => 0);
  const intervals: StateInterval[] = [];
  let last: StateInterval | undefined;
  for (const at of [...cuts].sort((a, b) => a - b)) {
    let top: Layer | undefined;
    layers.forEach((layer, index) => {
      let cursor = cursors[index] ?? 0;
      while ((layer[cursor]?.end ?? Infinity) <= at) cursor += 1;
      cursors[index] = cursor;
      const piece = layer[cursor];
      if (!top && piece && piece.start <= at) top = piece;
    });
    const reason = top?.reason ?? "good";
    const code = top?.code ?? null;
    if (last && last.reason === reason && last.code === code) continue;
    if (last) last.end = at;
    last = { start: at, end: null, state: STATE_OF[reason], reason, code };
    intervals.push(last);
  }
  if (last && !open) last.end = window.end;
  return intervals;
}

/** Merges layers of one reason that overlap or touch. */
function union(layers: Layer[]): Layer[] {
  layers.sort((a, b) => a.start - b.start);
  const joined: Layer[] = [];
  for (const layer of layers) {
    const last = joined.at(-1);
    if (last && layer.start <= last.end) last.end = Math.max(last.end, layer.end);
    else if (layer.end > layer.start) joined.push({ ...layer });
  }
  return joined;
}

/**
 * A fatal XID holds from its second until the next reset, replacement or clearance; the earliest in effect names it.
 */
function fatalXids({ span, entry, points }: Evidence): Layer[] {
  const layers: Layer[] = [];
  let since: Instant = span.start;
  let code = entry.fatalCode;
  const close = (end: Instant) => {
    if (code !== null && end > since) layers.push({ start: since, end, reason: "xid", code });
    code = null;
  };
  for (const point of points.filter(isAboutFaults).sort(compareFaults)) {
    if (point.kind !== "xid") close(point.at);
    else if (code === null) [since, code] = [point.at, point.code];
  }
  close(span.end);
  return layers;
}

const isAboutFaults = (point: PointSignal): boolean =>
  point.kind === "xid" ? point.code !== null && FATAL_XIDS.has(point.code) : point.kind === "reset" || point.kind === "replaced" || point.kind === "cleared";

/** A fault and its end in the same second: the fault stays, because the end belongs to an earlier one. */
function compareFaults(a: PointSignal, b: PointSignal): number {
  return a.at - b.at || Number(a.kind === "xid") - Number(b.kind === "xid") || (a.code ?? 0) - (b.code ?? 0);
}

/**
 * A condition that ends unless repeated is shown until its repetition is overdue, as a node is until its next
 * heartbeat; otherwise every repetition would find it just ended. Once overdue, it ended when it was not repeated.
 */
const shownUntil = (end: Instant, span: Interval, overdueSeconds: number): Instant => (end < span.end && span.end - end < overdueSeconds ? span.end : end);

/** Each warning holds for five minutes, or until the same condition is reported well. */
function warnings({ points, span }: Evidence, kind: "ecc" | "link" | "throttled"): Layer[] {
  const ofKind = points.filter((point) => point.kind === kind).sort((a, b) => a.at - b.at);
  const layers: Layer[] = [];
  ofKind.forEach((point, index) => {
    if (point.ok) return;
    let next = index + 1;
    while (next < ofKind.length && !(ofKind[next]?.ok && (ofKind[next]?.at ?? 0) > point.at)) next += 1;
    const well = ofKind[next]?.at ?? Infinity;
    layers.push({ start: point.at, end: Math.min(shownUntil(point.at + WARNING_SECONDS, span, SILENCE_SECONDS), well), reason: kind, code: null });
  });
  return layers;
}

/** A five-minute span with a sample below the committed bandwidth is degraded; of several samples the lowest counts. */
function lowThroughput({ points, span, committedGbps }: Evidence): Layer[] {
  if (committedGbps === null) return [];
  const low: Layer[] = [];
  for (const { kind, at, value } of points) {
    if (kind !== "throughput" || value === null || value >= committedGbps) continue;
    const start = Math.floor(at / THROUGHPUT_SECONDS) * THROUGHPUT_SECONDS;
    low.push({ start, end: shownUntil(start + THROUGHPUT_SECONDS, span, SAMPLE_OVERDUE_SECONDS), reason: "throughput", code: null });
  }
  return union(low);
}
