import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Instant, lengthOf, parseInstant, totalLength } from "@/lib/period";
import { type BerthWork, workBeyondAllowance } from "./maintenance-rules";

const at = (text: string): Instant => parseInstant(text);
const contracted = { start: at("2026-10-01T00:00:00Z"), end: at("2026-12-01T00:00:00Z") };
const HOUR = 3_600;

describe("planned work", () => {
  it("is charged up to the allowance of its berth and month, and not beyond", () => {
    const work: BerthWork[] = [
      { berth: 1, nodeId: "a", start: at("2026-10-03T00:00:00Z"), end: at("2026-10-03T03:00:00Z") },
      { berth: 1, nodeId: "b", start: at("2026-10-20T00:00:00Z"), end: at("2026-10-20T03:00:00Z") },
      { berth: 2, nodeId: "c", start: at("2026-10-20T00:00:00Z"), end: at("2026-10-20T03:00:00Z") },
      { berth: 1, nodeId: "b", start: at("2026-11-02T00:00:00Z"), end: at("2026-11-02T04:00:00Z") },
    ];
    expect(workBeyondAllowance(work, contracted, 4 * HOUR)).toEqual([{ nodeId: "b", start: at("2026-10-20T01:00:00Z"), end: at("2026-10-20T03:00:00Z") }]);
  });

  it("over the turn of a month uses the allowance of each", () => {
    const night = { berth: 1, nodeId: "a", start: at("2026-10-31T18:00:00Z"), end: at("2026-11-01T06:00:00Z") };
    expect(workBeyondAllowance([night], contracted, 4 * HOUR)).toEqual([
      { nodeId: "a", start: at("2026-10-31T22:00:00Z"), end: at("2026-11-01T00:00:00Z") },
      { nodeId: "a", start: at("2026-11-01T04:00:00Z"), end: at("2026-11-01T06:00:00Z") },
    ]);
  });

  it("leaves exactly the allowance, or less, in each berth and month, in whatever order it is read", () => {
    const work = fc.uniqueArray(fc.integer({ min: 0, max: 1_400 }), { maxLength: 40 }).map((hours) =>
      hours.map((hour, index) => ({
        berth: (index % 3) + 1,
        nodeId: `n${index % 3}`,
        start: contracted.start + hour * HOUR,
        end: contracted.start + (hour + 1) * HOUR,
      })),
    );
    fc.assert(
      fc.property(work, fc.integer({ min: 0, max: 10 * HOUR }), (all, allowance) => {
        const beyond = workBeyondAllowance(all, contracted, allowance);
        expect(new Set(workBeyondAllowance([...all].reverse(), contracted, allowance).map((each) => JSON.stringify(each)))).toEqual(
          new Set(beyond.map((each) => JSON.stringify(each))),
        );
        for (const nodeId of ["n0", "n1", "n2"]) {
          for (const month of [contracted.start, at("2026-11-01T00:00:00Z")]) {
            const isIn = ({ start }: { start: Instant }) => start >= month && start < month + (month === contracted.start ? 31 : 30) * 24 * HOUR;
            const worked = totalLength(all.filter((each) => each.nodeId === nodeId && isIn(each)));
            const uncharged = beyond.filter((each) => each.nodeId === nodeId && isIn(each)).reduce((sum, each) => sum + lengthOf(each), 0);
            expect(uncharged).toBe(Math.max(0, worked - allowance));
          }
        }
      }),
    );
  });
});
