import { describe, expect, it } from "vitest";
import { INSET, insetProjection, layDots, layLabels, type MapSite, needsInset, worldProjection } from "./map-layout";

const site = (name: string, longitude: number, latitude: number, free: number, kind: MapSite["kind"] = "matching"): MapSite => ({ key: name, name, longitude, latitude, free, kind });
const nordic = [
  site("Oslo", 10.75, 59.91, 9),
  site("Mo i Rana", 14.14, 66.31, 24, "selected"),
  site("Luleå", 22.15, 65.58, 4),
  site("Kajaani", 27.73, 64.22, 11),
  site("Odense", 10.39, 55.4, 5),
  site("Amsterdam", 4.9, 52.37, 8),
  site("Keflavík", -22.56, 64, 6),
];
const world = [site("Seoul", 126.98, 37.57, 8), site("Oslo", 10.75, 59.91, 9), site("Dallas", -96.8, 32.78, 9)];

describe("dots", () => {
  it("draw the selected one last and grow in area with free nodes", () => {
    const dots = layDots([...nordic, site("Paris", 2.35, 48.86, 40, "other")], worldProjection());
    expect(dots[0]?.site.name).toBe("Paris");
    expect(dots.at(-1)?.site.name).toBe("Mo i Rana");
    const [four, nine] = [layDots([site("a", 0, 0, 4)], worldProjection())[0], layDots([site("b", 0, 0, 16)], worldProjection())[0]];
    expect((nine?.radius ?? 0) - 1.4).toBeCloseTo(2 * ((four?.radius ?? 0) - 1.4), 0);
  });
});

describe("closer view", () => {
  it("is taken when matches crowd, not when they are spread over the world or alone", () => {
    expect(needsInset(layDots(nordic, worldProjection()))).toBe(true);
    expect(needsInset(layDots(world, worldProjection()))).toBe(false);
    expect(needsInset(layDots(nordic.slice(0, 1), worldProjection()))).toBe(false);
  });
  it("shows every match within its frame, and names do not run into each other", () => {
    const dots = layDots(nordic, insetProjection(nordic), 1.4);
    for (const dot of dots) {
      expect(dot.x).toBeGreaterThan(0);
      expect(dot.x).toBeLessThan(INSET.width);
      expect(dot.y).toBeGreaterThan(0);
      expect(dot.y).toBeLessThan(INSET.height);
    }
    const labels = layLabels(dots, INSET);
    expect(labels.length).toBeGreaterThanOrEqual(6);
    expect(labels.find((label) => label.strong)?.text).toBe("Mo i Rana 24");
  });
  it("works for one city and on the equator", () => {
    const near = [site("Singapore", 103.82, 1.35, 4), site("Johor", 103.76, 1.49, 6)];
    const [first] = layDots(near, insetProjection(near));
    expect(Number.isFinite(first?.x)).toBe(true);
  });
});
