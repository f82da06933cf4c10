import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOLD_LIMITS, type Hold, limitText, limitsPassed } from "./hold-rules";

const hold = (createdBy: string, gpuHours = 100): Hold => ({ createdBy, gpuHours });
const names = (held: readonly Hold[], asked: Hold): string[] => limitsPassed(held, asked).map((limit) => limit.name);

describe("hold limits", () => {
  it("are ten quotes per person and twenty per organisation", () => {
    const ten = Array.from({ length: 10 }, () => hold("a"));
    expect(names(ten.slice(1), hold("a"))).toEqual([]);
    expect(names(ten, hold("a"))).toEqual(["heldQuotesOfActor"]);
    expect(names(ten, hold("b"))).toEqual([]);
    expect(names([...ten, ...ten.map(() => hold("b"))], hold("c"))).toEqual(["heldQuotesOfOrganisation"]);
  });

  it("allow one quote of any size, or several within the GPU-hours", () => {
    expect(names([], hold("a", 50_000_000))).toEqual([]);
    expect(names([hold("b", 1)], hold("a", 500_001))).toEqual(["heldGpuHoursOfActor"]);
    expect(names([hold("b", 50_000_000)], hold("a", 1))).toEqual(["heldGpuHoursOfOrganisation"]);
    expect(names([hold("b", 400_000)], hold("a", 500_000))).toEqual([]);
  });

  it("report the limit, what is held and what was requested", () => {
    const [limit] = limitsPassed(
      Array.from({ length: 10 }, () => hold("a")),
      hold("a"),
    );
    expect(limit && limitText(limit)).toBe("The limit is 10 held quotes for one person or key: 10 are held, and this would add 1.");
  });

  it("are never exceeded, in whatever order people ask", () => {
    const asks = fc.array(fc.record({ createdBy: fc.constantFrom("a", "b", "c"), gpuHours: fc.integer({ min: 1, max: 400_000 }) }), { maxLength: 80 });
    fc.assert(
      fc.property(asks, (all) => {
        const held: Hold[] = [];
        for (const ask of all) if (limitsPassed(held, ask).length === 0) held.push(ask);
        expect(held.length).toBeLessThanOrEqual(HOLD_LIMITS.quotesOfOrganisation);
        expect(held.reduce((sum, one) => sum + one.gpuHours, 0)).toBeLessThanOrEqual(HOLD_LIMITS.gpuHoursOfOrganisation);
        for (const who of ["a", "b", "c"]) expect(held.filter((one) => one.createdBy === who).length).toBeLessThanOrEqual(HOLD_LIMITS.quotesOfActor);
      }),
    );
  });
});
