import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Direction, nextInDirection } from "./map-steps";

const cross = [
  { x: 0, y: 0 },
  { x: 10, y: 1 },
  { x: -10, y: 0 },
  { x: 1, y: 10 },
  { x: 0, y: -10 },
  { x: 30, y: 0 },
];

describe("arrow keys on the map", () => {
  it("go to the nearest dot in their direction", () => {
    const next = (direction: Direction, from = 0) => nextInDirection(cross, from, direction);
    expect([next("right"), next("left"), next("down"), next("up"), next("right", 1), next("right", 5)]).toEqual([1, 2, 3, 4, 5, null]);
  });

  it("never stay and never go back", () => {
    const points = fc.array(fc.record({ x: fc.integer({ min: 0, max: 820 }), y: fc.integer({ min: 0, max: 400 }) }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(points, fc.constantFrom<Direction>("left", "right", "up", "down"), (all, direction) => {
        const next = nextInDirection(all, 0, direction);
        if (next === null) return;
        const [from, to] = [all[0], all[next]];
        const ahead = {
          left: (from?.x ?? 0) - (to?.x ?? 0),
          right: (to?.x ?? 0) - (from?.x ?? 0),
          up: (from?.y ?? 0) - (to?.y ?? 0),
          down: (to?.y ?? 0) - (from?.y ?? 0),
        }[direction];
        expect(next).not.toBe(0);
        expect(ahead).toBeGreaterThan(0);
      }),
    );
  });
});
