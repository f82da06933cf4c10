// What disturbs a simulated node, and when, from everything that affects it: its own faults, events at its site, the
// story, and whether it was serving, idle or under repair. Pure: history in, intervals out.
import { type Fault, faultsOf } from "@/prisma/seed/faults";
import { random } from "@/prisma/seed/random";
import { feels, type SiteEvent, siteEventsOf } from "@/prisma/seed/site-events";
import { type Instant, type Interval, SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "@/lib/period";

/** How it shows in the signals; see signals.ts. */
export type Effect = "silent" | "probe_failing" | "xid" | "throttled" | "link" | "throughput";

export interface Disturbance extends Interval {
  effect: Effect;
  /** For `xid`. */
  xid: number | null;
  /** For `throughput`: the rate that gets through, Gb/s. */
  gbps: number | null;
}

/** One node and its history so far. */
export interface NodeHistory {
  nodeId: string;
  poolId: string;
  siteId: string;
  committedGbps: number;
  /** It sends nothing before. */
  reportsFrom: Instant;
  /** When it served a cluster or was being delivered; the last interval may be open. */
  service: Interval[];
  /** When it was taken for repair. */
  repairs: Instant[];
  storyFaults: Fault[];
}

/** An idle node that fails is reset, or another is watched instead, as fast as a spare takes over. */
const IDLE_FAULT_SECONDS = 280;
const IDLE_DEGRADED_SECONDS = 1_060;

/** From the decision until somebody pulls the node out. */
const PULLED_AFTER_SECONDS = 300;

/** Faults and site events derive from ids alone, so they are computed for this span at a time and cached. */
const FORESEEN_SECONDS = 120 * SECONDS_PER_DAY;

interface Foreseen<T> {
  from: Instant;
  until: Instant;
  events: T[];
}

/** Caches what `all` finds for a name up to the demo's now, and extends it for later times. */
function foresight<T>(
  all: (name: string, from: Instant, until: Instant, anchor: Instant) => T[],
): (name: string, from: Instant, until: Instant, anchor: Instant) => readonly T[] {
  const kept = new Map<string, Foreseen<T>>();
  let keptFor: Instant | null = null;
  return (name, from, until, anchor) => {
    if (keptFor !== anchor) kept.clear();
    keptFor = anchor;
    const known = kept.get(name);
    if (known && known.from <= from && known.until >= until) return known.events;
    const foreseen = { from, until: until + FORESEEN_SECONDS, events: all(name, from, until + FORESEEN_SECONDS, anchor) };
    kept.set(name, foreseen);
    return foreseen.events;
  };
}

const ownFaults = foresight<Fault>(faultsOf);
const eventsAtSite = foresight<SiteEvent>(siteEventsOf);

/** A fault this shortly before a repair is its cause. */
const SAME_MATTER_SECONDS = 30 * SECONDS_PER_MINUTE;

function effectOf(fault: Fault, committedGbps: number, told: boolean): Omit<Disturbance, keyof Interval> {
  const none = { xid: null, gbps: null };
  switch (fault.behaviour) {
    case "silent":
      return { effect: "silent", ...none };
    case "probe_failing":
      return { effect: "probe_failing", ...none };
    case "xid_fatal":
      return { effect: "xid", xid: fault.xid, gbps: null };
    case "degraded":
      // A fan throttles the GPUs, a cable shows as link errors; the story's faults affect only throughput.
      if (fault.category === "fan") return { effect: "throttled", ...none };
      if (fault.category === "cable" && !told) return { effect: "link", ...none };
      return { effect: "throughput", xid: null, gbps: gbpsOf(committedGbps, fault.throughputPercent) };
  }
}

const gbpsOf = (committedGbps: number, percent: number | null): number => Math.round(committedGbps * (percent ?? 100)) / 100;

const contains = ({ start, end }: Interval, at: Instant): boolean => start <= at && at < end;

/** How long a repair takes for a fault without an end of its own: a few hours to some days, by node and day. */
function workshopSeconds(nodeId: string, openedAt: Instant, anchor: Instant): number {
  const hours = random(`workshop/${nodeId}/${Math.floor((openedAt - anchor) / SECONDS_PER_HOUR)}`).exponential(22);
  return Math.round((3 + Math.min(hours, 120)) * SECONDS_PER_HOUR);
}

/**
 * Everything that disturbs the node within [from, until), ordered by start. `anchor` is the demo's now. A node that
 * fails while serving is down until it is repaired; an idle one is fixed at once.
 */
export function disturbancesOf(node: NodeHistory, from: Instant, until: Instant, anchor: Instant): Disturbance[] {
  const touches = ({ start, end }: Interval): boolean => start < until && end > from - SAME_MATTER_SECONDS;
  const own = ownFaults(node.nodeId, from - SAME_MATTER_SECONDS, until, anchor).filter(touches);
  const faults = own.map((fault) => (node.service.some((served) => contains(served, fault.start)) ? fault : shortened(fault)));
  const shown =
    (told: boolean) =>
    (fault: Fault): Disturbance => ({ start: fault.start, end: fault.end, ...effectOf(fault, node.committedGbps, told) });
  const found = [...faults.map(shown(false)), ...node.storyFaults.map(shown(true))];
  for (const openedAt of node.repairs) takeOut(found, node, openedAt, anchor);
  for (const event of eventsAtSite(node.siteId, from, until, anchor)) {
    if (!touches(event) || !feels(event, node.nodeId)) continue;
    const gbps = event.throughputPercent === null ? null : gbpsOf(node.committedGbps, event.throughputPercent);
    found.push({ start: event.start, end: event.end, effect: gbps === null ? "silent" : "throughput", xid: null, gbps });
  }
  return found.filter(({ start, end }) => start < until && end > from).sort((a, b) => a.start - b.start || a.end - b.end);
}

function shortened(fault: Fault): Fault {
  const most = fault.behaviour === "degraded" ? IDLE_DEGRADED_SECONDS : IDLE_FAULT_SECONDS;
  return { ...fault, end: Math.min(fault.end, fault.start + most) };
}

/**
 * A node under repair. One that is already down keeps failing until its fault ends. One that was only slow, or failed a
 * test before delivery, is switched off and returns when it is done.
 */
function takeOut(found: Disturbance[], { nodeId }: NodeHistory, openedAt: Instant, anchor: Instant): void {
  const pulledAt = openedAt + PULLED_AFTER_SECONDS;
  const about = found.filter((one) => one.start <= openedAt && one.end > openedAt - SAME_MATTER_SECONDS);
  const isDown = ({ effect, end }: Disturbance): boolean => (effect === "silent" || effect === "probe_failing" || effect === "xid") && end > pulledAt;
  if (about.some(isDown)) return;
  const back = Math.max(pulledAt + workshopSeconds(nodeId, openedAt, anchor), ...about.map((one) => one.end));
  for (const one of about) one.end = Math.min(one.end, pulledAt);
  found.push({ start: pulledAt, end: back, effect: "silent", xid: null, gbps: null });
}
