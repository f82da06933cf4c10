import fc from "fast-check";
import { expect, test } from "vitest";
import { lostText } from "./downtime";

const lost = (down: number, degraded: number, halves: number) => ({
  downSeconds: down,
  degradedSeconds: degraded,
  lostSeconds: Math.ceil((2 * down + halves * degraded) / 2),
});

test("says how degraded time counts", () => {
  expect(lostText(lost(562, 10_102, 1), 12)).toBe("0.78 down + 7.02 (½ of 14.03 degraded) = 7.80 min");
  expect(lostText(lost(0, 4_500, 2), 12)).toBe("0.00 down + 6.25 degraded = 6.25 min");
  expect(lostText(lost(600, 4_500, 0), 10)).toBe("1.00 min down; 7.50 degraded does not count");
  expect(lostText(lost(600, 0, 1), 10)).toBe("1.00 min down");
  expect(lostText(lost(0, 0, 1), 10)).toBe("nothing lost");
});

test("has parts that add up to the printed total", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 10, max: 1e6 }), fc.constantFrom(1, 2), fc.integer({ min: 1, max: 64 }), (down, degraded, halves, nodes) => {
      const [first = 0, second = 0, total = 0] = (
        lostText(lost(down, degraded, halves), nodes)
          .replace(/\(½ of [\d.]+ degraded\)/, "")
          .match(/\d+\.\d\d/g) ?? []
      ).map((text) => Math.round(Number(text) * 100));
      expect(first + second).toBe(total);
    }),
  );
});
