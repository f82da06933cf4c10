import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NODE_STATES, type NodeState, type StateInterval, type StateReason } from "@/lib/node-state";
import { type Interval, monthInterval } from "@/lib/period";
import {
  availabilityOf,
  type AvailabilityTerms,
  type Berth,
  berthPieces,
  berthsOf,
  clusterAvailability,
  dayRecords,
  percentDown,
  ppmOfPercent,
  secondsByStay,
  sumSeconds,
} from "./availability";

const OCTOBER = monthInterval("2026-10");
const NOVEMBER = monthInterval("2026-11");
const T0 = OCTOBER.start;
const DAY = 86_400;
const enterprise: AvailabilityTerms = { targetPpm: ppmOfPercent("99.99"), degradedWeightHalves: 1, maintenanceAllowanceSeconds: 4 * 3600 };
const REASON: Record<NodeState, StateReason> = { up: "good", degraded: "ecc", down: "silence", maintenance: "maintenance", unknown: "collectors_blind" };
const row = (start: number, end: number | null, state: NodeState): StateInterval => ({
  start: T0 + start,
  end: end === null ? null : T0 + end,
  state,
  reason: REASON[state],
  code: null,
});
const alwaysUp = [row(0, null, "up")];
const STAYS = ["a", "b", "c"];
const whole = (nodeId: string, start = T0, end = NOVEMBER.end) => ({ nodeId, start, end, stay: STAYS.indexOf(nodeId) + 1 });

describe("availability", () => {
  it("counts a month with a replacement: the failed node's seconds count until the spare serves", () => {
    const berths = berthsOf(OCTOBER, 2, [
      { ...whole("a"), berth: 1 },
      { ...whole("b", T0, T0 + 10 * DAY), berth: 2 },
      { ...whole("c", T0 + 10 * DAY + 300), berth: 2 },
    ]);
    const history = new Map([
      ["a", alwaysUp],
      ["b", [row(0, 10 * DAY - 180, "up"), row(10 * DAY - 180, null, "down")]],
      ["c", alwaysUp],
    ]);
    const figure = clusterAvailability(berths, history, enterprise, OCTOBER);
    expect(figure).toMatchObject({
      contracted: 2 * 31 * DAY,
      down: 480,
      budgetSeconds: 535,
      lostSeconds: 480,
      budgetLeftSeconds: 55,
      availabilityPercent: "99.99103",
    });
    expect(berthPieces(berths, history, enterprise, OCTOBER).filter((piece) => piece.state === "down")).toEqual([
      { start: T0 + 10 * DAY - 180, end: T0 + 10 * DAY, ordinal: 2, nodeId: "b", stay: 2, state: "down", reason: "silence" },
      { start: T0 + 10 * DAY, end: T0 + 10 * DAY + 300, ordinal: 2, nodeId: "b", stay: 2, state: "down", reason: "uncovered" },
    ]);
  });
  it("counts a node that returns to its berth by its stays", () => {
    const stay = (nodeId: string, number: number, from: number, until: number) => ({ nodeId, stay: number, start: T0 + from, end: T0 + until, berth: 1 });
    const berths = berthsOf({ start: T0, end: T0 + 39_600 }, 1, [stay("a", 1, -60, 18_000), stay("b", 2, 18_000, 25_200), stay("a", 3, 25_300, 39_600)]);
    const pieces = berthPieces(
      berths,
      new Map([
        ["a", alwaysUp],
        ["b", alwaysUp],
      ]),
      enterprise,
      { start: T0, end: T0 + 86_400 },
    );
    expect([...secondsByStay(pieces)].map(([number, seconds]) => [number, seconds.contracted, seconds.down])).toEqual([
      [1, 18_000, 0],
      [2, 7_300, 100],
      [3, 14_300, 0],
    ]);
  });
  it("shows no data, never 100 %, when nothing was contracted or observed", () => {
    expect(clusterAvailability([], new Map(), enterprise, OCTOBER).availabilityPercent).toBeNull();
    const unseen = clusterAvailability(berthsOf(OCTOBER, 1, [{ ...whole("a"), berth: 1 }]), new Map(), enterprise, OCTOBER);
    expect(unseen).toMatchObject({ unknown: 31 * DAY, availabilityPercent: null });
  });
  it("counts maintenance beyond the month's allowance as down, and starts over each month", () => {
    const history = new Map([
      [
        "a",
        [
          row(0, 3 * 3600, "maintenance"),
          row(3 * 3600, DAY, "up"),
          row(DAY, DAY + 2 * 3600, "maintenance"),
          row(DAY + 2 * 3600, 31 * DAY, "up"),
          row(31 * DAY, 31 * DAY + 3600, "maintenance"),
          row(31 * DAY + 3600, null, "up"),
        ],
      ],
    ]);
    const berths = berthsOf({ start: T0, end: NOVEMBER.end }, 1, [{ ...whole("a"), berth: 1 }]);
    expect(clusterAvailability(berths, history, enterprise, OCTOBER)).toMatchObject({ maintenance: 4 * 3600, down: 3600 });
    expect(clusterAvailability(berths, history, enterprise, { start: T0 + DAY, end: OCTOBER.end })).toMatchObject({ maintenance: 3600, down: 3600 });
    expect(clusterAvailability(berths, history, enterprise, NOVEMBER)).toMatchObject({ maintenance: 3600, down: 0 });
    const figure = clusterAvailability(berths, history, { ...enterprise, maintenanceAllowanceSeconds: DAY }, OCTOBER);
    expect(figure.availabilityPercent).toBe("100.00000");
    expect(figure.availabilityPercentIncludingMaintenance).toBe("99.32795");
  });
  it("rounds down, never up to a met target", () => {
    expect(percentDown(9_998_999, 10_000_000)).toBe("99.98999");
    expect(percentDown(99_999_999, 100_000_000)).toBe("99.99999");
    expect(percentDown(0, 5)).toBe("0.00000");
    expect([ppmOfPercent("99.995"), ppmOfPercent("100"), ppmOfPercent("99.9")]).toEqual([999_950, 1_000_000, 999_000]);
    for (const wrong of ["", "101", "99.99999", "-1", "abc"]) expect(() => ppmOfPercent(wrong)).toThrow(RangeError);
  });
});

// Histories of two months over three nodes, split at arbitrary seconds, with gaps and replacements.
const rowsArb: fc.Arbitrary<StateInterval[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 * DAY }), fc.constantFrom(...NODE_STATES), fc.boolean()), { maxLength: 10 })
  .map((steps) => {
    const rows: StateInterval[] = [];
    let at = -DAY;
    for (const [length, state, hole] of steps) {
      if (!hole) rows.push(row(at, at + length, state));
      at += length;
    }
    return [...rows, row(at, null, "up")];
  });
const intervalArb: fc.Arbitrary<Interval> = fc
  .tuple(fc.integer({ min: 0, max: 61 * DAY }), fc.integer({ min: 0, max: 61 * DAY }))
  .map(([a, b]) => ({ start: T0 + Math.min(a, b), end: T0 + Math.max(a, b) }));
const berthArb: fc.Arbitrary<Berth> = fc.record({
  ordinal: fc.constant(1),
  contracted: intervalArb,
  assignments: fc
    .array(
      fc.tuple(intervalArb, fc.constantFrom("a", "b", "c")).map(([span, nodeId]) => ({ ...span, nodeId, stay: 0 })),
      { maxLength: 4 },
    )
    .map((assignments) => assignments.map((one, index) => ({ ...one, stay: index }))),
});
const clusterArb = fc.record({
  berths: fc
    .array(berthArb, { maxLength: 3 })
    .map((berths) =>
      berths.map((berth, index) => ({ ...berth, ordinal: index + 1, assignments: berth.assignments.map((one) => ({ ...one, stay: 10 * index + one.stay })) })),
    ),
  history: fc.tuple(rowsArb, rowsArb, rowsArb).map(
    ([a, b, c]) =>
      new Map([
        ["a", a],
        ["b", b],
        ["c", c],
      ]),
  ),
  terms: fc.record({
    targetPpm: fc.constantFrom(999_000, 999_900, 999_950),
    degradedWeightHalves: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
    maintenanceAllowanceSeconds: fc.integer({ min: 0, max: 3 * DAY }),
  }),
});

describe("properties of availability", () => {
  it("covers every contracted second once, and adds up over any split of the period", () => {
    fc.assert(
      fc.property(clusterArb, intervalArb, fc.integer({ min: 0, max: 61 * DAY }), ({ berths, history, terms }, period, cut) => {
        const middle = Math.min(period.end, Math.max(period.start, T0 + cut));
        const sum = (part: Interval) => sumSeconds(berthPieces(berths, history, terms, part));
        const total = sum(period);
        const [left, right] = [sum({ start: period.start, end: middle }), sum({ start: middle, end: period.end })];
        for (const key of ["contracted", ...NODE_STATES] as const) expect(left[key] + right[key]).toBe(total[key]);
        expect(total.up + total.degraded + total.down + total.maintenance + total.unknown).toBe(total.contracted);
        const contracted = berths.reduce(
          (seconds, { contracted: c }) => seconds + Math.max(0, Math.min(c.end, period.end) - Math.max(c.start, period.start)),
          0,
        );
        expect(total.contracted).toBe(contracted);
      }),
    );
  });
  it("has stays that add up to the whole through any history of moves, each second once", () => {
    fc.assert(
      fc.property(clusterArb, intervalArb, ({ berths, history, terms }, period) => {
        const pieces = berthPieces(berths, history, terms, period);
        const served = new Set(berths.filter((berth) => berth.assignments.some(({ start, end }) => end > start)).map((berth) => berth.ordinal));
        const total = sumSeconds(pieces.filter((piece) => served.has(piece.ordinal)));
        const stays = [...secondsByStay(pieces).values()];
        for (const key of ["contracted", ...NODE_STATES] as const) expect(stays.reduce((sum, stay) => sum + stay[key], 0)).toBe(total[key]);
      }),
    );
  });
  it("has day records that add up to the period", () => {
    fc.assert(
      fc.property(clusterArb, intervalArb, ({ berths, history, terms }, period) => {
        const pieces = berthPieces(berths, history, terms, period);
        const days = dayRecords(pieces, terms, period);
        const total = sumSeconds(pieces);
        for (const key of ["contracted", ...NODE_STATES] as const) expect(days.reduce((seconds, day) => seconds + day.seconds[key], 0)).toBe(total[key]);
        for (const day of days) expect(day.worst === null).toBe(day.seconds.contracted === 0);
      }),
    );
  });
  it("stays within bounds, rounds down by less than a unit, and falls when more is down", () => {
    const secondsArb = fc
      .record({ up: fc.nat(1e9), degraded: fc.nat(1e7), down: fc.nat(1e7), maintenance: fc.nat(1e7), unknown: fc.nat(1e7) })
      .map((parts) => ({ ...parts, contracted: parts.up + parts.degraded + parts.down + parts.maintenance + parts.unknown }));
    fc.assert(
      fc.property(secondsArb, fc.constantFrom<0 | 1 | 2>(0, 1, 2), fc.nat(1e6), (seconds, weight, more) => {
        const terms = { targetPpm: 999_900, degradedWeightHalves: weight };
        const figure = availabilityOf(seconds, terms);
        const measured = seconds.contracted - seconds.maintenance - seconds.unknown;
        if (figure.availabilityPercent === null) {
          expect(measured).toBe(0);
          return;
        }
        expect(figure.availabilityPercent).toMatch(/^\d{1,3}\.\d{5}$/);
        const shown = BigInt(figure.availabilityPercent.replace(".", ""));
        const good = BigInt(2 * (measured - seconds.down) - weight * seconds.degraded) * 10_000_000n;
        expect(shown >= 0n && shown <= 10_000_000n).toBe(true);
        expect(shown * BigInt(2 * measured) <= good && good < (shown + 1n) * BigInt(2 * measured)).toBe(true);
        const shift = Math.min(more, seconds.up);
        const worse = availabilityOf({ ...seconds, up: seconds.up - shift, down: seconds.down + shift }, terms);
        expect(Number(worse.availabilityPercent)).toBeLessThanOrEqual(Number(figure.availabilityPercent));
        expect(worse.budgetLeftSeconds).toBe(figure.budgetLeftSeconds - shift);
        expect(Number(figure.availabilityPercentIncludingMaintenance)).toBeLessThanOrEqual(Number(figure.availabilityPercent));
      }),
    );
  });
});
