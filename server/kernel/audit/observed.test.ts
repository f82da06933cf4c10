import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Recently } from "./observed";

const MINUTE = 60_000;

describe("recording repeated events", () => {
  it("records the same event once in ten minutes, with how often it has recurred", () => {
    const recently = new Recently();
    expect(recently.tell("a", "inv_1", 0)).toBe(0);
    for (let at = 1; at < 100; at += 1) expect(recently.tell("a", "inv_1", at)).toBeNull();
    expect(recently.tell("b", "inv_1", 100)).toBe(0);
    expect(recently.tell("a", "inv_2", 100)).toBe(0);
    expect(recently.tell("a", "inv_1", 10 * MINUTE)).toBe(99);
    expect(recently.tell("a", "inv_1", 20 * MINUTE)).toBe(0);
  });

  it("limits different subjects per actor and action, and starts over", () => {
    const recently = new Recently();
    const told = (from: number) => Array.from({ length: 5_000 }, (_, at) => recently.tell("a", `inv_${at}`, from)).filter((one) => one !== null);
    expect(told(0)).toHaveLength(201);
    expect(told(1)).toHaveLength(0);
    expect(told(10 * MINUTE).length).toBe(201);
  });

  it("never exceeds its limit, in any order of events", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(400), fc.nat(1_000)), { maxLength: 3_000 }), (calls) => {
        const recently = new Recently();
        let at = 0;
        const told = new Map<number, number>();
        for (const [actor, subject, wait] of calls) {
          if (at + wait < 10 * MINUTE) at += wait;
          if (recently.tell(`actor ${actor}`, String(subject), at) !== null) told.set(actor, (told.get(actor) ?? 0) + 1);
        }
        for (const count of told.values()) expect(count).toBeLessThanOrEqual(201);
      }),
      { numRuns: 50 },
    );
  });
});
