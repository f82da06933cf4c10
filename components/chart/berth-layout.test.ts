import { describe, expect, it } from "vitest";
import { berthRuns, layBerths } from "./berth-layout";

describe("berths", () => {
  it("draws one path per kind, however many slots", () => {
    const layout = layBerths(
      berthRuns([
        ["up", 300],
        ["down", 1],
      ]),
      { perRow: 40 },
    );
    expect(layout.layers.map((layer) => layer.kind).sort()).toEqual(["cross", "outline-down", "up"]);
    expect(layout.quays).toHaveLength(8);
  });
  it("separates piers and ends the quay at the last slot", () => {
    const eight = layBerths(berthRuns([["free", 8]]));
    const nine = layBerths(berthRuns([["free", 9]]));
    expect(eight.width).toBe(8 * 8 - 2);
    expect(nine.width).toBe(eight.width + 2 + 5 + 6);
    expect(nine.quays[0]).toEqual({ x: 0, y: 0, width: nine.width });
  });
  it("has an empty quay without slots", () => {
    expect(layBerths([])).toMatchObject({ width: 0, quays: [], layers: [] });
  });
});
