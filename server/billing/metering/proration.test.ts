import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumMinor } from "@/lib/money";
import { type Interval, SECONDS_PER_HOUR, clip, lengthOf, monthInterval, monthsOf, parseInstant } from "@/lib/period";
import { type MeteredReservation, type Segment, chargedTime, prorate } from "./proration";

const october = monthInterval("2026-10");
const nodeIds = ["a", "b", "c", "d", "e"];
const nodeSeconds = (segments: readonly Segment[]) => sumMinor(segments.map((segment) => segment.nodeSeconds));

// Forty days around a month end, on a coarse grid so that bounds often coincide.
const origin = parseInstant("2026-09-20T00:00:00Z");
const at = fc.integer({ min: 0, max: 160 }).map((step) => origin + step * 6 * SECONDS_PER_HOUR);
const span = fc.tuple(at, at).map(([a, b]): Interval => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const reservation: fc.Arbitrary<MeteredReservation> = fc.record({
  window: span,
  nodes: fc.integer({ min: 1, max: 4 }),
  gpusPerNode: fc.constantFrom(4, 8),
  handedOverAt: fc.option(at, { nil: null }),
  assignments: fc.array(
    fc.tuple(fc.constantFrom(...nodeIds), span).map(([nodeId, value]) => ({ nodeId, ...value })),
    { maxLength: 7 },
  ),
  outages: fc.array(
    fc
      .tuple(fc.constantFrom(...nodeIds), span, fc.constantFrom("site_dark" as const, "node_down" as const))
      .map(([nodeId, value, reason]) => ({ nodeId, reason, ...value })),
    { maxLength: 6 },
  ),
});

/** The same question answered one grid step at a time, by counting. */
function chargedByCounting(value: MeteredReservation, period: Interval): bigint {
  const step = 6 * SECONDS_PER_HOUR;
  let total = 0n;
  for (let start = origin; start < origin + 161 * step; start += step) {
    const second = start;
    const inside = (part: Interval) => part.start <= second && second < part.end;
    if (!inside(value.window) || !inside(period) || value.handedOverAt === null || second < value.handedOverAt) continue;
    const serving = nodeIds.filter(
      (id) => value.assignments.some((part) => part.nodeId === id && inside(part)) && !value.outages.some((part) => part.nodeId === id && inside(part)),
    ).length;
    total += BigInt(Math.min(serving, value.nodes) * step);
  }
  return total;
}

describe("metered segments", () => {
  it("cover every contracted node-second once, charged or not", () => {
    fc.assert(
      fc.property(reservation, span, (value, period) => {
        const segments = prorate(value, period);
        const contracted = clip([value.window], period).reduce((sum, part) => sum + lengthOf(part), 0) * value.nodes;
        expect(nodeSeconds(segments)).toBe(BigInt(contracted));
        for (const segment of segments) {
          expect(segment.secondsEach).toBe(segment.end - segment.start);
          expect(segment.gpuSeconds).toBe(segment.nodeSeconds * BigInt(value.gpusPerNode));
          expect(segment.charged).toBe(segment.reason === "served");
        }
      }),
      { numRuns: 300 },
    );
  });

  it("charge what counting step by step charges", () => {
    fc.assert(
      fc.property(reservation, (value) => {
        expect(chargedTime(prorate(value, october)).nodeSeconds).toBe(chargedByCounting(value, october));
      }),
      { numRuns: 300 },
    );
  });

  it("of the months add up to those of the whole, reason by reason", () => {
    fc.assert(
      fc.property(reservation, (value) => {
        const byReason = (segments: readonly Segment[]) => {
          const sums: Record<string, bigint> = {};
          for (const segment of segments) sums[segment.reason] = (sums[segment.reason] ?? 0n) + segment.nodeSeconds;
          return sums;
        };
        const months = monthsOf(value.window).flatMap((month) => prorate(value, monthInterval(month)));
        expect(byReason(months)).toEqual(byReason(prorate(value, value.window)));
      }),
    );
  });

  it("do not depend on row order, and have one row per start and reason", () => {
    fc.assert(
      fc.property(reservation, (value) => {
        const segments = prorate(value, october);
        const shuffled = { ...value, assignments: [...value.assignments].reverse(), outages: [...value.outages].reverse() };
        expect(prorate(shuffled, october)).toEqual(segments);
        expect(new Set(segments.map((segment) => `${segment.start} ${segment.reason}`)).size).toBe(segments.length);
      }),
    );
  });
});

describe("a month like the mock's", () => {
  const window = { start: october.start, end: monthInterval("2026-12").end };
  const sixteen = Array.from({ length: 16 }, (_, index) => `n${index}`);
  const dark = { start: parseInstant("2026-10-14T03:12:00Z"), end: parseInstant("2026-10-14T03:58:00Z") };
  const pretrain: MeteredReservation = {
    window,
    nodes: 16,
    gpusPerNode: 8,
    handedOverAt: window.start,
    assignments: sixteen.map((nodeId) => ({ nodeId, ...window })),
    outages: sixteen.map((nodeId) => ({ nodeId, reason: "site_dark", ...dark })),
  };

  it("has three segments around a dark site", () => {
    expect(prorate(pretrain, october).map((s) => [s.start, s.end, s.nodes, s.secondsEach, s.charged, s.reason])).toEqual([
      [october.start, dark.start, 16, 1_134_720, true, "served"],
      [dark.start, dark.end, 16, 2_760, false, "site_dark"],
      [dark.end, october.end, 16, 1_540_920, true, "served"],
    ]);
    expect(chargedTime(prorate(pretrain, october)).gpuSeconds).toBe(342_481_920n);
  });

  it("keeps the other nodes in one segment while one is down and replaced", () => {
    const failed = dark.start;
    const replaced = failed + 240;
    const assignments = [
      ...sixteen.slice(1).map((nodeId) => ({ nodeId, ...window })),
      { nodeId: "n0", start: window.start, end: failed + 180 },
      { nodeId: "spare", start: replaced, end: window.end },
    ];
    const outages = [{ nodeId: "n0", reason: "node_down" as const, start: failed, end: failed + 180 }];
    const segments = prorate({ ...pretrain, assignments, outages }, october);
    expect(segments.map((s) => [s.start - failed, s.end - failed, s.nodes, s.reason])).toEqual([
      [october.start - failed, 0, 16, "served"],
      [0, 240, 15, "served"],
      [0, 180, 1, "node_down"],
      [180, 240, 1, "unassigned"],
      [240, october.end - failed, 16, "served"],
    ]);
  });

  it("charges nothing before hand-over and never more nodes than contracted", () => {
    const late = { ...pretrain, handedOverAt: window.start + 7_200, outages: [] };
    const doubled = { ...late, assignments: [...late.assignments, { nodeId: "extra", ...window }] };
    expect(prorate(doubled, october).map((s) => [s.secondsEach, s.nodes, s.reason])).toEqual([
      [7_200, 16, "before_hand_over"],
      [744 * 3_600 - 7_200, 16, "served"],
    ]);
    expect(prorate({ ...late, handedOverAt: null }, october).every((s) => !s.charged)).toBe(true);
    expect(prorate(pretrain, monthInterval("2027-01"))).toEqual([]);
  });
});
