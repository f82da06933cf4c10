/**
 * Instants, half-open intervals and UTC calendar months.
 *
 * An instant is a whole number of seconds since 1970-01-01T00:00:00Z. An interval holds `start` and every second up to
 * but not including `end`, so neighbours touch without sharing a second and lengths add up. Everything is UTC, because
 * months close in UTC (docs/sla-and-billing.md, Invoices); time zones and daylight saving do not exist here.
 *
 * Errors: RangeError for instants that are not whole numbers, ends before starts and malformed text.
 */

export type Instant = number;

export type Interval = { start: Instant; end: Instant };

/** A UTC calendar month, `"2026-11"`. */
export type Month = string;

export const SECONDS_PER_MINUTE = 60;
export const SECONDS_PER_HOUR = 3_600;
export const SECONDS_PER_DAY = 86_400;

// Conversions

function requireInstant(value: number): Instant {
  if (!Number.isSafeInteger(value)) throw new RangeError(`an instant is a whole number of seconds, got ${value}`);
  return value;
}

/** Date → instant. Milliseconds are truncated: an event at 12:00:00.900 lies in the second 12:00:00. */
export function toInstant(date: Date): Instant {
  return requireInstant(Math.floor(date.getTime() / 1000));
}

export function toDate(instant: Instant): Date {
  return new Date(requireInstant(instant) * 1000);
}

const RFC_3339_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

/** `"2026-11-22T14:00:00Z"` → instant. Only RFC 3339 with Z, as in the contracts. */
export function parseInstant(text: string): Instant {
  const milliseconds = RFC_3339_UTC.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an RFC 3339 instant in UTC: ${JSON.stringify(text)}`);
  return Math.floor(milliseconds / 1000);
}

/** Instant → `"2026-11-22T14:00:00Z"`, without milliseconds. */
export function formatInstant(instant: Instant): string {
  return `${toDate(instant).toISOString().slice(0, 19)}Z`;
}

// Intervals

/** Checked constructor. An empty interval (start = end) is allowed and has length 0. */
export function interval(start: Instant, end: Instant): Interval {
  if (requireInstant(end) < requireInstant(start)) throw new RangeError(`interval ends before it starts: ${start}..${end}`);
  return { start, end };
}

export function lengthOf(value: Interval): number {
  return value.end - value.start;
}

/** Sum of the lengths as given: overlapping seconds count twice, so merge first if they should not. */
export function totalLength(values: readonly Interval[]): number {
  return values.reduce((seconds, value) => seconds + lengthOf(value), 0);
}

export function containsInstant(value: Interval, instant: Instant): boolean {
  return value.start <= instant && instant < value.end;
}

/** True when every second of `inner` lies in `outer`; an empty inner is contained when it lies within the bounds. */
export function containsInterval(outer: Interval, inner: Interval): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the two share at least one second; touching is not overlapping. */
export function overlaps(a: Interval, b: Interval): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}

/** The seconds in both, or null when there are none. */
export function intersect(a: Interval, b: Interval): Interval | null {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.end, b.end);
  return start < end ? { start, end } : null;
}

/** Each interval clipped to the window, dropping those outside. The input's order and overlaps are kept. */
export function clip(values: readonly Interval[], window: Interval): Interval[] {
  return values.flatMap((value) => intersect(value, window) ?? []);
}

/** Union: sorted, disjoint, touching intervals joined, empty ones dropped. */
export function mergeIntervals(values: readonly Interval[]): Interval[] {
  const sorted = values.filter((value) => lengthOf(value) > 0).sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: Interval[] = [];
  for (const value of sorted) {
    const last = merged.at(-1);
    if (last && value.start <= last.end) last.end = Math.max(last.end, value.end);
    else merged.push({ start: value.start, end: value.end });
  }
  return merged;
}

/** Seconds of `values` that are in no interval of `cuts`; sorted and disjoint. */
export function subtractIntervals(values: readonly Interval[], cuts: readonly Interval[]): Interval[] {
  const holes = mergeIntervals(cuts);
  const left: Interval[] = [];
  let first = 0;
  for (const value of mergeIntervals(values)) {
    let start = value.start;
    // Both lists are sorted and disjoint, so cuts that ended before this interval can be skipped for good.
    while (first < holes.length && (holes[first]?.end ?? 0) <= value.start) first += 1;
    for (let index = first; index < holes.length; index += 1) {
      const hole = holes[index];
      if (!hole || hole.start >= value.end) break;
      if (hole.start > start) left.push({ start, end: hole.start });
      start = hole.end;
    }
    if (start < value.end) left.push({ start, end: value.end });
  }
  return left;
}

/** Seconds that are in both lists; sorted and disjoint. */
export function intersectIntervals(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const left = mergeIntervals(a);
  return subtractIntervals(left, subtractIntervals(left, b));
}

// Hours

export function isHourAligned(instant: Instant): boolean {
  return instant % SECONDS_PER_HOUR === 0;
}

export function floorToHour(instant: Instant): Instant {
  return Math.floor(instant / SECONDS_PER_HOUR) * SECONDS_PER_HOUR;
}

export function ceilToHour(instant: Instant): Instant {
  return Math.ceil(instant / SECONDS_PER_HOUR) * SECONDS_PER_HOUR;
}

// Months and days

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

function monthIndex(month: Month): number {
  const match = MONTH.exec(month);
  if (!match) throw new RangeError(`not a month: ${JSON.stringify(month)}, expected YYYY-MM`);
  return Number(match[1]) * 12 + Number(match[2]) - 1;
}

function monthFromIndex(index: number): Month {
  const year = Math.floor(index / 12);
  return `${String(year).padStart(4, "0")}-${String(index - year * 12 + 1).padStart(2, "0")}`;
}

function startOfMonth(index: number): Instant {
  const year = Math.floor(index / 12);
  return Date.UTC(year, index - year * 12, 1) / 1000;
}

export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** The UTC month an instant lies in. */
export function monthOf(instant: Instant): Month {
  return toDate(instant).toISOString().slice(0, 7);
}

export function monthInterval(month: Month): Interval {
  const index = monthIndex(month);
  return { start: startOfMonth(index), end: startOfMonth(index + 1) };
}

/** `addMonths("2026-11", 2)` is `"2027-01"`; negative counts go back. */
export function addMonths(month: Month, count: number): Month {
  return monthFromIndex(monthIndex(month) + count);
}

/** Every month that shares a second with the interval, in order. */
export function monthsOf(value: Interval): Month[] {
  if (lengthOf(value) <= 0) return [];
  const first = monthIndex(monthOf(value.start));
  const last = monthIndex(monthOf(value.end - 1));
  return Array.from({ length: last - first + 1 }, (_, offset) => monthFromIndex(first + offset));
}

/**
 * The same day and time of day, `count` months later. A day the target month lacks becomes its last day (31 January + 1
 * month is 28 or 29 February).
 */
export function addCalendarMonths(instant: Instant, count: number): Instant {
  const target = monthInterval(addMonths(monthOf(instant), count));
  const intoMonth = instant - monthInterval(monthOf(instant)).start;
  const lastDay = target.end - SECONDS_PER_DAY;
  const wanted = target.start + intoMonth;
  return wanted < target.end ? wanted : lastDay + (intoMonth % SECONDS_PER_DAY);
}

export function startOfDay(instant: Instant): Instant {
  return Math.floor(instant / SECONDS_PER_DAY) * SECONDS_PER_DAY;
}

/** The UTC day an instant lies in, `"2026-11-22"`. */
export function dayOf(instant: Instant): string {
  return toDate(instant).toISOString().slice(0, 10);
}

/** The UTC days an interval touches, each clipped to the interval, so their lengths add up to the interval's. */
export function daysOf(value: Interval): { day: string; interval: Interval }[] {
  const days: { day: string; interval: Interval }[] = [];
  for (let start = value.start; start < value.end;) {
    const end = Math.min(startOfDay(start) + SECONDS_PER_DAY, value.end);
    days.push({ day: dayOf(start), interval: { start, end } });
    start = end;
  }
  return days;
}
