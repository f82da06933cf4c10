// What the signals door accepts and refuses, item by item. Hand-written, because 54,000 nodes report every minute: one
// pass, no schema library, no exceptions. A refused item never affects the others.
import type { Instant } from "@/lib/period";
import { CADENCE_SECONDS, type NodeSignals, type PointKind, type Source, type Span } from "./runs";
import type { Samples } from "./throughput";

/** How far ahead a node's clock can be; beyond that, its timestamps are worthless. */
const FUTURE_SECONDS = 300;

/** How late buffered signals can be; older ones could affect closed months. */
export const LATE_SECONDS = 72 * 3600;

/** Limit per call on single signals from repeats that do not join into one run. */
const EXPANDED_MAX = 50_000;

const REPEAT_MAX = 100_000;

export type RefusalCode =
  | "not_an_object"
  | "node_malformed"
  | "node_unknown"
  | "pool_malformed"
  | "pool_unknown"
  | "source_unknown"
  | "source_not_of_credential"
  | "kind_unknown"
  | "kind_not_of_source"
  | "observed_at_malformed"
  | "from_the_future"
  | "too_late"
  | "ok_missing"
  | "code_malformed"
  | "value_malformed"
  | "repeat_malformed"
  | "repeat_too_many";

/** One refused item, or a refused part of a repeat (`count` of its single signals). `reason` is for people. */
export interface Refusal {
  index: number;
  code: RefusalCode;
  reason: string;
  count: number;
}

/** Accepted signals by node and, from collectors, by pool. `taken` counts single signals. */
export interface SignalGroups {
  nodes: Map<string, NodeSignals>;
  /** When throughput was measured, by node. */
  measured: Map<string, Samples[]>;
  pools: Map<string, Span[]>;
  taken: number;
  refused: Refusal[];
}

const REASONS: Readonly<Record<RefusalCode, string>> = {
  not_an_object: "A signal must be an object.",
  node_malformed: "`node` must be a node id such as nod_01J….",
  node_unknown: "There is no node with this id.",
  pool_malformed: "`pool` must be a pool id; collectors report for a pool.",
  pool_unknown: "There is no pool with this id.",
  source_unknown: "`source` must be agent, probe-1, probe-2, probe-3 or collector.",
  source_not_of_credential: "This credential may not speak as this source.",
  kind_unknown: "`kind` must be heartbeat, probe, xid, reset, replaced, cleared, throughput, throttled, ecc or link.",
  kind_not_of_source: "This source does not send this kind: agents and collectors send heartbeats, probes send probes and throughput, agents everything else.",
  observed_at_malformed: "`observedAt` must be an instant in UTC such as 2026-11-22T14:00:00Z.",
  from_the_future: "Observed more than 5 minutes from now; check the clock of the sender.",
  too_late: "Observed more than 72 hours ago.",
  ok_missing: "`ok` must be true or false.",
  code_malformed: "`code` must be the XID, a whole number from 1 to 999.",
  value_malformed: "`value` must be the throughput in Gb/s, not negative.",
  repeat_malformed: "`repeat` must be {everySeconds, count} with at least 60 seconds and 1 to 100,000 times.",
  repeat_too_many: "Too many single signals behind the repeats of this call; send fewer at once.",
};

const KINDS: ReadonlyMap<unknown, "heartbeat" | "probe" | PointKind> = new Map(
  (["heartbeat", "probe", "xid", "reset", "replaced", "cleared", "throughput", "throttled", "ecc", "link"] as const).map((kind) => [kind, kind]),
);
const ALL_SOURCES: ReadonlyMap<unknown, Source | "collector"> = new Map(
  (["agent", "probe-1", "probe-2", "probe-3", "collector"] as const).map((source) => [source, source]),
);

/** An id with the prefix followed by up to 40 letters and digits; whether it exists is checked elsewhere. */
function isId(value: unknown, prefix: string): value is string {
  if (typeof value !== "string" || value.length <= prefix.length || value.length > prefix.length + 40 || !value.startsWith(prefix)) return false;
  for (let index = prefix.length; index < value.length; index += 1) {
    const char = value.charCodeAt(index);
    if (!((char >= 48 && char <= 57) || (char >= 65 && char <= 90) || (char >= 97 && char <= 122))) return false;
  }
  return true;
}

/** Which nodes and pools exist, and as which sources the sender can speak. */
export interface Existing {
  hasNode(id: string): boolean;
  hasPool(id: string): boolean;
  maySpeakAs(source: Source | "collector"): boolean;
  /** The committed throughput of the node's type; null when there is none. */
  committedGbps(id: string): number | null;
}

/** Well-formed ids in a call that are not known yet: what to look up in the database. */
export function unknownIds(items: readonly unknown[], existing: Existing): { nodes: Set<string>; pools: Set<string> } {
  const unknown = { nodes: new Set<string>(), pools: new Set<string>() };
  for (const item of items) {
    if (!isRaw(item)) continue;
    if (typeof item.node === "string" && !existing.hasNode(item.node) && isId(item.node, "nod_")) unknown.nodes.add(item.node);
    if (typeof item.pool === "string" && !existing.hasPool(item.pool) && POOL.test(item.pool)) unknown.pools.add(item.pool);
  }
  return unknown;
}

const POOL = /^[A-Za-z0-9][\w.:-]{0,119}$/;

/** Two digits at an offset, or -1. */
function twoDigits(text: string, offset: number): number {
  const tens = text.charCodeAt(offset) - 48;
  const ones = text.charCodeAt(offset + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

const ISO_SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** Seconds of 00:00 of a valid "YYYY-MM-DD", or NaN. */
function dayStart(text: string): number {
  const seconds = Date.parse(`${text}T00:00:00Z`) / 1000;
  // Date.parse rolls 30 February over in some engines; the round trip refuses it in all.
  return Number.isNaN(seconds) || new Date(seconds * 1000).toISOString().slice(0, 10) !== text ? Number.NaN : seconds;
}

/** RFC 3339 in UTC to whole epoch seconds (fractions truncated), caching the last day seen; NaN when malformed. */
function instantReader(): (value: unknown) => Instant {
  let knownDay = "";
  let knownStart = Number.NaN;
  return (value) => {
    if (typeof value !== "string" || value.length < 20 || value.length > 30) return Number.NaN;
    if (!(
      value.length === 20 &&
      value.startsWith(knownDay) &&
      knownDay !== "" &&
      value.charCodeAt(10) === 84 &&
      value.charCodeAt(13) === 58 &&
      value.charCodeAt(16) === 58 &&
      value.charCodeAt(19) === 90
    )) {
      if (!ISO_SHAPE.test(value)) return Number.NaN;
      const day = value.slice(0, 10);
      if (day !== knownDay) [knownDay, knownStart] = [day, dayStart(day)];
    }
    const hours = twoDigits(value, 11);
    const minutes = twoDigits(value, 14);
    const seconds = twoDigits(value, 17);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return Number.NaN;
    return knownStart + hours * 3600 + minutes * 60 + seconds;
  };
}

interface Repeat {
  everySeconds: number;
  count: number;
}
const ONCE: Repeat = { everySeconds: CADENCE_SECONDS, count: 1 };

function readRepeat(value: unknown): Repeat | null {
  if (value === undefined || value === null) return ONCE;
  if (typeof value !== "object" || !("everySeconds" in value) || !("count" in value)) return null;
  const { everySeconds, count } = value;
  if (typeof everySeconds !== "number" || !Number.isInteger(everySeconds) || everySeconds < CADENCE_SECONDS || everySeconds > LATE_SECONDS) return null;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > REPEAT_MAX) return null;
  return { everySeconds, count };
}

/** The properties that are read; everything else in an item is ignored. */
interface RawSignal {
  node?: unknown;
  pool?: unknown;
  source?: unknown;
  observedAt?: unknown;
  kind?: unknown;
  ok?: unknown;
  code?: unknown;
  value?: unknown;
  repeat?: unknown;
}

const isRaw = (item: unknown): item is RawSignal => typeof item === "object" && item !== null && !Array.isArray(item);

/**
 * Validates and groups one call's items. A repeat means exactly its single signals: those that are too late or in the
 * future are refused, the others accepted.
 * @param items the `signals` array as parsed from JSON.
 * @param now the instant of the call.
 */
export function groupSignals(items: readonly unknown[], now: Instant, existing: Existing): SignalGroups {
  const groups: SignalGroups = { nodes: new Map(), measured: new Map(), pools: new Map(), taken: 0, refused: [] };
  const readInstant = instantReader();
  const oldest = now - LATE_SECONDS;
  const newest = now + FUTURE_SECONDS;
  let expandable = EXPANDED_MAX;
  let index = 0;
  const refuse = (code: RefusalCode, count = 1) => groups.refused.push({ index, code, reason: REASONS[code], count });
  for (; index < items.length; index += 1) {
    const item = items[index];
    if (!isRaw(item)) {
      refuse("not_an_object");
      continue;
    }
    const source = ALL_SOURCES.get(item.source);
    const kind = KINDS.get(item.kind);
    const at = readInstant(item.observedAt);
    const wrong = firstWrong(item, source, kind, at, existing);
    const repeat = readRepeat(item.repeat);
    if (wrong || !repeat || !source || !kind) {
      refuse(wrong ?? "repeat_malformed", repeat?.count ?? 1);
      continue;
    }
    const { everySeconds, count } = repeat;
    const tooLate = Math.min(count, Math.max(0, Math.ceil((oldest - at) / everySeconds)));
    const inTime = Math.max(0, Math.min(count, Math.floor((newest - at) / everySeconds) + 1) - tooLate);
    if (tooLate > 0) refuse("too_late", tooLate);
    if (count - tooLate - inTime > 0) refuse("from_the_future", count - tooLate - inTime);
    if (inTime === 0) continue;

    const first = at + tooLate * everySeconds;
    if (kind === "throughput") {
      const node = item.node as string;
      listOf(groups.measured, node).push({ from: first, everySeconds, count: inTime });
      // Sufficient bandwidth never affects the state: of several samples in one span the lowest counts.
      if ((item.value as number) >= (existing.committedGbps(node) ?? 0)) {
        groups.taken += inTime;
        continue;
      }
    }
    const isRun = kind === "heartbeat" || kind === "probe";
    const joined = isRun && everySeconds === CADENCE_SECONDS;
    if (!joined && inTime > 1 && (expandable -= inTime) < 0) {
      refuse("repeat_too_many", inTime);
      continue;
    }
    groups.taken += inTime;
    const pieces = joined ? 1 : inTime;
    const length = joined ? (inTime - 1) * CADENCE_SECONDS : 0;
    for (let piece = 0; piece < pieces; piece += 1) {
      const from = first + piece * everySeconds;
      if (source === "collector") {
        if (item.ok === true) listOf(groups.pools, item.pool as string).push({ from, last: from + length, steady: true });
        continue;
      }
      const group = groupOf(groups.nodes, item.node as string);
      if (isRun) group.runs.push({ source, ok: item.ok === true, from, last: from + length, steady: true });
      else
        group.points.push({
          kind,
          at: from,
          ok: item.ok === true,
          code: kind === "xid" ? (item.code as number) : null,
          value: kind === "throughput" ? (item.value as number) : null,
        });
    }
  }
  return groups;
}

function firstWrong(
  item: RawSignal,
  source: Source | "collector" | undefined,
  kind: "heartbeat" | "probe" | PointKind | undefined,
  at: Instant,
  existing: Existing,
): RefusalCode | null {
  if (!source) return "source_unknown";
  if (!existing.maySpeakAs(source)) return "source_not_of_credential";
  if (source === "collector") {
    if (typeof item.pool !== "string" || !POOL.test(item.pool)) return "pool_malformed";
    if (!existing.hasPool(item.pool)) return "pool_unknown";
  } else if (typeof item.node !== "string" || !existing.hasNode(item.node)) return isId(item.node, "nod_") ? "node_unknown" : "node_malformed";
  if (!kind) return "kind_unknown";
  if (source === "agent" ? kind === "probe" : source === "collector" ? kind !== "heartbeat" : kind !== "probe" && kind !== "throughput")
    return "kind_not_of_source";
  if (Number.isNaN(at)) return "observed_at_malformed";
  if (kind === "xid") return typeof item.code === "number" && Number.isInteger(item.code) && item.code >= 1 && item.code <= 999 ? null : "code_malformed";
  if (kind === "throughput") return typeof item.value === "number" && Number.isFinite(item.value) && item.value >= 0 ? null : "value_malformed";
  if (kind === "reset" || kind === "replaced" || kind === "cleared") return null;
  return typeof item.ok === "boolean" ? null : "ok_missing";
}

function groupOf(nodes: Map<string, NodeSignals>, node: string): NodeSignals {
  let group = nodes.get(node);
  if (!group) nodes.set(node, (group = { runs: [], points: [] }));
  return group;
}

function listOf<T>(lists: Map<string, T[]>, id: string): T[] {
  let list = lists.get(id);
  if (!list) lists.set(id, (list = []));
  return list;
}
