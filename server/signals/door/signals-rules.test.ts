import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatInstant } from "@/lib/period";
import { mergePoints, mergeRuns } from "./runs";
import { groupSignals as group, unknownIds } from "./signals-rules";

const NOW = 1_793_000_000;
const existing = {
  hasNode: (id: string) => /^nod_\d+$/.test(id),
  hasPool: (id: string) => id.startsWith("oslo"),
  maySpeakAs: () => true,
  committedGbps: () => 400,
};
const groupSignals = (items: readonly unknown[], now: number) => group(items, now, existing);
const at = (offset: number) => formatInstant(NOW + offset);
const beat = (offset: number, more: object = {}) => ({ node: "nod_1", source: "agent", kind: "heartbeat", ok: true, observedAt: at(offset), ...more });
const codes = (...items: unknown[]) => groupSignals(items, NOW).refused.map((refusal) => refusal.code);

describe("the signals door", () => {
  it("groups heartbeats, probes, points and collectors", () => {
    const { nodes, pools, taken, refused } = groupSignals(
      [
        beat(0),
        { node: "nod_2", source: "probe-2", kind: "probe", ok: false, observedAt: at(-60) },
        { node: "nod_1", source: "agent", kind: "xid", code: 79, observedAt: at(-7) },
        { node: "nod_1", source: "probe-1", kind: "throughput", value: 388.5, observedAt: at(-8) },
        { pool: "oslo-1a.h100-sxm.8x", source: "collector", kind: "heartbeat", ok: true, observedAt: "2026-10-26T07:33:20.250Z" },
      ],
      NOW,
    );
    expect({ taken, refused }).toEqual({ taken: 5, refused: [] });
    expect(nodes.get("nod_1")).toEqual({
      runs: [{ source: "agent", ok: true, from: NOW, last: NOW, steady: true }],
      points: [
        { kind: "xid", at: NOW - 7, ok: false, code: 79, value: null },
        { kind: "throughput", at: NOW - 8, ok: false, code: null, value: 388.5 },
      ],
    });
    expect(nodes.get("nod_2")?.runs).toEqual([{ source: "probe-2", ok: false, from: NOW - 60, last: NOW - 60, steady: true }]);
    expect(pools.get("oslo-1a.h100-sxm.8x")).toEqual([{ from: NOW, last: NOW, steady: true }]);
  });

  it("refuses each malformed item with its own reason and accepts the others", () => {
    expect(codes(null, 7, [], "x")).toEqual(Array(4).fill("not_an_object"));
    expect(codes(beat(0, { node: "nod_" }), beat(0, { node: "pol_1" }), beat(0, { node: "nod_1'; drop" }))).toEqual(Array(3).fill("node_malformed"));
    expect(codes({ source: "collector", kind: "heartbeat", ok: true, observedAt: at(0) })).toEqual(["pool_malformed"]);
    expect(codes(beat(0, { source: "probe-4" }), beat(0, { kind: "mood" }), beat(0, { kind: "probe" }), beat(0, { source: "probe-1" }))).toEqual([
      "source_unknown",
      "kind_unknown",
      "kind_not_of_source",
      "kind_not_of_source",
    ]);
    const times = [
      "2026-02-30T00:00:00Z",
      "2026-11-22",
      "2026-11-22T24:00:00Z",
      "2026-11-22T10:00:60Z",
      "2026-11-22T10:00:00+01:00",
      "yesterday",
      7,
      undefined,
    ];
    expect(codes(...times.map((observedAt) => beat(0, { observedAt })))).toEqual(Array(times.length).fill("observed_at_malformed"));
    expect(codes(beat(0, { ok: undefined }), beat(0, { kind: "xid", code: "79" }), beat(0, { kind: "throughput", value: -1 }))).toEqual([
      "ok_missing",
      "code_malformed",
      "value_malformed",
    ]);
    for (const repeat of [7, {}, { everySeconds: 59, count: 2 }, { everySeconds: 60, count: 0 }, { everySeconds: 60, count: 1.5 }])
      expect(codes(beat(0, { repeat }))).toEqual(["repeat_malformed"]);
    expect(groupSignals([beat(0), 7, beat(-60)], NOW).taken).toBe(2);
  });

  it("refuses unknown nodes and pools, and names the ids worth looking up", () => {
    const items = [
      beat(0),
      beat(0, { node: "nod_X" }),
      { pool: "nowhere", source: "collector", kind: "heartbeat", ok: true, observedAt: at(0) },
      beat(0, { node: "nod_\u0000" }),
      beat(0, { node: 7 }),
    ];
    expect(codes(...items)).toEqual(["node_unknown", "pool_unknown", "node_malformed", "node_malformed"]);
    expect(unknownIds(items, existing)).toEqual({ nodes: new Set(["nod_X"]), pools: new Set(["nowhere"]) });
  });

  it("refuses clocks that are hours ahead and signals older than 72 hours", () => {
    expect(codes(beat(300), beat(-72 * 3600))).toEqual([]);
    expect(codes(beat(301), beat(3 * 3600), beat(-72 * 3600 - 1))).toEqual(["from_the_future", "from_the_future", "too_late"]);
  });

  it("limits what repeats can expand to", () => {
    const hour = { kind: "ecc", repeat: { everySeconds: 61, count: 4_000 } };
    expect(codes(...Array.from({ length: 20 }, () => beat(-71 * 3600, hour)))).toEqual(Array(8).fill("repeat_too_many"));
  });

  it("a repeat means exactly its single signals", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -80 * 3600, max: 600 }),
        fc.constantFrom(60, 61, 90, 300, 3600),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom<object>({}, { ok: false }, { kind: "link" }, { kind: "xid", code: 48 }),
        (offset, everySeconds, count, more) => {
          const whole = groupSignals([beat(offset, { ...more, repeat: { everySeconds, count } })], NOW);
          const single = groupSignals(
            Array.from({ length: count }, (_, k) => beat(offset + k * everySeconds, more)),
            NOW,
          );
          const [a, b] = [whole.nodes.get("nod_1"), single.nodes.get("nod_1")];
          expect(whole.taken).toBe(single.taken);
          expect(whole.taken + whole.refused.reduce((sum, refusal) => sum + refusal.count, 0)).toBe(count);
          expect(mergeRuns(a?.runs ?? [])).toEqual(mergeRuns(b?.runs ?? []));
          expect(mergePoints(a?.points ?? [])).toEqual(mergePoints(b?.points ?? []));
        },
      ),
    );
  });
  it("never throws, whatever it is sent", () => {
    const wild = fc.record(
      { node: fc.anything(), source: fc.anything(), kind: fc.anything(), observedAt: fc.anything(), repeat: fc.anything(), ok: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.anything(), wild)), (items) => {
        expect(groupSignals(items, NOW).refused).toHaveLength(items.length);
      }),
    );
  });
});
