import { type Instant, SECONDS_PER_DAY, SECONDS_PER_MINUTE, startOfDay } from "@/lib/period";

/**
 * The demo's story is relative to its *now*: the instant the demo was loaded for, which never changes afterwards.
 * Either a day (0 is the UTC day of now, negative is past) with a time of day in UTC, or minutes from now for events
 * that must be in progress at that moment.
 */
export type Moment = { day: number; at?: string } | { minutesFromNow: number };

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** Throws RangeError for a malformed time of day. */
export function instantOf(moment: Moment, now: Instant): Instant {
  if ("minutesFromNow" in moment) return now + moment.minutesFromNow * SECONDS_PER_MINUTE;
  const match = timeOfDay.exec(moment.at ?? "00:00");
  if (!match) throw new RangeError(`Not a time of day: ${moment.at}`);
  const [, hours, minutes, seconds] = match;
  return startOfDay(now) + moment.day * SECONDS_PER_DAY + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
}
