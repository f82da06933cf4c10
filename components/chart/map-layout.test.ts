import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canBeParted, closerProjection, clusterDots, fitsCloser, FRAME, layDots, layLabels, type MapSite, worldProjection } from "./map-layout";

const site = (name: string, longitude: number, latitude: number, free: number, kind: MapSite["kind"] = "matching"): MapSite => ({
  key: name,
  name,
  longitude,
  latitude,
  free,
  kind,
});
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

describe("clusters of dots", () => {
  it("contain every dot exactly once, and only dots that cannot be told apart", () => {
    const coordinates = fc.record({
      longitude: fc.double({ min: -160, max: 170, noNaN: true }),
      latitude: fc.double({ min: -45, max: 70, noNaN: true }),
      free: fc.integer({ min: 0, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(coordinates, { maxLength: 60 }), (places) => {
        const dots = layDots(
          places.map((place, index) => site(`${index}`, place.longitude, place.latitude, place.free)),
          worldProjection(),
        );
        const clusters = clusterDots(dots);
        expect(clusters.flatMap((cluster) => cluster.dots.map((dot) => dot.site.key)).sort()).toEqual(dots.map((dot) => dot.site.key).sort());
        for (const cluster of clusters) {
          const first = cluster.dots.find((dot) => dot.site.key === cluster.key);
          for (const dot of cluster.dots) expect(Math.hypot(dot.x - (first?.x ?? 0), dot.y - (first?.y ?? 0))).toBeLessThan(17);
        }
      }),
    );
  });
  it("separate in a close-up, except for sites in one city", () => {
    expect(clusterDots(layDots(nordic, worldProjection())).length).toBeLessThan(nordic.length);
    expect(clusterDots(layDots(nordic, closerProjection(nordic)))).toHaveLength(nordic.length);
    expect(canBeParted(nordic)).toBe(true);
    expect(canBeParted([site("a", 10.75, 59.91, 1), site("b", 10.8, 59.95, 1)])).toBe(false);
  });
  it("know when one of them is selected", () => {
    const two = [site("a", 10.7, 59.9, 9), site("b", 10.8, 59.9, 4, "selected")];
    expect(clusterDots(layDots(two, worldProjection())).map((cluster) => cluster.isSelected)).toEqual([true]);
  });
});

describe("close-up", () => {
  it("is for places in one part of the world", () => {
    expect(fitsCloser(nordic)).toBe(true);
    expect(fitsCloser(world)).toBe(false);
    expect(fitsCloser([])).toBe(false);
  });
  it("shows every match within its frame, and names do not run into each other", () => {
    const dots = layDots(nordic, closerProjection(nordic), 1.4);
    for (const dot of dots) {
      expect(dot.x).toBeGreaterThan(0);
      expect(dot.x).toBeLessThan(FRAME.width);
      expect(dot.y).toBeGreaterThan(0);
      expect(dot.y).toBeLessThan(FRAME.height);
    }
    const labels = layLabels(dots, FRAME);
    expect(labels.length).toBeGreaterThanOrEqual(6);
    expect(labels.find((label) => label.strong)?.text).toBe("Mo i Rana 24");
  });
  it("works for one city and on the equator", () => {
    const near = [site("Singapore", 103.82, 1.35, 4), site("Johor", 103.76, 1.49, 6)];
    const [first] = layDots(near, closerProjection(near));
    expect(Number.isFinite(first?.x)).toBe(true);
  });
});
