import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chargeFor, roundHalfAwayFromZero, sumMinor } from "@/lib/money";
import { parseInstant } from "@/lib/period";
import type { Contract } from "./contracts";
import { chargeOf, chargeParts, perDay, type UsedTime } from "./metered-usage";

const START = parseInstant("2026-11-01T00:00:00Z");
const contract = (id: number, rateMicros: bigint, currency = "USD") => ({ reservationId: `res_${id}`, gpusPerNode: 8, rateMicros, currency }) as Contract;

const anyTime = fc
  .array(
    fc.record({
      id: fc.integer({ min: 0, max: 2 }),
      start: fc.integer({ min: 0, max: 29 * 86_400 }),
      length: fc.integer({ min: 1, max: 86_400 * 3 }),
      nodes: fc.integer({ min: 1, max: 64 }),
    }),
    { maxLength: 12 },
  )
  .map((parts) =>
    parts.map(({ id, start, length, nodes }): UsedTime => {
      const end = Math.min(START + 30 * 86_400, START + start + length);
      return {
        contract: contract(id, 2_165_525n + BigInt(id) * 333_333n),
        month: "2026-11",
        nodes,
        start: START + start,
        end,
        gpuSeconds: BigInt(nodes * 8) * BigInt(end - START - start),
      };
    }),
  );

describe("the cost of usage", () => {
  it("has one total, however it is split and combined", () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        const invoiced = [0, 1, 2].reduce((sum, id) => {
          const own = time.filter((part) => part.contract.reservationId === `res_${id}`);
          return (
            sum +
            roundHalfAwayFromZero(
              chargeFor({
                rateMicrosPerGpuHour: 2_165_525n + BigInt(id) * 333_333n,
                gpuSeconds: sumMinor(own.map((part) => part.gpuSeconds)),
                currency: "USD",
              }),
            )
          );
        }, 0n);
        expect(chargeOf(time, "USD")).toBe(invoiced);
        expect(sumMinor(chargeParts(perDay(time)))).toBe(invoiced);
        expect(sumMinor(perDay(time).map((part) => part.gpuSeconds))).toBe(sumMinor(time.map((part) => part.gpuSeconds)));
      }),
    );
  });

  it("is 13,139.27 for a node over 30 days, by day and by project", () => {
    const month: UsedTime = {
      contract: contract(1, 2_281_123n),
      month: "2026-11",
      nodes: 1,
      start: START,
      end: START + 30 * 86_400,
      gpuSeconds: 8n * 30n * 86_400n,
    };
    expect([chargeOf([month], "USD"), sumMinor(chargeParts(perDay([month])))]).toEqual([1_313_927n, 1_313_927n]);
  });

  it("is never added across two currencies", () => {
    const part: UsedTime = { contract: contract(1, 1_000_000n, "KRW"), month: "2026-11", nodes: 1, start: START, end: START + 3_600, gpuSeconds: 28_800n };
    expect(() => chargeOf([part], "USD")).toThrow(RangeError);
  });
});
