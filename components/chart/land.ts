// The outline of land as a short SVG path: whole half-pixels, relative steps, without islands smaller than a pixel.
import { type GeoContext, type GeoProjection, geoGraticule, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import landFar from "world-atlas/land-110m.json";
import landNear from "world-atlas/land-50m.json";

type Ring = [number, number][];
type Polygon = { type: "Polygon"; coordinates: Ring[] };
type Bounded = { polygon: Polygon; west: number; east: number; south: number; north: number };

/**
 * Every polygon of a topology with its bounds, without Antarctica: nobody buys there and it takes a fifth of the map.
 */
function polygonsOf(source: unknown): Bounded[] {
  const topology = source as Topology<{ land: GeometryCollection }>;
  return feature(topology, topology.objects.land)
    .features.flatMap(({ geometry }) => {
      const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : geometry.type === "Polygon" ? [geometry.coordinates] : [];
      return polygons.map((coordinates): Bounded => {
        const outer = (coordinates[0] ?? []) as Ring;
        const longitudes = outer.map(([longitude]) => longitude);
        const latitudes = outer.map(([, latitude]) => latitude);
        return {
          polygon: { type: "Polygon", coordinates: coordinates as Ring[] },
          west: Math.min(...longitudes),
          east: Math.max(...longitudes),
          south: Math.min(...latitudes),
          north: Math.max(...latitudes),
        };
      });
    })
    .filter((bounded) => bounded.north > -58);
}

/** Units of the paths below: draw them with `transform="scale(.5)"`. */
const UNIT = 2;

/** Writes moves and lines as relative whole numbers, dropping points nearer than one unit. */
class ShortPath implements GeoContext {
  private text = "";
  private ring: Ring = [];

  beginPath(): void {}
  moveTo(x: number, y: number): void {
    this.endRing();
    this.ring = [[Math.round(x * UNIT), Math.round(y * UNIT)]];
  }
  lineTo(x: number, y: number): void {
    const next: [number, number] = [Math.round(x * UNIT), Math.round(y * UNIT)];
    const last = this.ring.at(-1);
    if (last === undefined || Math.abs(next[0] - last[0]) + Math.abs(next[1] - last[1]) > 1) this.ring.push(next);
  }
  arc(): void {}
  closePath(): void {
    this.endRing("z");
  }
  private endRing(close = ""): void {
    const [first, ...others] = this.ring;
    this.ring = [];
    if (first === undefined || others.length < (close === "z" ? 3 : 1)) return;
    let [x, y] = first;
    this.text += `M${x} ${y}l`;
    this.text += others
      .map(([nextX, nextY]) => {
        const [stepX, stepY] = [nextX - x, nextY - y];
        x = nextX;
        y = nextY;
        return `${stepX}${stepY < 0 ? "" : " "}${stepY}`;
      })
      .join(" ")
      .replaceAll(" -", "-");
    this.text += close;
  }
  result(): string {
    this.endRing();
    return this.text;
  }
}

function draw(polygons: Bounded[], projection: GeoProjection): string {
  const path = new ShortPath();
  const pen = geoPath(projection, path);
  for (const { polygon } of polygons) pen(polygon);
  return path.result();
}

let far: Bounded[] | undefined;
let near: Bounded[] | undefined;

export function worldLand(projection: GeoProjection): string {
  far ??= polygonsOf(landFar);
  return draw(far, projection);
}

/** Land and graticule of a close-up; only polygons that reach into its window are projected. */
export function closerLand(projection: GeoProjection, frame: { width: number; height: number }): { land: string; graticule: string } {
  near ??= polygonsOf(landNear);
  const corners = [
    [0, 0],
    [frame.width, 0],
    [0, frame.height],
    [frame.width, frame.height],
    [frame.width / 2, 0],
  ] as const;
  const seen = corners.map((corner) => projection.invert?.([corner[0], corner[1]]) ?? [0, 0]);
  const west = Math.min(...seen.map(([longitude]) => longitude ?? 0));
  const east = Math.max(...seen.map(([longitude]) => longitude ?? 0));
  const south = Math.min(...seen.map(([, latitude]) => latitude ?? 0));
  const north = Math.max(...seen.map(([, latitude]) => latitude ?? 0));
  const land = draw(
    near.filter((bounded) => bounded.west <= east && bounded.east >= west && bounded.south <= north && bounded.north >= south),
    projection,
  );
  const lines = new ShortPath();
  const step: [number, number] = east - west > 30 ? [10, 5] : [5, 2.5];
  geoPath(
    projection,
    lines,
  )(
    geoGraticule()
      .step(step)
      .extent([
        [west - 20, Math.max(-80, south - 10)],
        [east + 20, Math.min(80, north + 10)],
      ])(),
  );
  return { land, graticule: lines.result() };
}
