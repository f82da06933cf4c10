import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Interval,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  addCalendarMonths,
  addMonths,
  ceilToHour,
  clip,
  containsInstant,
  containsInterval,
  dayOf,
  daysOf,
  floorToHour,
  formatInstant,
  intersect,
  intersectIntervals,
  interval,
  isHourAligned,
  isMonth,
  lengthOf,
  mergeIntervals,
  monthInterval,
  monthOf,
  monthsOf,
  overlaps,
  parseInstant,
  startOfDay,
  subtractIntervals,
  toDate,
  toInstant,
  totalLength,
} from "./period";

// A small range, so that intervals often touch, nest and coincide.
const SMALL = 40;
const small = fc
  .tuple(fc.integer({ min: 0, max: SMALL }), fc.integer({ min: 0, max: SMALL }))
  .map(([a, b]): Interval => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const smalls = fc.array(small, { maxLength: 8 });
const instant = fc.integer({ min: Date.UTC(1999, 0) / 1000, max: Date.UTC(2101, 0) / 1000 });
const seconds = Array.from({ length: SMALL + 1 }, (_, second) => second);
const covers = (list: readonly Interval[], second: number) => list.some((value) => containsInstant(value, second));
const isCanonical = (list: readonly Interval[]) =>
  list.every((value, index) => lengthOf(value) > 0 && (index === 0 || (list[index - 1]?.end ?? 0) < value.start));

describe("set operations on intervals agree with those on their seconds", () => {
  it("union", () => {
    fc.assert(
      fc.property(smalls, (list) => {
        const merged = mergeIntervals(list);
        for (const second of seconds) expect(covers(merged, second)).toBe(covers(list, second));
        expect(isCanonical(merged)).toBe(true);
        expect(totalLength(merged)).toBe(seconds.filter((second) => covers(list, second)).length);
      }),
    );
  });

  it("difference", () => {
    fc.assert(
      fc.property(smalls, smalls, (list, cuts) => {
        const left = subtractIntervals(list, cuts);
        for (const second of seconds) expect(covers(left, second)).toBe(covers(list, second) && !covers(cuts, second));
        expect(left.every((value) => lengthOf(value) > 0)).toBe(true);
      }),
    );
  });

  it("intersection", () => {
    fc.assert(
      fc.property(smalls, smalls, (a, b) => {
        const both = intersectIntervals(a, b);
        for (const second of seconds) expect(covers(both, second)).toBe(covers(a, second) && covers(b, second));
      }),
    );
    fc.assert(
      fc.property(small, small, (a, b) => {
        const shared = intersect(a, b);
        expect(shared !== null).toBe(overlaps(a, b));
        if (shared) expect(containsInterval(a, shared) && containsInterval(b, shared)).toBe(true);
        expect(clip([a], b)).toEqual(shared ? [shared] : []);
      }),
    );
  });

  it("leave their input unchanged", () => {
    fc.assert(
      fc.property(smalls, smalls, (a, b) => {
        const [copyA, copyB] = [structuredClone(a), structuredClone(b)];
        mergeIntervals(a);
        subtractIntervals(a, b);
        expect([a, b]).toEqual([copyA, copyB]);
      }),
    );
  });
});

describe("half-open intervals", () => {
  it("touch without sharing a second", () => {
    expect(overlaps({ start: 0, end: 5 }, { start: 5, end: 9 })).toBe(false);
    expect(mergeIntervals([interval(0, 5), interval(5, 9)])).toEqual([{ start: 0, end: 9 }]);
    expect(containsInstant({ start: 0, end: 5 }, 5)).toBe(false);
  });

  it("are refused when backwards or fractional", () => {
    expect(() => interval(5, 4)).toThrow(RangeError);
    expect(() => interval(0.5, 4)).toThrow(RangeError);
    expect(interval(4, 4)).toEqual({ start: 4, end: 4 });
  });
});

describe("months", () => {
  it("cover time without gap or overlap", () => {
    fc.assert(
      fc.property(instant, (at) => {
        const month = monthOf(at);
        expect(containsInstant(monthInterval(month), at)).toBe(true);
        expect(monthInterval(month).end).toBe(monthInterval(addMonths(month, 1)).start);
        expect(monthOf(monthInterval(month).end)).toBe(addMonths(month, 1));
      }),
    );
  });

  it("can be added and subtracted", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -500, max: 500 }), (at, count) => {
        const month = monthOf(at);
        expect(addMonths(addMonths(month, count), -count)).toBe(month);
      }),
    );
    expect(addMonths("2026-11", 2)).toBe("2027-01");
    expect(addMonths("2026-01", -1)).toBe("2025-12");
  });

  it("know leap years", () => {
    expect(lengthOf(monthInterval("2028-02"))).toBe(29 * SECONDS_PER_DAY);
    expect(lengthOf(monthInterval("2100-02"))).toBe(28 * SECONDS_PER_DAY);
  });

  it("divide an interval without losing a second", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 400 * SECONDS_PER_DAY }), (start, length) => {
        const window = { start, end: start + length };
        const parts = monthsOf(window).flatMap((month) => clip([window], monthInterval(month)));
        expect(totalLength(parts)).toBe(length);
        expect(mergeIntervals(parts)).toEqual(length === 0 ? [] : [window]);
        const days = daysOf(window);
        expect(totalLength(days.map((day) => day.interval))).toBe(length);
        for (const day of days) expect(dayOf(day.interval.end - 1)).toBe(day.day);
      }),
    );
  });

  it("reject malformed text", () => {
    for (const text of ["2026-13", "2026-00", "2026-1", "26-11", "2026-11-01"]) {
      expect(isMonth(text)).toBe(false);
      expect(() => monthInterval(text)).toThrow(RangeError);
    }
  });
});

describe("adding calendar months to an instant", () => {
  it("keeps day and time, or takes the last day of a shorter month", () => {
    const later = (text: string, count: number) => formatInstant(addCalendarMonths(parseInstant(text), count));
    expect(later("2026-11-24T09:30:00Z", 1)).toBe("2026-12-24T09:30:00Z");
    expect(later("2027-01-31T09:30:00Z", 1)).toBe("2027-02-28T09:30:00Z");
    expect(later("2027-01-29T00:00:00Z", 1)).toBe("2027-02-28T00:00:00Z");
    expect(later("2028-01-31T00:00:00Z", 1)).toBe("2028-02-29T00:00:00Z");
    expect(later("2028-02-29T23:00:00Z", 36)).toBe("2031-02-28T23:00:00Z");
  });

  it("lands in the named month", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 60 }), (at, count) => {
        const later = addCalendarMonths(at, count);
        expect(monthOf(later)).toBe(addMonths(monthOf(at), count));
        expect(later % SECONDS_PER_DAY).toBe(at % SECONDS_PER_DAY);
      }),
    );
  });
});

describe("hours, days and text", () => {
  it("round to the hour around an instant", () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(floorToHour(at) <= at && at <= ceilToHour(at)).toBe(true);
        expect(ceilToHour(at) - floorToHour(at)).toBe(isHourAligned(at) ? 0 : SECONDS_PER_HOUR);
        expect(at - startOfDay(at) < SECONDS_PER_DAY).toBe(true);
      }),
    );
  });

  it("read back what they write", () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(parseInstant(formatInstant(at))).toBe(at);
        expect(toInstant(toDate(at))).toBe(at);
      }),
    );
    expect(toInstant(new Date("2026-11-22T12:00:00.900Z"))).toBe(parseInstant("2026-11-22T12:00:00Z"));
  });

  it("accept only instants in UTC", () => {
    for (const text of ["2026-11-22", "2026-11-22T12:00:00", "2026-11-22T12:00:00+01:00", "2026-13-22T12:00:00Z"]) {
      expect(() => parseInstant(text)).toThrow(RangeError);
    }
  });
});
