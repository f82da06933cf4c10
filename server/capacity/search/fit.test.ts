import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthInterval, SECONDS_PER_HOUR } from "@/lib/period";
import { feasibleStarts, fewestFree, firstFeasibleStart, fits, slidingMinimum } from "./fit";
import { CapacitySnapshot } from "./snapshot";

const freeArb = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 }).map((hours) => Int16Array.from(hours));

describe("fitting into hourly counts", () => {
  it("agrees with checking every window", () => {
    fc.assert(
      fc.property(freeArb, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 9 }), (free, hours, nodes) => {
        const windows = Array.from({ length: Math.max(0, free.length - hours + 1) }, (_, start) => Math.min(...free.subarray(start, start + hours)));
        const starts = windows.flatMap((fewest, start) => (fewest >= nodes ? [start] : []));
        expect([...slidingMinimum(free, hours)]).toEqual(windows);
        expect(feasibleStarts(free, nodes, hours)).toEqual(starts);
        expect(firstFeasibleStart(free, nodes, hours)).toBe(starts[0] ?? null);
        windows.forEach((fewest, start) => {
          expect(fewestFree(free, start, start + hours)).toBe(fewest);
          expect(fits(free, nodes, start, start + hours)).toBe(fewest >= nodes);
        });
      }),
    );
  });
  it("rejects empty and out-of-range windows", () => {
    expect(() => slidingMinimum(new Int16Array(3), 0)).toThrow(RangeError);
    expect(() => fewestFree(new Int16Array(3), 1, 4)).toThrow(RangeError);
    expect(() => fewestFree(new Int16Array(3), 2, 2)).toThrow(RangeError);
  });
});

describe("the search snapshot", () => {
  const november = monthInterval("2026-11");
  const hour = (count: number) => november.start + count * SECONDS_PER_HOUR;
  const snapshot = () => {
    const made = new CapacitySnapshot({ start: hour(100), end: hour(1_000) });
    made.addPool("oslo", 8);
    made.addPool("seoul", 4);
    return made;
  };

  it("takes the months it is given, and treats the others as free", () => {
    const made = snapshot();
    made.setMonth(
      "oslo",
      202611,
      Array.from({ length: 720 }, (_, index) => (index === 120 ? 3 : 7)),
    );
    made.setMonth(
      "oslo",
      202612,
      Array.from({ length: 744 }, () => 5),
    );
    made.setMonth("nowhere", 202611, [1]);
    expect([...(made.search({ start: hour(121), end: hour(720) }, 4) ?? [])]).toEqual([
      ["oslo", 7],
      ["seoul", 4],
    ]);
    expect([...(made.search({ start: hour(100), end: hour(130) }, 4) ?? [])]).toEqual([["seoul", 4]]);
    expect(made.freeNodes("oslo", { start: hour(700), end: hour(1_000) })).toBe(5);
    expect(made.search({ start: hour(99), end: hour(101) }, 1)).toBeNull();
    expect(made.freeNodes("nowhere", { start: hour(100), end: hour(101) })).toBeNull();
    expect(made.firstStart("oslo", { hours: 10, earliestStart: hour(111), latestStart: hour(140) }, 4)).toBe(hour(121));
    expect(made.firstStart("oslo", { hours: 10, earliestStart: hour(111), latestStart: hour(120) }, 4)).toBeNull();
    expect([...(made.freeByStart("oslo", { hours: 2, earliestStart: hour(118), latestStart: hour(122) }) ?? [])]).toEqual([7, 3, 3, 7, 7]);
    expect(() => made.freeNodes("oslo", { start: hour(100) + 1, end: hour(101) })).toThrow(RangeError);
  });
  it("moves its horizon", () => {
    const made = snapshot();
    made.setMonth(
      "oslo",
      202611,
      Array.from({ length: 720 }, (_, index) => index % 8),
    );
    made.moveTo(hour(160));
    expect(made.horizon).toEqual({ start: hour(160), end: hour(1_060) });
    for (const at of [160, 333, 719]) expect(made.freeNodes("oslo", { start: hour(at), end: hour(at + 1) })).toBe(at % 8);
    expect(made.freeNodes("oslo", { start: hour(1_000), end: hour(1_060) })).toBe(8);
    made.moveTo(hour(5_000));
    expect(made.freeNodes("oslo", { start: hour(5_000), end: hour(5_900) })).toBe(8);
    expect(() => made.moveTo(hour(1))).toThrow(RangeError);
  });
  it("answers as the stored months do", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 720, maxLength: 720 }),
        fc.integer({ min: 100, max: 700 }),
        fc.integer({ min: 1, max: 20 }),
        (free, start, hours) => {
          const made = snapshot();
          made.setMonth("oslo", 202611, free);
          const expected = Math.min(...Array.from({ length: hours }, (_, index) => free[start + index] ?? 8));
          expect(made.freeNodes("oslo", { start: hour(start), end: hour(start + hours) })).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});
