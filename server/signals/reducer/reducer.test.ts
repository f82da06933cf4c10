import { describe, expect, it } from "vitest";
import { mergeRuns, type PointSignal, type Run } from "../door/runs";
import { ANNOUNCEMENT_SECONDS, reduceNode } from "./reducer";
import { beats, briefSeconds, evidence, judge, once, point, run, SPAN, T0 } from "../testing/histories";

describe("down by observation", () => {
  it("bridges one missed minute and dates two back to the first", () => {
    expect(judge({ runs: beats([0, 10], [11, 40]) })).toEqual(["0- up good"]);
    expect(judge({ runs: beats([0, 10], [12, 40]) })).toEqual(["0-10 up good", "10-12 down silence", "12- up good"]);
    expect(judge({ runs: beats([0, 39]) })).toEqual(["0- up good"]);
    expect(judge({ runs: beats([0, 38]) })).toEqual(["0-38 up good", "38- down silence"]);
  });
  it("recovers with the first of two good minutes and does not flap", () => {
    expect(judge({ runs: beats([0, 10], [13, 14], [15, 16], [17, 18], [20, 40]) })).toEqual(["0-10 up good", "10-20 down silence", "20- up good"]);
    expect(judge({ runs: beats([0, 10], [39, 40]) })).toEqual(["0-10 up good", "10- down silence"]);
  });
  it("goes down with the majority of probes at once, even while the agent sends heartbeats", () => {
    const probes = [run("probe-1", false, 5, 7), run("probe-3", false, 6, 8)];
    expect(judge({ runs: [...beats([0, 40]), ...probes] })).toEqual(["0-6 up good", "6-7 down probes_failed", "7- up good"]);
    expect(judge({ runs: [...beats([0, 5], [7, 40]), run("probe-1", false, 6, 7), run("probe-2", false, 6, 7)] })).toEqual([
      "0-5 up good",
      "5-7 down probes_failed",
      "7- up good",
    ]);
  });
  it("counts silence in seconds from the last good observation", () => {
    const seconds = (...at: number[]) =>
      briefSeconds(
        reduceNode(evidence({ runs: mergeRuns([...at.map((each) => once(each)), ...beats([20, 40])]), span: { start: T0 + (at[0] ?? 0), end: SPAN.end } })),
      );
    const steady = (from: number, last: number) => Array.from({ length: (last - from) / 60 + 1 }, (_, k) => from + k * 60);
    expect(seconds(1, 179, ...steady(239, 1200))).toEqual(["1-61 up good", "61-179 down silence", "179- up good"]);
    expect(seconds(59, 180, ...steady(240, 1200))).toEqual(["59-119 up good", "119-180 down silence", "180- up good"]);
    expect(seconds(59, 179, ...steady(239, 1200))).toEqual(["59- up good"]);
    expect(seconds(...steady(37, 577), ...steady(1177, 1237))).toEqual(["37-637 up good", "637-1177 down silence", "1177- up good"]);
  });
  it("takes a node that was not expected before as silent from the second it is expected", () => {
    const expectedFrom = T0 + 285;
    expect(briefSeconds(reduceNode(evidence({ expectedFrom, span: { start: expectedFrom, end: expectedFrom + 120 } })))).toEqual(["285- up good"]);
    expect(briefSeconds(reduceNode(evidence({ expectedFrom, span: { start: expectedFrom, end: expectedFrom + 121 } })))).toEqual([
      "285-345 up good",
      "345- down silence",
    ]);
    expect(briefSeconds(reduceNode(evidence({ expectedFrom, runs: beats([20, 40]), span: { start: expectedFrom, end: SPAN.end } })))).toEqual([
      "285-345 up good",
      "345-1200 down silence",
      "1200- up good",
    ]);
    // Heard long before by chance: nobody was waiting for it then.
    expect(briefSeconds(reduceNode(evidence({ expectedFrom: T0 + 600, runs: beats([0, 2]) })))).toEqual([
      "0-120 up good",
      "120-600 down silence",
      "600-660 up good",
      "660- down silence",
    ]);
  });
  it("dates failing probes back to the first failed test of the majority, each valid for a minute", () => {
    const failing = (...tests: [number, Run["source"]][]) =>
      briefSeconds(reduceNode(evidence({ runs: [...beats([0, 40]), ...tests.map(([at, probe]) => once(at, probe, false))] })));
    expect(failing([310, "probe-1"], [340, "probe-3"])).toEqual(["0-310 up good", "310-420 down probes_failed", "420- up good"]);
    expect(failing([310, "probe-1"], [370, "probe-3"])).toEqual(["0- up good"]);
    expect(failing([310, "probe-1"], [340, "probe-1"])).toEqual(["0- up good"]);
  });
  it("accepts one successful probe for a silent agent", () => {
    expect(judge({ runs: [run("probe-2", true, 0, 40), run("probe-1", false, 3, 9)] })).toEqual(["0- up good"]);
  });
});

describe("other layers", () => {
  it("hold a fatal XID until reset, and never a watch-only one", () => {
    const runs = beats([0, 40]);
    expect(judge({ runs, points: [point("xid", 330, { code: 79 }), point("xid", 400, { code: 48 }), point("reset", 660)] })).toEqual([
      "0-5.5 up good",
      "5.5-11 down xid79",
      "11- up good",
    ]);
    expect(judge({ runs, points: [13, 31, 63, 76, 94, 137, 140, 143].map((code) => point("xid", 300, { code })) })).toEqual(["0- up good"]);
    expect(judge({ runs, points: [point("xid", 300, { code: 95 }), point("cleared", 300)] })).toEqual(["0-5 up good", "5- down xid95"]);
  });
  it("are unknown while collectors are blind, whatever was or was not heard", () => {
    const blind = [{ start: T0 + 600, end: T0 + 1200 }];
    expect(judge({ runs: beats([0, 40]), blind })).toEqual(["0-10 up good", "10-20 unknown collectors_blind", "20- up good"]);
    expect(judge({ runs: beats([0, 10], [20, 40]), blind })).toEqual(["0-10 up good", "10-20 unknown collectors_blind", "20- up good"]);
    expect(judge({ runs: beats([0, 5], [30, 40]), blind })).toEqual([
      "0-5 up good",
      "5-10 down silence",
      "10-20 unknown collectors_blind",
      "20-30 down silence",
      "30- up good",
    ]);
    expect(judge({ runs: beats([0, 40]), blind, points: [point("xid", 300, { code: 79 })] })).toEqual(["0-5 up good", "5- down xid79"]);
  });
  it("show announced maintenance as maintenance and late-announced work as down", () => {
    const window = { start: T0 + 600, end: T0 + 1200 };
    const told = { ...window, announcedAt: window.start - ANNOUNCEMENT_SECONDS };
    expect(judge({ runs: beats([0, 12]), work: [told] })).toEqual(["0-10 up good", "10-20 maintenance maintenance", "20- down silence"]);
    expect(judge({ runs: beats([0, 40]), work: [{ ...told, announcedAt: told.announcedAt + 1 }] })).toEqual([
      "0-10 up good",
      "10-20 down unannounced_work",
      "20- up good",
    ]);
  });
  it("are degraded for five minutes by a warning or until it ends, and by throughput below the promise", () => {
    const runs = beats([0, 40]);
    expect(judge({ runs, points: [point("throttled", 600)] })).toEqual(["0-10 up good", "10-15 degraded throttled", "15- up good"]);
    expect(judge({ runs, points: [point("link", 600), point("link", 720, { ok: true })] })).toEqual(["0-10 up good", "10-12 degraded link", "12- up good"]);
    const bucket = Math.ceil(T0 / 300) * 300 - T0;
    const low = (value: number) => point("throughput", bucket + 17, { value });
    expect(reduceNode(evidence({ runs, points: [low(399.9)] }))[1]).toMatchObject({
      start: T0 + bucket,
      end: T0 + bucket + 300,
      state: "degraded",
      reason: "throughput",
    });
    expect(judge({ runs, points: [low(400)] })).toEqual(["0- up good"]);
  });
  it("stay degraded while the repetition may still come, and ended on time when it did not", () => {
    const until = (minutes: number, more: PointSignal[] = []) =>
      judge({ span: { start: T0, end: T0 + minutes * 60 }, runs: beats([0, 40]), points: [point("throttled", 600), ...more] });
    expect(until(16)).toEqual(["0-10 up good", "10- degraded throttled"]);
    expect(until(17)).toEqual(["0-10 up good", "10-15 degraded throttled", "15- up good"]);
    expect(until(17, [point("throttled", 900)])).toEqual(["0-10 up good", "10- degraded throttled"]);
    const bucket = Math.ceil(T0 / 300) * 300 - T0;
    const low = (slot: number, second: number) => point("throughput", bucket + slot * 300 + second, { value: 390 });
    const last = (minutes: number, ...points: PointSignal[]) =>
      reduceNode(evidence({ span: { start: T0, end: T0 + minutes * 60 }, runs: beats([0, 40]), points })).at(-1);
    const firstEnd = Math.ceil((bucket + 300) / 60);
    expect(last(firstEnd + 6, low(0, 200))).toMatchObject({ start: T0 + bucket, state: "degraded", end: null });
    expect(last(firstEnd + 6, low(0, 200), low(1, 290))).toMatchObject({ start: T0 + bucket, state: "degraded", end: null });
    expect(last(firstEnd + 7, low(0, 200))).toMatchObject({ start: T0 + bucket + 300, state: "up" });
    expect(until(16, [point("throttled", 900, { ok: true })])).toEqual(["0-10 up good", "10-15 degraded throttled", "15- up good"]);
  });
});
