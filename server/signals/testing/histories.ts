// Histories for the tests of the reducer.
import fc from "fast-check";
import type { StateInterval } from "@/lib/node-state";
import type { Interval } from "@/lib/period";
import type { PointSignal, Run } from "../door/runs";
import { SOURCES } from "../door/runs";
import { ANNOUNCEMENT_SECONDS, type Evidence, FRESH, reduceNode, type WorkWindow } from "../reducer/reducer";

export const T0 = 1_793_000_040 - (1_793_000_040 % 60);
export const MINUTES = 40;
export const SPAN: Interval = { start: T0, end: T0 + MINUTES * 60 };

export const evidence = (part: Partial<Evidence>): Evidence => ({
  span: SPAN,
  entry: FRESH,
  runs: [],
  points: [],
  blind: [],
  work: [],
  committedGbps: 400,
  expectedFrom: null,
  ...part,
});
/** One observation per minute in [from, until). */
export const run = (source: Run["source"], ok: boolean, from: number, until: number): Run => ({
  source,
  ok,
  from: T0 + from * 60,
  last: T0 + until * 60 - 60,
  steady: true,
});
/** One observation, this many seconds from the start. */
export const once = (at: number, source: Run["source"] = "agent", ok = true): Run => ({ source, ok, from: T0 + at, last: T0 + at, steady: true });
export const point = (kind: PointSignal["kind"], at: number, more: Partial<PointSignal> = {}): PointSignal => ({
  kind,
  at: T0 + at,
  ok: false,
  code: null,
  value: null,
  ...more,
});
const brief = (rows: readonly StateInterval[]) =>
  rows.map((row) => `${(row.start - T0) / 60}-${row.end === null ? "" : (row.end - T0) / 60} ${row.state} ${row.reason}${row.code ?? ""}`);
export const judge = (part: Partial<Evidence>) => brief(reduceNode(evidence(part)));
/** The same in seconds. */
export const briefSeconds = (rows: readonly StateInterval[]) =>
  rows.map((row) => `${row.start - T0}-${row.end === null ? "" : row.end - T0} ${row.state} ${row.reason}${row.code ?? ""}`);
export const beats = (...spans: [number, number][]) => spans.map(([from, until]) => run("agent", true, from, until));

// Arbitrary histories: mostly long runs, each source with its own phase, with every kind of disturbance.
const spanArb = fc
  .tuple(fc.integer({ min: 0, max: MINUTES - 1 }), fc.integer({ min: 1, max: 12 }))
  .map(([from, length]) => [from, Math.min(MINUTES, from + length)] as const);
const phased = (each: Run, phases: readonly number[]): Run => {
  const phase = phases[SOURCES.indexOf(each.source)] ?? 0;
  return { ...each, from: each.from + phase, last: each.last + phase };
};
const phasesArb = fc.oneof(fc.constant([0, 0, 0, 0]), fc.array(fc.integer({ min: 0, max: 59 }), { minLength: 4, maxLength: 4 }));
const runArb: fc.Arbitrary<Run> = fc
  .record({ source: fc.constantFrom(...SOURCES), ok: fc.boolean(), span: spanArb })
  .map(({ source, ok, span }) => run(source, ok, ...span));
const goodHistory = fc
  .array(fc.record({ source: fc.constantFrom(...SOURCES), span: spanArb }), { maxLength: 8 })
  .map((list) => list.map(({ source, span }) => run(source, true, ...span)));
/** Runs on their source's cadence. */
export const runsArb = fc
  .tuple(fc.array(runArb, { maxLength: 6 }), goodHistory, phasesArb)
  .map(([any, good, phases]) => [...any, ...good].map((each) => phased(each, phases)));
/** Observations at any second. */
const strayArb: fc.Arbitrary<Run[]> = fc.array(
  fc.tuple(fc.integer({ min: 0, max: MINUTES * 60 - 1 }), fc.constantFrom(...SOURCES), fc.boolean()).map(([at, source, ok]) => once(at, source, ok)),
  { maxLength: 8 },
);
const pointArb: fc.Arbitrary<PointSignal> = fc.record({
  kind: fc.constantFrom("xid", "reset", "cleared", "throughput", "throttled", "ecc", "link"),
  at: fc.integer({ min: 0, max: MINUTES * 60 - 1 }).map((at) => T0 + at),
  ok: fc.boolean(),
  code: fc.constantFrom(79, 48, 31),
  value: fc.constantFrom(390, 400),
});
export const pointsArb = fc.array(pointArb, { maxLength: 5 });
export const intervalArb = fc
  .tuple(fc.integer({ min: 0, max: MINUTES * 60 }), fc.integer({ min: 1, max: 900 }))
  .map(([start, length]) => ({ start: T0 + start, end: T0 + start + length }));
export const blindArb = fc.array(intervalArb, { maxLength: 2 });
const workArb: fc.Arbitrary<WorkWindow[]> = fc.array(
  fc.tuple(intervalArb, fc.boolean()).map(([window, told]) => ({ ...window, announcedAt: window.start - (told ? ANNOUNCEMENT_SECONDS : 60) })),
  { maxLength: 2 },
);
export const historyArb = fc.record({
  runs: fc.oneof(
    runsArb,
    fc.tuple(runsArb, strayArb).map((both) => both.flat()),
  ),
  points: pointsArb,
  blind: blindArb,
  work: workArb,
});

/** Every run split into its single observations. */
export const singles = (runs: readonly Run[]) =>
  runs.flatMap((each) => Array.from({ length: (each.last - each.from) / 60 + 1 }, (_, k) => ({ ...each, from: each.from + k * 60, last: each.from + k * 60 })));
/** All items in any order, some repeated. */
export const shuffledWithRepeats = <T>(items: readonly T[]) =>
  items.length === 0
    ? fc.constant<T[]>([])
    : fc
        .tuple(fc.shuffledSubarray([...items], { minLength: items.length }), fc.array(fc.constantFrom(...items), { maxLength: 8 }), fc.nat())
        .map(([all, again, at]) => [...all.slice(at % all.length), ...again, ...all.slice(0, at % all.length)]);
