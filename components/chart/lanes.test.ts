import { describe, expect, it } from "vitest";
import { boundsOf, layLane, linePath, placeOf } from "./lanes";
import { epochOf, timeTicks } from "./time-axis";

const START = "2026-11-21T14:00:00Z";
const END = "2026-11-22T14:00:00Z";

describe("lanes", () => {
  it("clips spans to the range and omits what lies outside", () => {
    const spans = layLane(
      {
        key: "n11",
        label: "n11",
        spans: [
          { start: "2026-11-20T00:00:00Z", end: "2026-11-22T02:00:00Z", state: "up" },
          { start: "2026-11-22T02:00:00Z", end: "2026-11-22T02:06:00Z", state: "down" },
          { start: "2026-11-23T00:00:00Z", end: "2026-11-24T00:00:00Z", state: "up" },
        ],
      },
      START,
      END,
    );
    expect(spans).toHaveLength(2);
    expect(spans[0]).toMatchObject({ from: 0, width: 50 });
    expect(spans[1]?.told).toBe("Down, 22 Nov 02:00 to 22 Nov 02:06 UTC, 6 min");
  });
  it("places instants, or reports that they are outside the range", () => {
    expect(placeOf("2026-11-22T02:00:00Z", START, END)).toBe(50);
    expect(placeOf("2026-11-23T02:00:00Z", START, END)).toBeNull();
  });
});

describe("lines", () => {
  it("leave gaps open", () => {
    expect(
      linePath(
        [
          [0, 0],
          [0.5, null],
          [1, 10],
        ],
        0,
        10,
      ),
    ).toBe("M0 100M1000 0");
  });
  it("bounds include the promise and never fall below zero for non-negative values", () => {
    const { low, high } = boundsOf([1, 2, null], 5);
    expect(low).toBe(0.4);
    expect(high).toBeGreaterThan(5);
    expect(boundsOf([]).high).toBe(1);
  });
});

describe("ticks", () => {
  it("are on round hours within a day and on days beyond", () => {
    expect(timeTicks(epochOf(START), epochOf(END)).map((tick) => tick.label)).toEqual(["15:00", "18:00", "21:00", "00:00", "03:00", "06:00", "09:00", "12:00"]);
    expect(timeTicks(epochOf("2026-10-23T00:00:00Z"), epochOf(END), 6).map((tick) => tick.label)).toEqual(["29 Oct", "5 Nov", "12 Nov", "19 Nov"]);
  });
});
