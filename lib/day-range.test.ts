import fc from "fast-check";
import { expect, test } from "vitest";
import { dayRange } from "./day-range";

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

test("a range includes both of its days, or reports that they are in the wrong order", () => {
  fc.assert(
    fc.property(day, day, (a, b) => {
      const range = dayRange(a, b);
      if (range.problem !== null) expect([a > b, range]).toEqual([true, { problem: `The first day, ${a}, is after the last, ${b}.` }]);
      else
        expect([a <= b, range.from, Date.parse(range.to ?? "") - Date.parse(range.from ?? "")]).toEqual([
          true,
          `${a}T00:00:00.000Z`,
          Date.parse(b) - Date.parse(a) + 86_400_000,
        ]);
    }),
  );
});

test("either end may be open, and an invalid day is reported", () => {
  expect(dayRange(null, "")).toEqual({ from: undefined, to: undefined, problem: null });
  expect(dayRange("2026-10-01", null)).toEqual({ from: "2026-10-01T00:00:00.000Z", to: undefined, problem: null });
  for (const text of ["2026-02-30", "2026-13-01", "yesterday", "2026-1-1", "2026-01-01T00:00:00Z"])
    expect(dayRange(text, null).problem, text).toBe(`${text} is no day. Write it as 2026-11-28.`);
});
