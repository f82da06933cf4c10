import fc from "fast-check";
import { expect, it } from "vitest";
import { parseInstant } from "@/lib/period";
import { measuredByMonth } from "./throughput";

const T0 = parseInstant("2026-10-31T23:00:00Z");

it("lists the five-minute spans that have a sample, month by month", () => {
  const samples = fc.array(
    fc.record({ from: fc.integer({ min: T0, max: T0 + 7_200 }), everySeconds: fc.integer({ min: 60, max: 2_000 }), count: fc.integer({ min: 1, max: 30 }) }),
    {
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(samples, (all) => {
      const plainly = new Set(
        all.flatMap(({ from, everySeconds, count }) => Array.from({ length: count }, (_, index) => Math.floor((from + index * everySeconds) / 300))),
      );
      const found = new Set<number>();
      for (const [month, slots] of measuredByMonth(all)) {
        for (const [from, until] of slots) {
          for (let slot = from; slot < until; slot += 1) {
            found.add(slot);
            expect(new Date(slot * 300_000).toISOString().slice(0, 7)).toBe(month);
          }
        }
      }
      expect([...found].sort()).toEqual([...plainly].sort());
    }),
  );
});
