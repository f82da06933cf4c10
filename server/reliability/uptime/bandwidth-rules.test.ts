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
    expect(bandwidthOf(pieces)).toEqual({ samples: 10, short: 2 });
  });
  it("leaves out unobserved time, and nothing else", () => {
    expect(bandwidthOf([piece(0, 0, 1500), piece(0, 1500, 3000, "collectors_blind")])).toEqual({ samples: 5, short: 0 });
    expect(bandwidthOf([piece(0, 0, 1500), piece(0, 1500, 3000, "ecc")])).toEqual({ samples: 10, short: 0 });
    expect(bandwidthOf([])).toEqual({ samples: 0, short: 0 });
  });
  it("counts a sample that began before its node joined", () => {
    expect(bandwidthOf([piece(0, 700, 900, "throughput")])).toEqual({ samples: 1, short: 1 });
  });
});
