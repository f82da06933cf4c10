import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentDown } from "../uptime/availability";
import { creditFor, creditTerms, type MonthMeasure, percentOf } from "./credit-rules";

const enterprise = creditTerms("99.99");
const measure = (part: Partial<MonthMeasure>): MonthMeasure => ({
  availabilityPercent: "100.00000",
  bandwidth: { samples: 8_928, under: 0 },
  lateSeconds: 0,
  ...part,
});
const credit = (part: Partial<MonthMeasure>) => creditFor(measure(part), enterprise).basisPoints;

describe("credits", () => {
  it("follow the availability tiers, strictly below", () => {
    expect(
      ["99.99000", "99.98999", "99.00000", "98.99999", "95.00000", "94.99999", "0.00000"].map((availabilityPercent) => credit({ availabilityPercent })),
    ).toEqual([0, 1_000, 1_000, 3_000, 3_000, 10_000, 10_000]);
    expect(credit({ availabilityPercent: null })).toBe(0);
    expect(creditFor(measure({ availabilityPercent: "99.99100" }), creditTerms("99.995")).basisPoints).toBe(1_000);
    expect(() => credit({ availabilityPercent: "99.9" })).toThrow(RangeError);
  });
  it("follow the share of slow samples, strictly above", () => {
    expect([0, 10, 11, 100, 101].map((under) => credit({ bandwidth: { samples: 10_000, under } }))).toEqual([0, 0, 500, 500, 1_000]);
    expect(credit({ bandwidth: { samples: 0, under: 0 } })).toBe(0);
  });
  it("count started hours of late delivery, up to half", () => {
    expect([0, -60, 1, 3_600, 3_601, 25 * 3_600, 900_000].map((lateSeconds) => credit({ lateSeconds }))).toEqual([0, 0, 200, 200, 400, 5_000, 5_000]);
  });
  it("name the broken promise", () => {
    expect(creditFor(measure({ availabilityPercent: "99.98999", lateSeconds: 4_000 }), enterprise)).toEqual({
      basisPoints: 1_400,
      percent: "14",
      reason: "availability 99.98999 %, below 99.99 %; handed over late, 2 started hours",
      parts: [
        { promise: "availability", basisPoints: 1_000, reason: "availability 99.98999 %, below 99.99 %" },
        { promise: "delivery", basisPoints: 400, reason: "handed over late, 2 started hours" },
      ],
    });
    expect(creditFor(measure({ availabilityPercent: "90.00000", bandwidth: { samples: 1_000, under: 20 } }), enterprise)).toMatchObject({
      percent: "100",
      reason: expect.stringMatching(/over 1 %; capped at 100 %$/),
    });
    expect([
      creditFor(measure({}), enterprise).reason,
      creditFor(measure({ availabilityPercent: null }), enterprise).reason,
      percentOf(1_250),
      percentOf(5),
    ]).toEqual(["every promise kept", "no data", "12.5", "0.05"]);
  });
  it("stay between zero and everything, and never fall when the month gets worse", () => {
    const monthArb = fc.record({ lost: fc.nat(1_000_000), samples: fc.nat(10_000), under: fc.nat(10_000), lateSeconds: fc.nat(300_000) });
    const of = ({ lost, samples, under, lateSeconds }: { lost: number; samples: number; under: number; lateSeconds: number }) =>
      creditFor(
        { availabilityPercent: percentDown(1_000_000 - lost, 1_000_000), bandwidth: { samples, under: Math.min(under, samples) }, lateSeconds },
        enterprise,
      );
    fc.assert(
      fc.property(monthArb, fc.nat(1_000_000), fc.nat(10_000), fc.nat(100_000), (month, lost, under, late) => {
        const before = of(month);
        const after = of({ ...month, lost: Math.min(1_000_000, month.lost + lost), under: month.under + under, lateSeconds: month.lateSeconds + late });
        expect(before.basisPoints).toBeGreaterThanOrEqual(0);
        expect(after.basisPoints).toBeGreaterThanOrEqual(before.basisPoints);
        expect(after.basisPoints).toBe(
          Math.min(
            10_000,
            after.parts.reduce((sum, part) => sum + part.basisPoints, 0),
          ),
        );
      }),
    );
  });
});
