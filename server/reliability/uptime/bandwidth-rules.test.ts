import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BerthPiece } from "./availability";
import { bandwidthOf } from "./bandwidth-rules";

const T0 = 1_793_000_100;
const piece = (ordinal: number, start: number, end: number, reason: BerthPiece["reason"] = "good"): BerthPiece => ({
  ordinal,
  nodeId: `nod_${ordinal}`,
  stay: ordinal,
  start: T0 + start,
  end: T0 + end,
  reason,
  state: reason === "good" ? "up" : reason === "collectors_blind" ? "unknown" : "degraded",
});
/** Measured in [start, end). */
const of = (ordinal: number, ...spans: [number, number][]) => [`nod_${ordinal}`, spans.map(([start, end]) => ({ start: T0 + start, end: T0 + end }))] as const;

describe("bandwidth", () => {
  it("counts a sample as short once, however many nodes were slow in it", () => {
    const pieces = [
      piece(0, 0, 600),
      piece(0, 600, 1200, "throughput"),
      piece(0, 1200, 3000),
      piece(1, 0, 900),
      piece(1, 900, 1200, "throughput"),
      piece(1, 1200, 3000),
    ];
    expect(bandwidthOf(pieces, new Map([of(0, [0, 3000]), of(1, [0, 3000])]))).toEqual({ samples: 10, short: 2 });
    expect(bandwidthOf(pieces, new Map([of(1, [0, 1500])]))).toEqual({ samples: 5, short: 1 });
  });
  it("has no sample for time that was observed but not measured", () => {
    expect(bandwidthOf([piece(0, 0, 3000)], new Map())).toEqual({ samples: 0, short: 0 });
    expect(bandwidthOf([piece(0, 0, 3000)], new Map([of(1, [0, 3000])]))).toEqual({ samples: 0, short: 0 });
    expect(bandwidthOf([piece(0, 0, 1500), piece(0, 1500, 3000, "collectors_blind")], new Map([of(0, [0, 3000])]))).toEqual({ samples: 5, short: 0 });
    expect(bandwidthOf([], new Map())).toEqual({ samples: 0, short: 0 });
  });
  it("counts a sample that began before its node joined, and none of the node's time elsewhere", () => {
    expect(bandwidthOf([piece(0, 700, 900, "throughput")], new Map([of(0, [0, 6000])]))).toEqual({ samples: 1, short: 1 });
  });
  it("never has more short samples than measured ones, nor more measured than served time", () => {
    const spans = fc.array(fc.tuple(fc.nat(40), fc.nat(10)), { maxLength: 5 });
    fc.assert(
      fc.property(spans, fc.array(fc.constantFrom<BerthPiece["reason"]>("good", "throughput", "ecc"), { minLength: 1, maxLength: 6 }), (measured, reasons) => {
        const pieces = reasons.map((reason, index) => piece(0, index * 1_700, (index + 1) * 1_700, reason));
        const ordered = measured.map(([from, length]) => ({ start: T0 + from * 300, end: T0 + (from + length) * 300 })).sort((a, b) => a.start - b.start);
        const { samples, short } = bandwidthOf(pieces, new Map([["nod_0", ordered]]));
        const slots = new Set(ordered.flatMap(({ start, end }) => Array.from({ length: (end - start) / 300 }, (_, index) => start + index * 300)));
        expect(samples).toBe([...slots].filter((at) => at < T0 + reasons.length * 1_700).length);
        expect(short).toBeLessThanOrEqual(samples);
      }),
    );
  });
});
