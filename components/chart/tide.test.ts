import { describe, expect, it } from "vitest";
import { dateAt, depthOf, describeMark, layTide, packTide, stateAt, TIDE_DETAIL, TIDE_SMALL, type TideDay } from "./tide";

const quiet = (count: number, start = "2026-08-25"): TideDay[] =>
  Array.from({ length: count }, (_, index) => ({
    date: new Date(Date.parse(`${start}T00:00:00Z`) + index * 86_400_000).toISOString().slice(0, 10),
    state: "up" as const,
    lostSeconds: 0,
  }));

const withDay = (days: TideDay[], index: number, day: Partial<TideDay>): TideDay[] => days.map((own, at) => (at === index ? { ...own, ...day } : own));

describe("packing", () => {
  it("keeps only days that are not quiet", () => {
    const tide = packTide(withDay(quiet(90), 50, { state: "down", lostSeconds: 2760, note: "site dark", href: "/e" }));
    expect(tide.marks).toHaveLength(90);
    expect(tide.lost).toEqual({ 50: 2760 });
    expect(tide.notes).toEqual({ 50: { note: "site dark", href: "/e" } });
    expect(dateAt(tide, 50)).toBe("2026-10-14");
  });
  it("takes the worse of two days, and a measured day before an unmeasured one", () => {
    const days = withDay(withDay(quiet(4), 1, { state: "degraded", lostSeconds: 60 }), 2, { state: "none" });
    const tide = packTide(days, 2);
    expect(stateAt(tide, 0)).toBe("degraded");
    expect(stateAt(tide, 1)).toBe("up");
    expect(dateAt(tide, 1)).toBe("2026-08-27");
  });
});

describe("depth", () => {
  it("is logarithmic, visible from the first second and full at an hour", () => {
    expect(depthOf(0, 34)).toBe(0);
    expect(depthOf(1, 34)).toBeGreaterThan(2.5);
    expect(depthOf(3600, 34)).toBeCloseTo(34);
    expect(depthOf(86_400, 34)).toBe(34);
  });
});

describe("layout", () => {
  it("keeps marks on whole pixels", () => {
    const layout = layTide(packTide(quiet(30)), TIDE_SMALL);
    expect(layout.width).toBe(89);
    expect(layout.shapes).toHaveLength(1);
    expect(layout.shapes[0]?.d.startsWith("M0 1h2")).toBe(true);
  });
  it("never draws no data or unknown as up", () => {
    const layout = layTide(packTide(withDay(withDay(quiet(2), 0, { state: "none" }), 1, { state: "unknown" })), TIDE_SMALL);
    expect(layout.shapes.map((shape) => shape.kind)).toEqual(["none", "unknown"]);
  });
  it("names losses without names overlapping or running off the edge", () => {
    let days = quiet(90);
    for (const index of [50, 75, 82, 89]) days = withDay(days, index, { state: "down", lostSeconds: index * 30 });
    const layout = layTide(packTide(days), TIDE_DETAIL);
    expect(layout.names.length).toBeGreaterThanOrEqual(3);
    const boxes = layout.names.map((name) => ({ ...name, from: name.anchor === "start" ? name.x : name.x - name.text.length * 5.9 }));
    for (const box of boxes) {
      expect(box.from).toBeGreaterThanOrEqual(0);
      expect(box.from + box.text.length * 5.9).toBeLessThanOrEqual(layout.width + 0.01);
    }
  });
  it("puts ticks at the first of a month, never on top of the last day", () => {
    const labels = layTide(packTide(quiet(90)), TIDE_DETAIL).ticks.map((tick) => tick.label);
    expect(labels).toEqual(["25 Aug", "1 Sep", "1 Oct", "1 Nov", "22 Nov"]);
  });
});

describe("words", () => {
  it("describes a day", () => {
    const tide = packTide(withDay(withDay(quiet(3), 1, { state: "down", lostSeconds: 2760 }), 2, { state: "none" }));
    expect(describeMark(tide, 0)).toBe("Up, no minutes lost");
    expect(describeMark(tide, 1)).toBe("46.00 min down");
    expect(describeMark(tide, 2)).toBe("No data");
  });
});
