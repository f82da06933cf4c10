import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstant, SECONDS_PER_MINUTE } from "@/lib/period";
import type { Disturbance, Effect } from "./disturbances";
import { collectorSignal, phaseOf, type Signal, signalsOf, detectionsOf } from "./signals";

const START = parseInstant("2026-11-01T00:00:00Z");
const PHASE = 17;

/** Every single observation behind the signals: `agent heartbeat true 1234`. */
function observations(signals: readonly Signal[]): string[] {
  return signals
    .flatMap(({ source, kind, ok, observedAt, repeat }) =>
      Array.from(
        { length: repeat?.count ?? 1 },
        (_, index) => `${source} ${kind} ${ok} ${parseInstant(observedAt) - START + index * (repeat?.everySeconds ?? 0)}`,
      ),
    )
    .sort();
}

/** Minute by minute, without any batching: what a node in that phase would have sent. */
function plainly(disturbances: readonly Disturbance[], minutes: number): string[] {
  const said: string[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const second = minute * SECONDS_PER_MINUTE + PHASE;
    const now = disturbances.filter(({ start, end }) => start - START <= second && second < end - START).map(({ effect }) => effect);
    if (now.includes("silent")) continue;
    said.push(`agent heartbeat true ${second}`);
    for (const probe of ["probe-1", "probe-2", "probe-3"]) said.push(`${probe} probe ${!now.includes("probe_failing")} ${second}`);
  }
  return said;
}

const disturbance = (effects: readonly Effect[]): fc.Arbitrary<Disturbance> =>
  fc
    .record({ effect: fc.constantFrom(...effects), start: fc.integer({ min: -600, max: 3_600 }), length: fc.integer({ min: 1, max: 1_800 }) })
    .map(({ effect, start, length }) => ({
      effect,
      start: START + start,
      end: START + start + length,
      xid: effect === "xid" ? 79 : null,
      gbps: effect === "throughput" ? 61 : null,
    }));

const speaking = (disturbances: readonly Disturbance[]) => ({ nodeId: "nod_1", phase: PHASE, disturbances });

describe("signals of a simulated node", () => {
  it("report each minute what a node observed once a minute would send", () => {
    fc.assert(
      fc.property(fc.array(disturbance(["silent", "probe_failing"]), { maxLength: 4 }), (disturbances) => {
        expect(observations(signalsOf(speaking(disturbances), START, START + 3_600))).toEqual(plainly(disturbances, 60).sort());
      }),
    );
  });

  it("are the same however time is split into batches", () => {
    const all: Effect[] = ["silent", "probe_failing", "xid", "throttled", "link", "throughput"];
    fc.assert(
      fc.property(fc.array(disturbance(all), { maxLength: 4 }), fc.integer({ min: 1, max: 59 }), (disturbances, cut) => {
        const middle = START + cut * SECONDS_PER_MINUTE;
        const parts = [...signalsOf(speaking(disturbances), START, middle), ...signalsOf(speaking(disturbances), middle, START + 3_600)];
        expect(observations(parts)).toEqual(observations(signalsOf(speaking(disturbances), START, START + 3_600)));
      }),
    );
  });

  it("report a GPU fault at its second, and the reset that ends it", () => {
    const fault: Disturbance = { effect: "xid", start: START + 100, end: START + 1_000, xid: 48, gbps: null };
    const points = signalsOf(speaking([fault]), START, START + 3_600).filter(({ kind }) => kind === "xid" || kind === "reset");
    expect(points).toEqual([
      { node: "nod_1", source: "agent", kind: "xid", ok: false, code: 48, observedAt: "2026-11-01T00:01:40Z" },
      { node: "nod_1", source: "agent", kind: "reset", ok: true, observedAt: "2026-11-01T00:16:40Z" },
    ]);
  });

  it("are confirmed by collectors that saw every minute", () => {
    const signal = collectorSignal("no-oslo-1a:h100-sxm.8x", START, START + 600);
    expect(signal).toMatchObject({ source: "collector", kind: "heartbeat", repeat: { everySeconds: 60, count: 10 } });
    expect(parseInstant(signal.observedAt) - START).toBe(phaseOf("no-oslo-1a:h100-sxm.8x"));
  });

  it("reveal silence after two missed minutes, failing probes after one, and recovery after two good ones", () => {
    const from = START + 600 + PHASE;
    const of = (effect: Effect) =>
      detectionsOf({ effect, start: from, end: from + 900, xid: null, gbps: null }, PHASE).map(({ at, silence }) => [at - START, silence]);
    expect(of("silent")).toEqual([
      [720, true],
      [1_620, false],
    ]);
    expect(of("probe_failing")).toEqual([
      [660, false],
      [1_620, false],
    ]);
    expect(of("throttled")).toEqual([
      [660, false],
      [1_980, true],
    ]);
  });
});
