import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR, addCalendarMonths, ceilToHour, parseInstant } from "@/lib/period";
import { TERM_RULES, canBeDelivered, furthestStart, promisedAt, termProblems, windowProblems } from "./term-rules";

const now = parseInstant("2026-11-22T14:32:00Z");
const start = parseInstant("2026-11-24T00:00:00Z");

describe("terms", () => {
  const term = (over: Partial<Parameters<typeof termProblems>[0]>) =>
    termProblems({ window: { start, end: start + SECONDS_PER_DAY }, nodes: 4, schedule: "upfront", now, ...over });

  it("cover whole hours, from one hour to 36 months", () => {
    expect(term({})).toEqual([]);
    expect(term({ window: { start: start + 1, end: start + SECONDS_PER_DAY - 1 } })).toEqual(["start_not_on_the_hour", "end_not_on_the_hour"]);
    expect(term({ window: { start, end: start } })).toEqual(["term_too_short"]);
    const longest = addCalendarMonths(start, 36);
    expect(term({ window: { start, end: longest }, schedule: "deposit_25" })).toEqual([]);
    expect(term({ window: { start, end: longest + SECONDS_PER_HOUR }, schedule: "deposit_25" })).toEqual(["term_too_long"]);
  });

  it("start in the future, within the node limits, under a schedule that fits", () => {
    expect(term({ now: start })).toEqual([]);
    expect(term({ now: start + 1 })).toEqual(["start_in_the_past"]);
    expect(term({ nodes: TERM_RULES.maximumNodes + 1 })).toEqual(["nodes_out_of_bounds"]);
    expect(term({ nodes: 1.5 })).toEqual(["nodes_out_of_bounds"]);
    expect(term({ window: { start, end: start + 32 * SECONDS_PER_DAY } })).toEqual(["schedule_not_allowed"]);
  });

  it("start at most a year ahead, and can then be as long as any other", () => {
    const last = furthestStart(now);
    expect(last).toBe(parseInstant("2027-11-23T15:00:00Z"));
    expect(windowProblems({ start: last, end: addCalendarMonths(last, 36) }, now)).toEqual([]);
    expect(windowProblems({ start: last + SECONDS_PER_HOUR, end: last + SECONDS_PER_DAY }, now)).toEqual(["start_too_far_ahead"]);
    for (const far of ["2099-06-01T00:00:00Z", "2100-06-01T00:00:00Z", "9999-12-31T00:00:00Z"]) {
      expect(windowProblems({ start: parseInstant(far), end: parseInstant(far) + SECONDS_PER_DAY }, now)).toContain("start_too_far_ahead");
    }
    expect(windowProblems({ start, end: parseInstant("2100-06-01T00:00:00Z") }, now)).toEqual(["term_too_long"]);
  });
});

describe("the delivery promise", () => {
  it("is the start, or the lead time after the latest confirmation if that is later", () => {
    expect(promisedAt({ start, confirmedBy: start - 3_600, leadSeconds: 3_600 })).toBe(start);
    expect(promisedAt({ start, confirmedBy: start - 3_599, leadSeconds: 3_600 })).toBe(start + 60);
    fc.assert(
      fc.property(fc.integer({ min: -7_200, max: 7_200 }), fc.integer({ min: 0, max: 86_400 }), (offset, leadSeconds) => {
        const confirmedBy = start + offset;
        const promised = promisedAt({ start, confirmedBy, leadSeconds });
        expect(promised).toBeGreaterThanOrEqual(start);
        expect(promised).toBeGreaterThanOrEqual(confirmedBy + leadSeconds);
        expect(promised).toBeLessThan(Math.max(start + 1, confirmedBy + leadSeconds + 60));
      }),
    );
  });

  it("leaves at least an hour of the window, or nothing is sold", () => {
    const window = { start: ceilToHour(now), end: ceilToHour(now) + 2 * SECONDS_PER_HOUR };
    expect(canBeDelivered(window, window.start)).toBe(true);
    expect(canBeDelivered(window, window.start + SECONDS_PER_HOUR)).toBe(true);
    expect(canBeDelivered(window, window.start + SECONDS_PER_HOUR + 60)).toBe(false);
  });
});
