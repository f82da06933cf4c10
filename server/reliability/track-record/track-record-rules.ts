// A site's record as a customer would have experienced it (the figure beside each offer). A single node's failure
// counts until a spare would have served, which is promised within five minutes; a dark site counts in full, because
// its spares are dark too. Maintenance and unobserved time are left out.
import type { TideDay } from "@/lib/contracts/capacity";
import type { StateInterval } from "@/lib/node-state";
import { daysOf, type Instant, type Interval, intersect, intersectIntervals, lengthOf, mergeIntervals, SECONDS_PER_DAY, startOfDay } from "@/lib/period";
import { percentDown } from "../uptime/availability";

/** Until a spare serves in place of a failed node. */
const SERVED_AGAIN_SECONDS = 300;

/** The intervals of one watched node, in order; before the first one it was not watched. */
export type WatchedHistory = readonly StateInterval[];

export interface TrackRecord {
  /** Days of the period with any observation. */
  days: number;
  availabilityPercent: string | null;
  marks: TideDay[];
}

/** The part of an interval that a customer would have experienced. */
function feltOf(row: StateInterval, dark: readonly Interval[], until: Instant): Interval[] {
  if (row.state !== "down") return [];
  const whole = { start: row.start, end: row.end ?? until };
  if (whole.end <= whole.start) return [];
  const alone = intersect(whole, { start: whole.start, end: whole.start + SERVED_AGAIN_SECONDS });
  return mergeIntervals([...(alone ? [alone] : []), ...intersectIntervals([whole], dark)]);
}

/** Seconds by day of a period, summed over any number of intervals in constant time each. */
class DaySums {
  readonly #parts: number[];
  /** How many intervals cover whole days from here on, as a difference array. */
  readonly #steps: number[];

  constructor(
    readonly period: Interval,
    readonly days: number,
  ) {
    this.#parts = Array<number>(days).fill(0);
    this.#steps = Array<number>(days + 1).fill(0);
  }

  add(interval: Interval): void {
    const part = intersect(interval, this.period);
    if (!part) return;
    const origin = startOfDay(this.period.start);
    const first = Math.floor((part.start - origin) / SECONDS_PER_DAY);
    const last = Math.floor((part.end - 1 - origin) / SECONDS_PER_DAY);
    if (first === last) return this.#put(first, part.end - part.start);
    this.#put(first, origin + (first + 1) * SECONDS_PER_DAY - part.start);
    this.#put(last, part.end - origin - last * SECONDS_PER_DAY);
    this.#steps[first + 1] = (this.#steps[first + 1] ?? 0) + 1;
    this.#steps[last] = (this.#steps[last] ?? 0) - 1;
  }

  #put(day: number, seconds: number): void {
    this.#parts[day] = (this.#parts[day] ?? 0) + seconds;
  }

  byDay(): number[] {
    let covering = 0;
    return this.#parts.map((seconds, day) => seconds + (covering += this.#steps[day] ?? 0) * SECONDS_PER_DAY);
  }
}

const total = (seconds: readonly number[]): number => seconds.reduce((sum, each) => sum + each, 0);

/**
 * @param nodes histories of the site's watched nodes, as far as they overlap the period.
 * @param dark when the whole site was dark.
 * @param days the period's days; pass them when computing many records for one period.
 */
export function trackRecord(nodes: readonly WatchedHistory[], dark: readonly Interval[], period: Interval, days = daysOf(period)): TrackRecord {
  const sums = () => new DaySums(period, days.length);
  const [watched, maintenance, unknown, felt] = [sums(), sums(), sums(), sums()];
  for (const rows of nodes) {
    for (const row of rows) {
      const whole = { start: row.start, end: row.end ?? period.end };
      watched.add(whole);
      if (row.state === "maintenance") maintenance.add(whole);
      if (row.state === "unknown") unknown.add(whole);
      for (const part of feltOf(row, dark, period.end)) felt.add(part);
    }
  }
  const [seen, worked, unseen, lost] = [watched.byDay(), maintenance.byDay(), unknown.byDay(), felt.byDay()];
  const measured = total(seen) - total(worked) - total(unseen);
  return {
    days: seen.filter((seconds) => seconds > 0).length,
    availabilityPercent: percentDown(measured - total(lost), measured),
    marks: days.map(({ day, interval }, at) => {
      const [all, work, blind, down] = [seen[at] ?? 0, worked[at] ?? 0, unseen[at] ?? 0, lost[at] ?? 0];
      const state = all === 0 ? "none" : down > 0 ? "down" : work > 0 ? "maintenance" : blind * 2 > all ? "unknown" : "up";
      // Averaged over the watched nodes: what a cluster of the whole site would have lost.
      return { day, state, minutesLost: all === 0 ? 0 : Math.round(((down * lengthOf(interval)) / all / 60) * 100) / 100 };
    }),
  };
}
