import { type Instant, SECONDS_PER_DAY, SECONDS_PER_MINUTE, startOfDay } from "@/lib/period";
import { HISTORY_DAYS } from "./faults";
import { instantOf, type Moment } from "./moments";
import { fractionOf, random } from "./random";

/** Events that hit a whole site at once. */
export interface SiteEvent {
  siteId: string;
  /**
   * `dark`: every node falls silent, for longer than a power feed takes to switch over. `feed_loss`: the same for
   * minutes. `carrier_loss`: some nodes get less than their committed throughput.
   */
  kind: "dark" | "feed_loss" | "carrier_loss";
  start: Instant;
  end: Instant;
  /** Share of the site's nodes affected, 0 to 1. */
  nodeShare: number;
  /** Percent of the committed throughput that remains; null unless a carrier was lost. */
  throughputPercent: number | null;
}

interface ScriptedSiteEvent {
  siteId: string;
  kind: SiteEvent["kind"];
  start: Moment;
  minutes: number;
  nodeShare?: number;
  throughputPercent?: number;
}

/** The events in the demo's story; all others are random. */
const scriptedSiteEvents: readonly ScriptedSiteEvent[] = [
  { siteId: "no-oslo-1a", kind: "dark", start: { day: -39, at: "03:12" }, minutes: 46 },
  { siteId: "sg-singapore-1a", kind: "feed_loss", start: { day: -20, at: "16:45" }, minutes: 7 },
  { siteId: "cl-santiago-1a", kind: "dark", start: { day: -71, at: "08:20" }, minutes: 22 },
  { siteId: "us-ashburn-1a", kind: "feed_loss", start: { day: -203, at: "19:04" }, minutes: 6 },
  { siteId: "kr-seoul-1a", kind: "feed_loss", start: { day: -318, at: "04:31" }, minutes: 5 },
  { siteId: "ng-lagos-1a", kind: "dark", start: { minutesFromNow: -912 }, minutes: 1_120 },
  { siteId: "nl-amsterdam-1a", kind: "carrier_loss", start: { minutesFromNow: -51 }, minutes: 128, nodeShare: 0.08, throughputPercent: 61 },
  { siteId: "nl-amsterdam-1a", kind: "carrier_loss", start: { day: -7, at: "07:20" }, minutes: 40, nodeShare: 0.08, throughputPercent: 72 },
];

const DAYS_BETWEEN_FEED_LOSSES = 500;
const DAYS_BETWEEN_CARRIER_LOSSES = 180;

/** The events of one site that overlap [from, until), oldest first. `now` as in `faultsOf`. */
export function siteEventsOf(siteId: string, from: Instant, until: Instant, now: Instant): SiteEvent[] {
  const scripted = scriptedSiteEvents
    .filter((event) => event.siteId === siteId)
    .map((event): SiteEvent => {
      const start = instantOf(event.start, now);
      return {
        siteId,
        kind: event.kind,
        start,
        end: start + event.minutes * SECONDS_PER_MINUTE,
        nodeShare: event.nodeShare ?? 1,
        throughputPercent: event.throughputPercent ?? null,
      };
    });
  return [
    ...scripted,
    ...chance(siteId, "feed_loss", DAYS_BETWEEN_FEED_LOSSES, until, now),
    ...chance(siteId, "carrier_loss", DAYS_BETWEEN_CARRIER_LOSSES, until, now),
  ]
    .filter((event) => event.start < until && event.end > from)
    .sort((a, b) => a.start - b.start || a.kind.localeCompare(b.kind));
}

function chance(siteId: string, kind: "feed_loss" | "carrier_loss", daysBetween: number, until: Instant, now: Instant): SiteEvent[] {
  const draw = random(`${kind}/${siteId}`);
  const events: SiteEvent[] = [];
  let at = startOfDay(now) - HISTORY_DAYS * SECONDS_PER_DAY;
  for (;;) {
    const start = at + Math.round(draw.exponential(daysBetween) * SECONDS_PER_DAY);
    const minutes = kind === "feed_loss" ? draw.integer(2, 9) : draw.integer(8, 40);
    const share = draw.integer(5, 30) / 100;
    const throughputPercent = draw.integer(50, 90);
    if (start >= until) return events;
    const end = start + minutes * SECONDS_PER_MINUTE;
    events.push({
      siteId,
      kind,
      start,
      end,
      nodeShare: kind === "feed_loss" ? 1 : share,
      throughputPercent: kind === "feed_loss" ? null : throughputPercent,
    });
    at = end;
  }
}

/** Whether the event affects a node of the site: the same nodes every time, whatever the load date. */
export function feels(event: SiteEvent, nodeId: string): boolean {
  return fractionOf(`${event.kind}/${event.end - event.start}/${event.throughputPercent}/${nodeId}`) < event.nodeShare;
}
