// A site's record as a customer would have felt it (the figure beside each offer). A single node's failure is felt until
// a spare would have served, which is promised within five minutes; the darkness of a whole site is felt in full, for a
// spare stands in the same dark. Maintenance, and what nobody watched, is left out.
import type { TideDay } from "@/lib/contracts/capacity";
import type { StateInterval } from "@/lib/node-state";
import { daysOf, type Instant, type Interval, intersect, intersectIntervals, lengthOf, mergeIntervals } from "@/lib/period";
import { percentDown } from "./availability";

/** Until a spare serves in a failed node's place. */
const SERVED_AGAIN_SECONDS = 300;

/** The intervals of one watched node, in order; before the first nobody watched it. */
export type WatchedHistory = readonly StateInterval[];

export interface TrackRecord {
  /** Days of the period in which anything was watched. */
  days: number;
  availabilityPercent: string | null;
  marks: TideDay[];
}

/** What of an interval a customer would have felt. */
function feltOf(row: StateInterval, dark: readonly Interval[], until: Instant): Interval[] {
  if (row.state !== "down") return [];
  const whole = { start: row.start, end: row.end ?? until };
  if (whole.end <= whole.start) return [];
  const alone = intersect(whole, { start: whole.start, end: whole.start + SERVED_AGAIN_SECONDS });
  return mergeIntervals([...(alone ? [alone] : []), ...intersectIntervals([whole], dark)]);
}

/**
 * @param nodes histories of the site's watched nodes, as far as they touch the period.
 * @param dark when the whole site was dark.
 */
export function trackRecord(nodes: readonly WatchedHistory[], dark: readonly Interval[], period: Interval): TrackRecord {
  const days = daysOf(period);
  const cut = (interval: Interval) => (day: Interval) => { const part = intersect(interval, day); return part ? lengthOf(part) : 0; };
  const sums = days.map(() => ({ watched: 0, left: 0, felt: 0, worked: 0 }));
  const add = (interval: Interval, to: "watched" | "left" | "felt" | "worked") => {
    const seconds = cut(interval);
    const first = days.findIndex((day) => day.interval.end > interval.start);
    for (let at = Math.max(0, first); at < days.length && first >= 0; at += 1) {
      const [day, sum] = [days[at], sums[at]];
      if (!day || !sum || day.interval.start >= interval.end) break;
      sum[to] += seconds(day.interval);
    }
  };
  for (const rows of nodes) {
    for (const row of rows) {
      const whole = intersect({ start: row.start, end: row.end ?? period.end }, period);
      if (!whole) continue;
      add(whole, "watched");
      if (row.state === "maintenance" || row.state === "unknown") add(whole, "left");
      if (row.state === "maintenance") add(whole, "worked");
      for (const felt of feltOf(row, dark, period.end)) add(felt, "felt");
    }
  }
  const total = (of: "watched" | "left" | "felt") => sums.reduce((sum, day) => sum + day[of], 0);
  const measured = total("watched") - total("left");
  return {
    days: sums.filter((day) => day.watched > 0).length,
    availabilityPercent: percentDown(measured - total("felt"), measured),
    marks: days.map(({ day, interval }, at) => {
      const { watched, left, felt, worked } = sums[at] ?? { watched: 0, left: 0, felt: 0, worked: 0 };
      const state = watched === 0 ? "none" : felt > 0 ? "down" : worked > 0 ? "maintenance" : left * 2 > watched ? "unknown" : "up";
      // Averaged over the nodes that were watched: what a cluster of the whole site would have lost.
      return { day, state, minutesLost: watched === 0 ? 0 : Math.round(((felt * lengthOf(interval)) / watched / 60) * 100) / 100 };
    }),
  };
}
