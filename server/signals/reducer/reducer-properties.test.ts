import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StateInterval } from "@/lib/node-state";
import type { Instant, Interval } from "@/lib/period";
import { mergePoints, mergeRuns, type Run, SOURCES } from "../door/runs";
import { reduceNode } from "./reducer";
import { blindArb, evidence, historyArb, intervalArb, once, run, runsArb, shuffledWithRepeats, singles, SPAN, T0 } from "../testing/histories";

describe("properties of the reducer", () => {
  it("does not depend on order, repetition or splitting", () => {
    fc.assert(
      fc.property(
        historyArb.chain((history) =>
          fc.tuple(fc.constant(history), shuffledWithRepeats([...singles(history.runs), ...history.runs]), shuffledWithRepeats(history.points)),
        ),
        ([history, runs, points]) => {
          expect(mergeRuns(runs)).toEqual(mergeRuns(history.runs));
          expect(mergeRuns(mergeRuns(runs))).toEqual(mergeRuns(runs));
          expect(reduceNode(evidence({ ...history, runs: mergeRuns(runs), points: mergePoints(points) }))).toEqual(
            reduceNode(evidence({ ...history, runs: mergeRuns(history.runs) })),
          );
        },
      ),
    );
  });

  it("leaves no gap and no overlap, changes with every row, and clips windows from the whole", () => {
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

  it("agrees with a second-by-second reading of the rule, for observations on their sources' cadence", () => {
    fc.assert(
      fc.property(runsArb, blindArb, (runs, blind) => {
        const rows = reduceNode(evidence({ runs: mergeRuns(runs), blind, expectedFrom: null }));
        expect(wordsOf(rows)).toBe(readSeconds(singles(runs), blind, null));
      }),
      { numRuns: 200 },
    );
  }, 600_000);

  it("agrees with it for a node that starts serving and is heard or not", () => {
    fc.assert(
      fc.property(runsArb, fc.oneof(fc.constant([]), blindArb), fc.integer({ min: 0, max: 2_400 }), (runs, blind, expected) => {
        const rows = reduceNode(evidence({ runs: mergeRuns(runs), blind, expectedFrom: T0 + expected }));
        expect(wordsOf(rows)).toBe(readSeconds(singles(runs), blind, T0 + expected));
      }),
      {
        numRuns: 300,
        examples: [
          // A majority fails in the second in which the node begins to serve.
          [[run("probe-1", false, 0, 4), run("probe-3", false, 3, 4), run("agent", true, 0, 1)], [], 180],
          // A single good observation before the node begins to serve, and the one after it.
          [[run("agent", true, 24, 25), run("probe-1", true, 25, 26), run("agent", true, 0, 1)], [], 1_441],
        ],
      },
    );
  }, 600_000);

  it("agrees with it for good observations at any second", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 2_399 }), fc.constantFrom(...SOURCES)), { maxLength: 40 }), (observed) => {
        const runs = observed.map(([at, source]) => once(at, source));
        expect(wordsOf(reduceNode(evidence({ runs: mergeRuns(runs) })))).toBe(readSeconds(runs, [], null));
      }),
      { numRuns: 200 },
    );
  }, 600_000);
});

/** The rows as text: `0 up, 600 down, …`. */
const wordsOf = (rows: readonly StateInterval[]): string => changesOf(rows.map(({ start, state }) => [start - SPAN.start, state]));

/** Only where the state changes. */
const changesOf = (words: readonly (readonly [number, string])[]): string =>
  words
    .filter(([, word], index) => word !== words[index - 1]?.[1])
    .map(([at, word]) => `${at} ${word}`)
    .join(", ");

/** The rule as docs/sla-and-billing.md words it, second by second, with none of the reducer's code. */
function readSeconds(observations: readonly Run[], blind: readonly Interval[], expectedFrom: Instant | null): string {
  const length = SPAN.end - SPAN.start;
  const isBlind = (t: Instant) => blind.some(({ start, end }) => start <= t && t < end);
  const told = new Map<string, { good: boolean; bad: boolean }>();
  for (const { source, ok, from } of observations) {
    if (isBlind(from)) continue;
    const key = `${source} ${from}`;
    const known = told.get(key) ?? { good: false, bad: false };
    told.set(key, { good: known.good || ok, bad: known.bad || !ok });
  }
  // The last verdict of each probe holds for a minute; two bad ones at once are a failure, from the first of their
  // tests on.
  const failed = new Set<Instant>();
  const standing = new Map<string, { at: Instant; bad: boolean }>();
  let failing = false;
  for (let t = SPAN.start; t < SPAN.end; t += 1) {
    for (const probe of ["probe-1", "probe-2", "probe-3"]) {
      const verdict = told.get(`${probe} ${t}`);
      if (verdict) standing.set(probe, { at: t, bad: verdict.bad });
    }
    if (isBlind(t)) standing.clear();
    const bad = [...standing.values()].filter((verdict) => verdict.bad && t - verdict.at < 60);
    if (bad.length >= 2) {
      if (!failing) for (let back = Math.min(...bad.map(({ at }) => at)); back < t; back += 1) failed.add(back);
      failed.add(t);
    }
    failing = bad.length >= 2;
  }
  const isGood = (t: Instant) =>
    !failed.has(t) &&
    SOURCES.some((source) => {
      const verdict = told.get(`${source} ${t}`);
      return verdict !== undefined && verdict.good && !verdict.bad;
    });
  const down: boolean[] = Array<boolean>(length).fill(false);
  const mark = (from: Instant, until: Instant, value: boolean) => down.fill(value, Math.max(0, from - SPAN.start), Math.max(0, until - SPAN.start));
  let isDown = false;
  let because: "silence" | "failure" = "silence";
  let good: Instant | null = null;
  let first: Instant | null = null;
  for (let t = SPAN.start; t <= SPAN.end; t += 1) {
    if (!isDown && good !== null && t - good > 120) {
      mark(good + 60, t, true);
      [isDown, because] = [true, "silence"];
    }
    if (t === SPAN.end) break;
    if (isBlind(t)) {
      first = null;
      // Observations due during a blind span are assumed good.
      if (good !== null && t > good && (t - good) % 60 === 0) good = t;
    }
    if (failed.has(t)) {
      first = null;
      if (!isDown) {
        if (good !== null && good + 60 < t) mark(good + 60, t, true);
        [isDown, because] = [true, "failure"];
      }
    }
    if (isGood(t)) {
      if (isDown && first !== null && t - first < 120) {
        mark(first, t, false);
        [isDown, first] = [false, null];
      } else if (isDown) first = t;
      good = t;
    }
    if (t === expectedFrom) {
      if (isDown && failed.has(t)) because = "failure";
      if (isDown && because === "silence") {
        const single = first;
        if (single !== null && Array.from({ length: 119 }, (_, k) => single + 1 + k).some((next) => next < SPAN.end && !isBlind(next) && isGood(next)))
          mark(single, t, false);
        [isDown, first] = [false, null];
      }
      good = t;
    }
    down[t - SPAN.start] = isDown;
  }
  return changesOf(down.map((value, k) => [k, isBlind(SPAN.start + k) ? "unknown" : value ? "down" : "up"]));
}
