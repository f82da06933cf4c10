// What nodes, probes and collectors of the simulated network send over a span of whole minutes, as items of the signals
// door. Runs of equal observations are one item with `repeat`, exactly as a buffering agent would send them.
import { formatInstant, type Instant, type Interval, intersectIntervals, SECONDS_PER_MINUTE, subtractIntervals } from "@/lib/period";
import { fractionOf } from "@/prisma/seed/random";
import type { ApplicationError } from "@/prisma/seed/faults";
import type { Disturbance, Effect } from "./disturbances";

export interface Signal {
  node?: string;
  pool?: string;
  source: "agent" | "probe-1" | "probe-2" | "probe-3" | "collector";
  observedAt: string;
  kind: "heartbeat" | "probe" | "xid" | "reset" | "throttled" | "link" | "throughput";
  ok: boolean;
  code?: number;
  value?: number;
  repeat?: { everySeconds: number; count: number };
}

const PROBES = ["probe-1", "probe-2", "probe-3"] as const;

/** Warnings and throughput samples come every five minutes. */
const SAMPLE_SECONDS = 300;

/** The second of each minute at which a pool is observed: spreads the network's load over the minute. */
export const phaseOf = (poolId: string): number => Math.floor(fractionOf(`phase/${poolId}`) * SECONDS_PER_MINUTE);

/** Minutes since the epoch whose observation at `phase` lies in [start, end). */
const firstMinute = (at: Instant, phase: number): number => Math.ceil((at - phase) / SECONDS_PER_MINUTE);

type Piece = { from: number; until: number; reach: "good" | "failing" | "silent" };

/** [fromMinute, untilMinute) split where the node's reachability changes. Silence hides failing probes. */
function pieces(disturbances: readonly Disturbance[], fromMinute: number, untilMinute: number, phase: number): Piece[] {
  const spans = disturbances
    .filter(({ effect }) => effect === "silent" || effect === "probe_failing")
    .map(({ effect, start, end }) => ({ effect, from: firstMinute(start, phase), until: firstMinute(end, phase) }))
    .filter(({ from, until }) => from < untilMinute && until > fromMinute && until > from);
  const cuts = [fromMinute, untilMinute, ...spans.flatMap(({ from, until }) => [from, until])].filter(
    (minute) => minute >= fromMinute && minute <= untilMinute,
  );
  const edges = [...new Set(cuts)].sort((a, b) => a - b);
  const found: Piece[] = [];
  edges.slice(0, -1).forEach((from, index) => {
    const covering = spans.filter((span) => span.from <= from && span.until > from);
    const reach = covering.some((span) => span.effect === "silent") ? "silent" : covering.length > 0 ? "failing" : "good";
    const last = found.at(-1);
    const until = edges[index + 1] ?? untilMinute;
    if (last?.reach === reach) last.until = until;
    else found.push({ from, until, reach });
  });
  return found;
}

/** Neighbours start at the same second, so the last text is usually the next one too. */
function textOf(): (at: Instant) => string {
  let last = Number.NaN;
  let text = "";
  return (at) => {
    if (at !== last) [last, text] = [at, formatInstant(at)];
    return text;
  };
}
const observed = textOf();

function span(signal: Pick<Signal, "source" | "kind" | "ok"> & ({ node: string } | { pool: string }), from: number, until: number, phase: number): Signal {
  const count = until - from;
  return { ...signal, observedAt: observed(from * SECONDS_PER_MINUTE + phase), ...(count > 1 && { repeat: { everySeconds: SECONDS_PER_MINUTE, count } }) };
}

const KIND: Partial<Record<Effect, Signal["kind"]>> = { throttled: "throttled", link: "link", throughput: "throughput" };

/** Warnings at the disturbance's start and every five minutes until its end, within [from, until). */
function samples(node: string, { effect, start, end, gbps }: Disturbance, from: Instant, until: Instant): Signal[] {
  const kind = KIND[effect];
  const skipped = Math.max(0, Math.ceil((from - start) / SAMPLE_SECONDS));
  const first = start + skipped * SAMPLE_SECONDS;
  const count = Math.ceil((Math.min(end, until) - first) / SAMPLE_SECONDS);
  if (kind === undefined || count <= 0) return [];
  const source = kind === "throughput" ? "probe-1" : "agent";
  return [
    {
      node,
      source,
      kind,
      ok: false,
      observedAt: formatInstant(first),
      ...(gbps !== null && { value: gbps }),
      ...(count > 1 && { repeat: { everySeconds: SAMPLE_SECONDS, count } }),
    },
  ];
}

/** Samples while the node is fast enough: one every five minutes, at the node's own second. */
function throughput(node: string, value: number, { start, end }: Interval, phase: number): Signal[] {
  const first = Math.ceil((start - phase) / SAMPLE_SECONDS) * SAMPLE_SECONDS + phase;
  const count = Math.ceil((end - first) / SAMPLE_SECONDS);
  if (count <= 0) return [];
  const repeat = count > 1 ? { repeat: { everySeconds: SAMPLE_SECONDS, count } } : {};
  return [{ node, source: "probe-1", kind: "throughput", ok: true, observedAt: formatInstant(first), value, ...repeat }];
}

export interface Speaking {
  nodeId: string;
  /** Second of the minute in which it is observed. */
  phase: number;
  disturbances: readonly Disturbance[];
  applicationErrors?: readonly ApplicationError[];
  /** When its throughput is measured, every five minutes, and the value while nothing is wrong. */
  measured?: readonly Interval[];
  gbps?: number;
}

/**
 * All signals of a node with an instant in [from, until), both whole minutes. Throughput below the guarantee is a
 * disturbance; otherwise the regular measurement is sent.
 */
export function signalsOf(
  { nodeId: node, phase, disturbances, applicationErrors = [], measured = [], gbps }: Speaking,
  from: Instant,
  until: Instant,
): Signal[] {
  const signals: Signal[] = [];
  for (const piece of pieces(disturbances, from / SECONDS_PER_MINUTE, until / SECONDS_PER_MINUTE, phase)) {
    if (piece.reach === "silent") continue;
    if (piece.reach === "good" && gbps !== undefined) {
      const slow = disturbances.filter(({ effect }) => effect === "throughput");
      const well = { start: piece.from * SECONDS_PER_MINUTE, end: piece.until * SECONDS_PER_MINUTE };
      for (const time of subtractIntervals(intersectIntervals([well], measured), slow)) signals.push(...throughput(node, gbps, time, phase));
    }
    signals.push(span({ node, source: "agent", kind: "heartbeat", ok: true }, piece.from, piece.until, phase));
    for (const source of PROBES) signals.push(span({ node, source, kind: "probe", ok: piece.reach === "good" }, piece.from, piece.until, phase));
  }
  const within = (at: Instant): boolean => at >= from && at < until;
  for (const one of disturbances) {
    if (one.effect !== "xid") signals.push(...samples(node, one, from, until));
    else {
      if (within(one.start)) signals.push({ node, source: "agent", kind: "xid", ok: false, code: one.xid ?? 79, observedAt: formatInstant(one.start) });
      if (within(one.end)) signals.push({ node, source: "agent", kind: "reset", ok: true, observedAt: formatInstant(one.end) });
    }
  }
  for (const { at, xid } of applicationErrors)
    if (within(at)) signals.push({ node, source: "agent", kind: "xid", ok: false, code: xid, observedAt: formatInstant(at) });
  return signals;
}

/** The collectors' own heartbeat for a pool over [from, until): they saw all of it. */
export const collectorSignal = (pool: string, from: Instant, until: Instant): Signal =>
  span({ pool, source: "collector", kind: "heartbeat", ok: true }, from / SECONDS_PER_MINUTE, until / SECONDS_PER_MINUTE, phaseOf(pool));

/**
 * Minutes until the signals reveal a change: two missed, one failed, one for immediate reports; two good ones for
 * recovery.
 */
const MINUTES_TO_DETECT: Readonly<Record<Effect, number>> = { silent: 2, probe_failing: 1, xid: 1, throttled: 1, link: 1, throughput: 1 };

/** An instant by which the signals change something. `silence`: it is the absence of a signal that does. */
export interface Detection {
  at: Instant;
  silence: boolean;
}

/** The whole minutes at which a disturbance's start and end become known. */
export function detectionsOf({ start, end, effect }: Disturbance, phase: number): Detection[] {
  const at = (instant: Instant, minutes: number): Instant => (firstMinute(instant, phase) + minutes) * SECONDS_PER_MINUTE;
  const isWarning = effect === "throttled" || effect === "link" || effect === "throughput";
  // A warning ends when it is not repeated within five minutes, which is known two minutes later; a throughput sample
  // may come at the end of its five minutes.
  const unrepeated = end + (effect === "throughput" ? 2 * SAMPLE_SECONDS : SAMPLE_SECONDS);
  return [
    { at: at(start, MINUTES_TO_DETECT[effect]), silence: effect === "silent" },
    { at: isWarning ? at(unrepeated, 3) : at(end, 2), silence: isWarning },
  ];
}
