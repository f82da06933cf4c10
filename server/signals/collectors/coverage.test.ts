import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CollectorWatch, hearCollector, judgement } from "./coverage";
import { shuffledWithRepeats, T0 } from "../testing/histories";

describe("collectors", () => {
  it("record gaps of more than two minutes, and close them with late heartbeats in any order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 2_400 }), { minLength: 1 }).chain((seconds) => fc.tuple(fc.constant(seconds), shuffledWithRepeats(seconds))),
        ([seconds, order]) => {
          let watch: CollectorWatch | null = null;
          for (const second of order) watch = hearCollector(watch, { from: T0 + second, last: T0 + second });
          const heard = [...seconds].sort((a, b) => a - b);
          const gaps = heard.slice(1).flatMap((second, index) => {
            const before = heard[index] ?? 0;
            return second - before > 120 ? [{ start: T0 + before + 60, end: T0 + second }] : [];
          });
          expect(watch).toEqual({ watchedFrom: T0 + Math.min(...heard), watchedUntil: T0 + Math.max(...heard) + 60, gaps });
        },
      ),
    );
  });
  it("judge up to the watermark, and report unknown once it is older than two minutes", () => {
    expect(judgement(T0 + 600, T0 + 570)).toEqual({ until: T0 + 570, blind: null });
    expect(judgement(T0 + 600, T0 + 720)).toEqual({ until: T0 + 600, blind: null });
    expect(judgement(T0 + 600, T0 + 745)).toEqual({ until: T0 + 745, blind: { start: T0 + 600, end: T0 + 745 } });
  });
});
