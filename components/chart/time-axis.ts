// Time axes in UTC: positions and labels of ticks.
import { formatInstant } from "../format/text";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
] as const;

export type TimeTick = { at: number; share: number; label: string };

/** At most `most` ticks on round instants. Epoch seconds; `share` is 0 to 1 along the range. */
export function timeTicks(start: number, end: number, most = 9): TimeTick[] {
  const span = end - start;
  if (span <= 0) return [];
  const step = STEPS.find((candidate) => span / candidate <= most) ?? Math.ceil(span / most / DAY) * DAY;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil(start / step) * step; at <= end; at += step) {
    const share = (at - start) / span;
    if (share < 0.015 || share > 0.985) continue;
    const iso = new Date(at * 1000).toISOString();
    ticks.push({ at, share, label: formatInstant(iso, step >= DAY ? "day" : "time") });
  }
  return ticks;
}

export const epochOf = (at: string): number => Math.floor(new Date(at).getTime() / 1000);
