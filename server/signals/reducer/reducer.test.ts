import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StateInterval } from "@/lib/node-state";
import type { Instant, Interval } from "@/lib/period";
import { applySplice, recomputeNode, spliceIntervals } from "./recompute";
import { ANNOUNCEMENT_SECONDS, type Evidence, FRESH, reduceNode, type WorkWindow } from "./reducer";
import {
  extendOrRecompute,
  hearCollector,
  isSilent,
  judgement,
  mergePoints,
  mergeRuns,
  minuteOf,
  type CollectorWatch,
  type NodeSignals,
  type PointSignal,
  type Run,
  SOURCES,
  type WatchState,
} from "../door/runs";

const T0 = 1_793_000_040 - (1_793_000_040 % 60);
const M0 = minuteOf(T0);
const MINUTES = 40;
const SPAN: Interval = { start: T0, end: T0 + MINUTES * 60 };

const evidence = (part: Partial<Evidence>): Evidence => ({ span: SPAN, entry: FRESH, runs: [], points: [], blind: [], work: [], committedGbps: 400, ...part });
const run = (source: Run["source"], ok: boolean, from: number, until: number): Run => ({ source, ok, fromMinute: M0 + from, untilMinute: M0 + until });
const point = (kind: PointSignal["kind"], at: number, more: Partial<PointSignal> = {}): PointSignal => ({ kind, at: T0 + at, ok: false, code: null, value: null, ...more });
const brief = (rows: StateInterval[]) => rows.map((row) => `${(row.start - T0) / 60}-${row.end === null ? "" : (row.end - T0) / 60} ${row.state} ${row.reason}${row.code ?? ""}`);
const judge = (part: Partial<Evidence>) => brief(reduceNode(evidence(part)));
const beats = (...spans: [number, number][]) => spans.map(([from, until]) => run("agent", true, from, until));

describe("down by observation", () => {
  it("bridges one missed minute and dates two back to the first", () => {
    expect(judge({ runs: beats([0, 10], [11, 40]) })).toEqual(["0- up good"]);
    expect(judge({ runs: beats([0, 10], [12, 40]) })).toEqual(["0-10 up good", "10-12 down silence", "12- up good"]);
    expect(judge({ runs: beats([0, 39]) })).toEqual(["0- up good"]);
    expect(judge({ runs: beats([0, 38]) })).toEqual(["0-38 up good", "38- down silence"]);
  });
  it("comes back with the first of two good minutes and does not flap", () => {
    expect(judge({ runs: beats([0, 10], [13, 14], [15, 16], [17, 18], [20, 40]) })).toEqual(["0-10 up good", "10-20 down silence", "20- up good"]);
    expect(judge({ runs: beats([0, 10], [39, 40]) })).toEqual(["0-10 up good", "10- down silence"]);
  });
  it("goes down with the probes' majority at once, though the agent still beats", () => {
    const probes = [run("probe-1", false, 5, 7), run("probe-3", false, 6, 8)];
    expect(judge({ runs: [...beats([0, 40]), ...probes] })).toEqual(["0-6 up good", "6-7 down probes_failed", "7- up good"]);
    expect(judge({ runs: [...beats([0, 5], [7, 40]), run("probe-1", false, 6, 7), run("probe-2", false, 6, 7)] })).toEqual(["0-5 up good", "5-7 down probes_failed", "7- up good"]);
  });
  it("accepts one successful probe for a silent agent", () => {
    expect(judge({ runs: [run("probe-2", true, 0, 40), run("probe-1", false, 3, 9)] })).toEqual(["0- up good"]);
  });
});

describe("what lies over it", () => {
  it("holds a fatal XID until reset, and never a watch-only one", () => {
    const runs = beats([0, 40]);
    expect(judge({ runs, points: [point("xid", 330, { code: 79 }), point("xid", 400, { code: 48 }), point("reset", 660)] })).toEqual(["0-5.5 up good", "5.5-11 down xid79", "11- up good"]);
    expect(judge({ runs, points: [13, 31, 63, 76, 94, 137, 140, 143].map((code) => point("xid", 300, { code })) })).toEqual(["0- up good"]);
    expect(judge({ runs, points: [point("xid", 300, { code: 95 }), point("cleared", 300)] })).toEqual(["0-5 up good", "5- down xid95"]);
  });
  it("is unknown while collectors are blind, whatever was or was not heard", () => {
    const blind = [{ start: T0 + 600, end: T0 + 1200 }];
    expect(judge({ runs: beats([0, 40]), blind })).toEqual(["0-10 up good", "10-20 unknown collectors_blind", "20- up good"]);
    expect(judge({ runs: beats([0, 10], [20, 40]), blind })).toEqual(["0-10 up good", "10-20 unknown collectors_blind", "20- up good"]);
    expect(judge({ runs: beats([0, 5], [30, 40]), blind })).toEqual(["0-5 up good", "5-10 down silence", "10-20 unknown collectors_blind", "20-30 down silence", "30- up good"]);
    expect(judge({ runs: beats([0, 40]), blind, points: [point("xid", 300, { code: 79 })] })).toEqual(["0-5 up good", "5- down xid79"]);
  });
  it("shows announced work as maintenance and late-announced work as down", () => {
    const window = { start: T0 + 600, end: T0 + 1200 };
    const told = { ...window, announcedAt: window.start - ANNOUNCEMENT_SECONDS };
    expect(judge({ runs: beats([0, 12]), work: [told] })).toEqual(["0-10 up good", "10-20 maintenance maintenance", "20- down silence"]);
    expect(judge({ runs: beats([0, 40]), work: [{ ...told, announcedAt: told.announcedAt + 1 }] })).toEqual(["0-10 up good", "10-20 down unannounced_work", "20- up good"]);
  });
  it("is degraded for five minutes by a warning or until it ends, and by throughput under the promise", () => {
    const runs = beats([0, 40]);
    expect(judge({ runs, points: [point("throttled", 600)] })).toEqual(["0-10 up good", "10-15 degraded throttled", "15- up good"]);
    expect(judge({ runs, points: [point("link", 600), point("link", 720, { ok: true })] })).toEqual(["0-10 up good", "10-12 degraded link", "12- up good"]);
    const bucket = Math.ceil(T0 / 300) * 300 - T0;
    const low = (value: number) => point("throughput", bucket + 17, { value });
    expect(reduceNode(evidence({ runs, points: [low(399.9)] }))[1]).toMatchObject({ start: T0 + bucket, end: T0 + bucket + 300, state: "degraded", reason: "throughput" });
    expect(judge({ runs, points: [low(400)] })).toEqual(["0- up good"]);
  });
  it("stays degraded while the repetition may still come, and ended in time when it did not", () => {
    const until = (minutes: number, more: PointSignal[] = []) => judge({ span: { start: T0, end: T0 + minutes * 60 }, runs: beats([0, 40]), points: [point("throttled", 600), ...more] });
    expect(until(16)).toEqual(["0-10 up good", "10- degraded throttled"]);
    expect(until(17)).toEqual(["0-10 up good", "10-15 degraded throttled", "15- up good"]);
    expect(until(17, [point("throttled", 900)])).toEqual(["0-10 up good", "10- degraded throttled"]);
    const bucket = Math.ceil(T0 / 300) * 300 - T0;
    const low = (slot: number, second: number) => point("throughput", bucket + slot * 300 + second, { value: 390 });
    const last = (minutes: number, ...points: PointSignal[]) => reduceNode(evidence({ span: { start: T0, end: T0 + minutes * 60 }, runs: beats([0, 40]), points })).at(-1);
    const firstEnd = Math.ceil((bucket + 300) / 60);
    expect(last(firstEnd + 6, low(0, 200))).toMatchObject({ start: T0 + bucket, state: "degraded", end: null });
    expect(last(firstEnd + 6, low(0, 200), low(1, 290))).toMatchObject({ start: T0 + bucket, state: "degraded", end: null });
    expect(last(firstEnd + 7, low(0, 200))).toMatchObject({ start: T0 + bucket + 300, state: "up" });
    expect(until(16, [point("throttled", 900, { ok: true })])).toEqual(["0-10 up good", "10-15 degraded throttled", "15- up good"]);
  });
});

// Arbitrary histories: mostly long runs, with every kind of disturbance.
const spanArb = fc.tuple(fc.integer({ min: 0, max: MINUTES - 1 }), fc.integer({ min: 1, max: 12 })).map(([from, length]) => [from, Math.min(MINUTES, from + length)] as const);
const runArb: fc.Arbitrary<Run> = fc.record({ source: fc.constantFrom(...SOURCES), ok: fc.boolean(), span: spanArb }).map(({ source, ok, span }) => run(source, ok, ...span));
const goodHistory = fc.array(fc.record({ source: fc.constantFrom(...SOURCES), span: spanArb }), { maxLength: 8 }).map((list) => list.map(({ source, span }) => run(source, true, ...span)));
const runsArb = fc.tuple(fc.array(runArb, { maxLength: 6 }), goodHistory).map(([any, good]) => [...any, ...good]);
const pointArb: fc.Arbitrary<PointSignal> = fc.record({
  kind: fc.constantFrom("xid", "reset", "cleared", "throughput", "throttled", "ecc", "link"),
  at: fc.integer({ min: 0, max: MINUTES * 60 - 1 }).map((at) => T0 + at),
  ok: fc.boolean(),
  code: fc.constantFrom(79, 48, 31),
  value: fc.constantFrom(390, 400),
});
const pointsArb = fc.array(pointArb, { maxLength: 5 });
const intervalArb = fc.tuple(fc.integer({ min: 0, max: MINUTES * 60 }), fc.integer({ min: 1, max: 900 })).map(([start, length]) => ({ start: T0 + start, end: T0 + start + length }));
const blindArb = fc.array(intervalArb, { maxLength: 2 });
const workArb: fc.Arbitrary<WorkWindow[]> = fc.array(
  fc.tuple(intervalArb, fc.boolean()).map(([window, told]) => ({ ...window, announcedAt: window.start - (told ? ANNOUNCEMENT_SECONDS : 60) })),
  { maxLength: 2 },
);
const historyArb = fc.record({ runs: runsArb, points: pointsArb, blind: blindArb, work: workArb });

/** Every run cut into its single minutes, each sent once or twice, in any order, joined again by chance. */
const singles = (runs: readonly Run[]) => runs.flatMap((each) => Array.from({ length: each.untilMinute - each.fromMinute }, (_, k) => ({ ...each, fromMinute: each.fromMinute + k, untilMinute: each.fromMinute + k + 1 })));
const shuffledWithRepeats = <T>(items: readonly T[]) =>
  items.length === 0 ? fc.constant<T[]>([]) : fc.tuple(fc.shuffledSubarray([...items], { minLength: items.length }), fc.array(fc.constantFrom(...items), { maxLength: 8 }), fc.nat()).map(([all, again, at]) => [...all.slice(at % all.length), ...again, ...all.slice(0, at % all.length)]);

describe("properties of the reducer", () => {
  it("does not depend on order, repetition or cutting", () => {
    fc.assert(
      fc.property(
        historyArb.chain((history) => fc.tuple(fc.constant(history), shuffledWithRepeats([...singles(history.runs), ...history.runs]), shuffledWithRepeats(history.points))),
        ([history, runs, points]) => {
          expect(mergeRuns(runs)).toEqual(mergeRuns(history.runs));
          expect(mergeRuns(mergeRuns(runs))).toEqual(mergeRuns(runs));
          expect(reduceNode(evidence({ ...history, runs, points: mergePoints(points) }))).toEqual(reduceNode(evidence(history)));
        },
      ),
    );
  });

  it("leaves no gap and no overlap, changes with every row, and cuts windows out of the whole", () => {
    fc.assert(
      fc.property(historyArb, intervalArb, (history, cut) => {
        const rows = reduceNode(evidence(history));
        expect(rows[0]?.start).toBe(SPAN.start);
        rows.forEach((row, index) => {
          const next = rows[index + 1];
          expect(row.end).toBe(next ? next.start : null);
          expect((row.end ?? SPAN.end) > row.start).toBe(true);
          if (next) expect([next.state, next.reason, next.code]).not.toEqual([row.state, row.reason, row.code]);
        });
        const window = { start: Math.min(cut.start, SPAN.end - 1), end: Math.min(cut.end, SPAN.end) };
        const at = (list: StateInterval[], t: Instant) => list.find((row) => row.start <= t && t < (row.end ?? Infinity))?.reason;
        const piece = reduceNode(evidence(history), window);
        for (let t = window.start; t < window.end; t += 7) expect(at(piece, t)).toBe(at(rows, t));
      }),
    );
  });

  it("agrees with a plain minute-by-minute reading of the rule", () => {
    fc.assert(
      fc.property(runsArb, (runs) => {
        const has = (minute: number, source: string, ok: boolean) => runs.some((r) => r.source === source && r.ok === ok && r.fromMinute <= M0 + minute && M0 + minute < r.untilMinute);
        const failed = (m: number) => ["probe-1", "probe-2", "probe-3"].filter((source) => has(m, source, false)).length >= 2;
        const good = (m: number) => m < MINUTES && !failed(m) && SOURCES.some((source) => has(m, source, true) && !has(m, source, false));
        const missed = (m: number) => m >= 0 && m < MINUTES && !good(m) && !failed(m);
        const expected: boolean[] = [];
        let down = false;
        for (let m = 0; m < MINUTES; m += 1) {
          if (down) down = !(good(m) && good(m + 1));
          else down = failed(m) || (missed(m) && (missed(m + 1) || (m + 1 < MINUTES && failed(m + 1))));
          expected.push(down);
        }
        const rows = reduceNode(evidence({ runs }));
        const actual = expected.map((_, m) => rows.findLast((row) => row.start <= T0 + m * 60)?.state === "down");
        expect(actual).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

/** A store as the signals door keeps it: watch, closed runs and points, rows; the fast path where it is allowed. */
class Store {
  rows: StateInterval[] = [];
  watch: WatchState | null = null;
  closed: Run[] = [];
  points: PointSignal[] = [];
  judgedUntil: Instant = SPAN.start;
  extended = 0;
  constructor(readonly blind: Interval[], readonly work: WorkWindow[]) {}

  take(batch: NodeSignals) {
    const decision = this.watch ? extendOrRecompute(this.watch, batch, 400) : { kind: "recompute" as const };
    if (decision.kind === "extend" && this.watch) {
      this.watch.runs = decision.runs;
      this.extended += 1;
    } else this.reduce(batch);
  }
  tick(until: Instant) {
    this.judgedUntil = Math.max(until, this.judgedUntil);
    const turning = [...this.blind, ...this.work].some((each) => each.start < until);
    if (this.watch && (isSilent(this.watch, until) || this.watch.unsettled || this.watch.state !== "up" || turning)) this.reduce({ runs: [], points: [] }, this.rows[0]?.start);
  }
  reduce(batch: NodeSignals, changedFrom?: Instant) {
    const running = this.watch ? SOURCES.flatMap((source) => (this.watch?.runs[source] ? [{ source, ok: true, ...this.watch.runs[source] }] : [])) : [];
    const stored = { rows: this.rows, runs: [...this.closed, ...running], points: this.points, blind: this.blind, work: this.work, committedGbps: 400, keptFrom: SPAN.start - 3600 };
    const after = recomputeNode(stored, batch, this.judgedUntil, changedFrom);
    this.rows = applySplice(this.rows, after.splice);
    ({ watch: this.watch, closed: this.closed, points: this.points } = after);
  }
}

describe("piece by piece", () => {
  it("signals in any order and cut, over a moving watermark, end in the same rows as all at once", () => {
    const fast = { extended: 0 };
    fc.assert(
      fc.property(
        historyArb.chain((history) => {
          const items: NodeSignals[] = [...singles(history.runs).map((r) => ({ runs: [r], points: [] })), ...history.points.map((p) => ({ runs: [], points: [p] }))];
          const sorted = [...items].sort((a, b) => (a.runs[0] ? a.runs[0].fromMinute * 60 : (a.points[0]?.at ?? 0)) - (b.runs[0] ? b.runs[0].fromMinute * 60 : (b.points[0]?.at ?? 0)));
          return fc.tuple(fc.constant(history), fc.oneof(fc.constant(sorted), shuffledWithRepeats(items)), fc.array(fc.integer({ min: 0, max: MINUTES }), { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), fc.boolean());
        }),
        ([history, items, ticks, chunk, calm]) => {
          const { blind, work } = calm ? { blind: [], work: [] } : history;
          const store = new Store(blind, work);
          for (let index = 0; index < items.length; index += chunk) {
            const part = items.slice(index, index + chunk);
            store.take({ runs: part.flatMap((item) => item.runs), points: part.flatMap((item) => item.points) });
            const tick = ticks[index % Math.max(1, ticks.length)];
            if (tick !== undefined) store.tick(T0 + Math.min(tick, Math.ceil((index / items.length) * MINUTES) + 3) * 60);
          }
          store.tick(SPAN.end);
          fast.extended += store.extended;
          if (history.runs.length === 0) {
            expect(store.rows).toEqual([]);
            return;
          }
          const firstMinute = Math.min(...history.runs.map((r) => r.fromMinute));
          const span = { start: firstMinute * 60, end: SPAN.end };
          expect(brief(store.rows)).toEqual(judge({ ...history, blind, work, span }));
        },
      ),
      { numRuns: 1_500 },
    );
    expect(fast.extended).toBeGreaterThan(500);
  });

  it("resumes after pruning: what lies before the kept signals stays, and the outcome is the same", () => {
    fc.assert(
      fc.property(runsArb, pointsArb, fc.integer({ min: 10, max: 30 }), fc.integer({ min: 31, max: MINUTES }), (runs, points, prunedTo, judged) => {
        const whole = evidence({ runs: mergeRuns([run("agent", true, 0, 1), ...runs]), points });
        const keptFrom = T0 + prunedTo * 60;
        const masked = reduceNode(whole).some((row) => row.reason === "xid" && row.start < keptFrom && (row.end ?? Infinity) > keptFrom);
        fc.pre(!masked);
        const until = T0 + judged * 60;
        const before = reduceNode({ ...whole, span: { start: SPAN.start, end: until } });
        const keptRuns = whole.runs.flatMap((r) => (r.untilMinute <= M0 + prunedTo ? [] : [{ ...r, fromMinute: Math.max(r.fromMinute, M0 + prunedTo) }]));
        const stored = { rows: before, runs: keptRuns, points: points.filter((p) => p.at >= keptFrom - 300), blind: [], work: [], committedGbps: 400, keptFrom };
        const after = recomputeNode(stored, { runs: [], points: [] }, SPAN.end, keptFrom);
        expect(brief(applySplice(before, after.splice))).toEqual(brief(reduceNode(whole)));
      }),
      { numRuns: 500 },
    );
  });

  it("a splice changes nothing when nothing changed", () => {
    fc.assert(
      fc.property(historyArb, (history) => {
        const rows = reduceNode(evidence(history));
        expect(spliceIntervals(rows, SPAN, rows)).toEqual({ removed: [], ended: [], added: [] });
      }),
    );
  });
});

describe("collectors", () => {
  it("record gaps of two minutes and more, and close them with late heartbeats in any order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 39 }), { minLength: 1 }).chain((minutes) => fc.tuple(fc.constant(minutes), shuffledWithRepeats(minutes))),
        ([minutes, order]) => {
          let watch: CollectorWatch = hearCollector(null, run("agent", true, 0, 1));
          for (const minute of order) watch = hearCollector(watch, run("agent", true, minute, minute + 1));
          const heard = [0, ...minutes].sort((a, b) => a - b);
          const gaps = heard.slice(1).flatMap((minute, index) => {
            const from = (heard[index] ?? 0) + 1;
            return minute - from >= 2 ? [{ start: T0 + from * 60, end: T0 + minute * 60 }] : [];
          });
          expect(watch).toEqual({ watchedFrom: T0, watchedUntil: T0 + (Math.max(...heard) + 1) * 60, gaps });
        },
      ),
    );
  });
  it("judge up to the watermark, and say unknown once it is older than two minutes", () => {
    expect(judgement(T0 + 600, T0 + 570)).toEqual({ until: T0 + 540, blind: null });
    expect(judgement(T0 + 600, T0 + 720)).toEqual({ until: T0 + 600, blind: null });
    expect(judgement(T0 + 600, T0 + 745)).toEqual({ until: T0 + 720, blind: { start: T0 + 600, end: T0 + 720 } });
  });
});
