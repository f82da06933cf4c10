import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StateInterval } from "@/lib/node-state";
import type { Instant, Interval } from "@/lib/period";
import { mergeRuns, type NodeSignals, POINT_REACH_SECONDS, type PointSignal, type Run, SAMPLE_OVERDUE_SECONDS, SOURCES } from "../door/runs";
import { extendOrRecompute, isSilent, type WatchState } from "../watch/watch-state";
import { applySplice, recomputeNode, spliceIntervals } from "./recompute";
import { reduceNode, type WorkWindow } from "./reducer";
import { briefSeconds, evidence, historyArb, MINUTES, pointsArb, run, runsArb, shuffledWithRepeats, singles, SPAN, T0 } from "../testing/histories";

/**
 * What is shown can be taken back until a sample is overdue, so signals are kept for longer than that before the judged
 * time; in production for three days (../watch/kept.ts).
 */
const SETTLED_MINUTES = Math.ceil(SAMPLE_OVERDUE_SECONDS / 60);

/** A store like the signals door's: watch, closed runs and points, rows; the fast path where it is allowed. */
class Store {
  rows: StateInterval[] = [];
  watch: WatchState | null = null;
  closed: Run[] = [];
  points: PointSignal[] = [];
  judgedUntil: Instant = SPAN.start;
  extended = 0;
  constructor(
    readonly blind: Interval[],
    readonly work: WorkWindow[],
    readonly expectedFrom: Instant | null,
  ) {}

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
    if (!this.watch && this.expectedFrom !== null) this.reduce({ runs: [], points: [] });
    else if (this.watch && (isSilent(this.watch, until) || this.watch.unsettled || this.watch.state !== "up" || turning))
      this.reduce({ runs: [], points: [] }, this.rows[0]?.start);
  }
  reduce(batch: NodeSignals, changedFrom?: Instant) {
    const running = this.watch ? SOURCES.flatMap((source) => (this.watch?.runs[source] ? [{ source, ok: true, ...this.watch.runs[source] }] : [])) : [];
    const stored = {
      rows: this.rows,
      runs: [...this.closed, ...running],
      points: this.points,
      blind: this.blind,
      work: this.work,
      committedGbps: 400,
      keptFrom: SPAN.start - 3600,
      expectedFrom: this.expectedFrom,
    };
    const after = recomputeNode(stored, batch, this.judgedUntil, changedFrom);
    this.rows = applySplice(this.rows, after.splice);
    ({ watch: this.watch, closed: this.closed, points: this.points } = after);
  }
}

describe("piece by piece", () => {
  it("signals in any order and split, over a moving watermark, end in the same rows as all at once", () => {
    const fast = { extended: 0 };
    fc.assert(
      fc.property(
        historyArb.chain((history) => {
          const items: NodeSignals[] = [
            ...singles(history.runs).map((r) => ({ runs: [r], points: [] })),
            ...history.points.map((p) => ({ runs: [], points: [p] })),
          ];
          const sorted = [...items].sort((a, b) => (a.runs[0]?.from ?? a.points[0]?.at ?? 0) - (b.runs[0]?.from ?? b.points[0]?.at ?? 0));
          return fc.tuple(
            fc.constant(history),
            fc.oneof(fc.constant(sorted), shuffledWithRepeats(items)),
            fc.array(fc.integer({ min: 0, max: MINUTES * 60 }), { maxLength: 30 }),
            fc.integer({ min: 1, max: 5 }),
            fc.boolean(),
            fc.option(
              fc.integer({ min: 0, max: MINUTES * 60 - 1 }).map((at) => T0 + at),
              { freq: 1 },
            ),
          );
        }),
        ([history, items, ticks, chunk, calm, expectedFrom]) => {
          const { blind, work } = calm ? { blind: [], work: [] } : history;
          const store = new Store(blind, work, expectedFrom);
          for (let index = 0; index < items.length; index += chunk) {
            const part = items.slice(index, index + chunk);
            store.take({ runs: part.flatMap((item) => item.runs), points: part.flatMap((item) => item.points) });
            const tick = ticks[index % Math.max(1, ticks.length)];
            if (tick !== undefined) store.tick(T0 + Math.min(tick, Math.ceil((index / items.length) * MINUTES * 60) + 180));
          }
          store.tick(SPAN.end);
          fast.extended += store.extended;
          if (history.runs.length === 0 && expectedFrom === null) {
            expect(store.rows).toEqual([]);
            return;
          }
          const span = { start: Math.min(expectedFrom ?? Infinity, ...history.runs.map((each) => each.from)), end: SPAN.end };
          expect(briefSeconds(store.rows)).toEqual(
            briefSeconds(reduceNode(evidence({ ...history, runs: mergeRuns(history.runs), blind, work, span, expectedFrom }))),
          );
        },
      ),
      { numRuns: 600 },
    );
    expect(fast.extended).toBeGreaterThan(50);
  }, 600_000);

  it("resumes after pruning: rows before the kept signals stay, and the outcome is the same", () => {
    fc.assert(
      fc.property(runsArb, pointsArb, fc.integer({ min: 10, max: 30 }), fc.integer({ min: SETTLED_MINUTES, max: MINUTES }), (runs, points, prunedTo, ahead) => {
        const whole = evidence({ runs: mergeRuns([run("agent", true, 0, 1), ...runs]), points });
        const keptFrom = T0 + prunedTo * 60;
        const masked = reduceNode(whole).some((row) => row.reason === "xid" && row.start < keptFrom && (row.end ?? Infinity) > keptFrom);
        fc.pre(!masked);
        const until = Math.min(keptFrom + ahead * 60, SPAN.end);
        const before = reduceNode({ ...whole, span: { start: SPAN.start, end: until } });
        const [keptRuns, keptPoints] = [
          whole.runs.filter((each) => each.last >= keptFrom - POINT_REACH_SECONDS),
          points.filter((each) => each.at >= keptFrom - POINT_REACH_SECONDS),
        ];
        const stored = { rows: before, runs: keptRuns, points: keptPoints, blind: [], work: [], committedGbps: 400, keptFrom, expectedFrom: null };
        const after = recomputeNode(stored, { runs: [], points: [] }, SPAN.end, keptFrom);
        expect(briefSeconds(applySplice(before, after.splice))).toEqual(briefSeconds(reduceNode(whole)));
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
