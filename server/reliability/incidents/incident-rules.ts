// What becomes an incident, when it ends, and its title. Pure: intervals in, decisions and text out.
import { FATAL_XIDS, type StateInterval, type StateReason } from "@/lib/node-state";
import { type Instant, type Interval, intersect, mergeIntervals, overlaps, subtractIntervals } from "@/lib/period";
import { isUnreachable, SILENCE_SECONDS } from "@/server/signals";

/** Bad spells of a node closer together than this are one incident: it is reopened rather than reported again. */
export const REOPEN_SECONDS = 900;

/** Silence at the edges of a dark interval that is shorter than this belongs to it. */
const EDGE_SECONDS = 300;

const FOREVER: Instant = Number.MAX_SAFE_INTEGER;

/** A span that may be open-ended. */
export interface Span {
  start: Instant;
  end: Instant | null;
}

/** The share of a site's watched nodes that must be unreachable at once: four fifths. */
const DARK_FIFTHS = 4;
/** One or two silent nodes say nothing about a site. */
const MIN_DARK_NODES = 3;

/**
 * When a site was dark: at least four fifths of its watched nodes unreachable at once, for two minutes or more.
 * @param silences unreachable spans of all its watched nodes, in any order.
 * @param watched how many nodes are watched there.
 */
export function darkSpans(silences: readonly Span[], watched: number): Span[] {
  const needed = Math.max(MIN_DARK_NODES, Math.ceil((watched * DARK_FIFTHS) / 5));
  const edges = silences
    .flatMap(({ start, end }) => [
      { at: start, step: 1 },
      { at: end ?? FOREVER, step: -1 },
    ])
    // When one node returns in the same second another fails, there is no gap between the two spans.
    .sort((a, b) => a.at - b.at || b.step - a.step);
  const spans: Span[] = [];
  let silent = 0;
  let since: Instant | null = null;
  for (const { at, step } of edges) {
    silent += step;
    if (silent >= needed) since ??= at;
    else if (since !== null) {
      if (at - since >= SILENCE_SECONDS) spans.push({ start: since, end: at === FOREVER ? null : at });
      since = null;
    }
  }
  return spans;
}

/** A span in which a node affected its customer. */
export interface Spell extends Span {
  kind: "node_down" | "node_degraded";
  reason: StateReason;
  code: number | null;
}

/**
 * The bad spells of a node while it serves, joined when close together and named after the worst. Silence while the
 * whole site is dark belongs to the site's incident, not the node's.
 * @param rows the node's intervals in order.
 * @param served when it serves its customer.
 * @param dark when its site was dark; spans with a null end are open.
 */
export function spellsOf(rows: readonly StateInterval[], served: Interval, dark: readonly Span[], now: Instant): Spell[] {
  const darkness = dark.map(({ start, end }) => ({ start, end: end ?? FOREVER }));
  const spells: Spell[] = [];
  for (const row of rows) {
    if (row.state !== "down" && row.state !== "degraded") continue;
    const whole = intersect({ start: row.start, end: row.end ?? FOREVER }, served);
    if (!whole) continue;
    for (const piece of isUnreachable(row) ? withoutDarkness(whole, darkness, now) : [whole])
      put(spells, {
        ...piece,
        end: openEnd(piece.end, row, served),
        kind: row.state === "down" ? "node_down" : "node_degraded",
        reason: row.reason,
        code: row.code,
      });
  }
  return spells;
}

/** An open row ends its spell only where the service ends. */
const openEnd = (end: Instant, row: StateInterval, served: Interval): Instant | null => (row.end === null && end === served.end ? null : end);

function withoutDarkness(silence: Interval, darkness: readonly Interval[], now: Instant): Interval[] {
  const near = mergeIntervals(darkness.filter((dark) => overlaps(dark, silence)));
  if (near.length === 0) return [silence];
  return subtractIntervals([silence], near).filter((left) => Math.min(left.end, now) - left.start >= EDGE_SECONDS);
}

function put(spells: Spell[], spell: Spell): void {
  const last = spells.at(-1);
  if (!last || last.end === null || spell.start - last.end > REOPEN_SECONDS) {
    spells.push(spell);
    return;
  }
  last.end = spell.end;
  if (last.kind === "node_degraded" && spell.kind === "node_down") Object.assign(last, { kind: spell.kind, reason: spell.reason, code: spell.code });
}

/** The part of an incident that is compared with the node states. */
export interface KnownIncident extends Span {
  id: string;
  kind: string;
}

export type IncidentChange =
  | { kind: "open"; spell: Spell }
  /** It was resolved, and the node is bad again. */
  | { kind: "reopen"; id: string; spell: Spell }
  | { kind: "resolve"; id: string; at: Instant }
  /** It was degraded and is now down. */
  | { kind: "worsen"; id: string; spell: Spell }
  /** The whole site was unreachable: it is part of that incident. */
  | { kind: "merge"; id: string; into: string };

const touches = (a: Span, b: Span, within: number): boolean => a.start <= (b.end ?? FOREVER) + within && (a.end ?? FOREVER) + within >= b.start;

/**
 * The changes that make a serving node's incidents match its spells: each spell has one incident, which ends with it.
 * An incident without a spell becomes part of the site's when it overlaps a dark interval; one refuted by late signals
 * is resolved at its start.
 */
export function reconcile(spells: readonly Spell[], incidents: readonly KnownIncident[], dark: readonly KnownIncident[] = []): IncidentChange[] {
  const changes: IncidentChange[] = [];
  const left = new Set(incidents);
  for (const spell of spells) {
    const known = incidents.find((incident) => left.has(incident) && touches(incident, spell, REOPEN_SECONDS));
    if (!known) {
      changes.push({ kind: "open", spell });
      continue;
    }
    left.delete(known);
    if (known.kind === "node_degraded" && spell.kind === "node_down") changes.push({ kind: "worsen", id: known.id, spell });
    if (spell.end === null && known.end !== null) changes.push({ kind: "reopen", id: known.id, spell });
    if (spell.end !== null && known.end === null) changes.push({ kind: "resolve", id: known.id, at: spell.end });
  }
  for (const incident of left) {
    const of =
      incident.kind === "node_down" ? dark.find((darkness) => touches(incident, darkness, 0) && darkness.start - incident.start < EDGE_SECONDS) : undefined;
    if (of) changes.push({ kind: "merge", id: incident.id, into: of.id });
    else if (incident.end === null) changes.push({ kind: "resolve", id: incident.id, at: incident.start });
  }
  return changes;
}

// Text

const FAULTS: Partial<Record<StateReason, string>> = {
  silence: "stopped answering",
  probes_failed: "failed its probes",
  unannounced_work: "was taken out by work announced too late",
  throughput: "is below its committed bandwidth",
  throttled: "is slowed down by heat or power",
  ecc: "reports memory errors",
  link: "reports link errors",
};

/** `n11`: a node's number in its cluster. */
export const nodeName = (ordinal: number): string => `n${String(ordinal).padStart(2, "0")}`;

/** `XID 79, GPU fell off the bus`. */
const xidText = (code: number): string => `XID ${code}, ${FATAL_XIDS.get(code) ?? "GPU fault"}`;

export function nodeTitle(node: string, cluster: string, { reason, code }: Pick<Spell, "reason" | "code">): string {
  return `Node ${node} of ${cluster} ${reason === "xid" && code !== null ? `is down after ${xidText(code)}` : (FAULTS[reason] ?? "is not well")}`;
}

const CAUSES: Partial<Record<StateReason, string>> = {
  silence: "falling silent",
  probes_failed: "failing its probes",
  unannounced_work: "work announced too late",
  throughput: "falling below its bandwidth",
  throttled: "being slowed down",
  ecc: "memory errors",
  link: "link errors",
};

/** The title once a spare serves. */
export function replacedTitle(node: string, cluster: string, cause: { reason: string; code: number | null }): string {
  const why = cause.reason === "xid" && cause.code !== null ? `XID ${cause.code}` : (CAUSES[cause.reason as StateReason] ?? "a fault");
  return `Node ${node} of ${cluster} replaced after ${why}`;
}

export const darkTitle = (place: string): string => `${place} went dark`;

/** `4 min 40 s`, `2 h 5 min`, `3 d 4 h`: the two largest units. */
export function lasted(seconds: number): string {
  const units = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ] as const;
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return "0 s";
  let rest = seconds;
  return units
    .slice(first, first + 2)
    .flatMap(([name, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count > 0 ? [`${count} ${name}`] : [];
    })
    .join(" ");
}
