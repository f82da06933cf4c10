// Where sites stand on the map, when a closer view is needed, and where its names go. Pure; positions in, positions out.
import { geoConicConformal, geoEqualEarth, geoMercator, type GeoProjection } from "d3-geo";

export type MapSite = {
  key: string;
  name: string;
  longitude: number;
  latitude: number;
  /** Free nodes: the area of the dot. */
  free: number;
  kind: "selected" | "matching" | "other";
  href?: string;
};

export const WORLD = { width: 548, height: 286 } as const;
export const INSET = { width: 272, height: 286 } as const;

/** Equal Earth, turned so that the Bering Strait is the seam, cut where nobody buys: 50 south to 75 north. */
export function worldProjection(): GeoProjection {
  const frame = [[-168, -50], [-168, 73], [11, 75], [179, 73], [179, -48]];
  return geoEqualEarth()
    .rotate([-11, 0])
    .fitExtent([[0, 4], [WORLD.width, WORLD.height + 6]], { type: "MultiPoint", coordinates: frame });
}

export type Dot = { site: MapSite; x: number; y: number; radius: number };

/** Dots in drawing order: large first, so that small ones stay reachable; the selected one on top of all. */
export function layDots(sites: readonly MapSite[], projection: GeoProjection, scale = 1): Dot[] {
  const order = { other: 0, matching: 1, selected: 2 } as const;
  return sites
    .flatMap((site) => {
      const point = projection([site.longitude, site.latitude]);
      return point === null ? [] : [{ site, x: round(point[0]), y: round(point[1]), radius: round((site.free > 0 ? 1.4 + Math.sqrt(site.free) * 1.05 : 1.1) * scale) }];
    })
    .sort((a, b) => order[a.site.kind] - order[b.site.kind] || b.radius - a.radius);
}

const round = (value: number) => Math.round(value * 10) / 10;

const CROWDED_PX = 13;
const WIDEST_SHARE = 0.4;

/** A closer view is worth its room when matches crowd together in one part of the world. */
export function needsInset(dots: readonly Dot[]): boolean {
  const matches = dots.filter((dot) => dot.site.kind !== "other");
  if (matches.length < 2) return false;
  const xs = matches.map((dot) => dot.x);
  if (Math.max(...xs) - Math.min(...xs) > WORLD.width * WIDEST_SHARE) return false;
  return matches.some((dot, index) => matches.slice(index + 1).some((other) => Math.hypot(dot.x - other.x, dot.y - other.y) < CROWDED_PX));
}

const LEAST_SPAN_DEGREES = 5;

/** A conic view of the matches (Mercator near the equator), with room for names at the edges. */
export function insetProjection(sites: readonly MapSite[]): GeoProjection {
  const longitudes = sites.map((site) => site.longitude);
  const latitudes = sites.map((site) => site.latitude);
  const [west, east] = widened(Math.min(...longitudes), Math.max(...longitudes));
  const [south, north] = widened(Math.min(...latitudes), Math.max(...latitudes));
  // The matches themselves make the frame; the widened box only where they stand too close to fill one.
  const isTiny = Math.max(Math.max(...longitudes) - Math.min(...longitudes), Math.max(...latitudes) - Math.min(...latitudes)) < LEAST_SPAN_DEGREES;
  const frame = [...sites.map((site) => [site.longitude, site.latitude]), ...(isTiny ? [[west, south], [east, north]] : [])];
  const conic = Math.abs((south + north) / 2) > 20;
  const projection = conic ? geoConicConformal().parallels([south + (north - south) / 6, north - (north - south) / 6]) : geoMercator();
  return projection
    .rotate([-(west + east) / 2, 0])
    .fitExtent([[34, 34], [INSET.width - 34, INSET.height - 30]], { type: "MultiPoint", coordinates: frame })
    .clipExtent([[0, 0], [INSET.width, INSET.height]]);
}

function widened(low: number, high: number): [number, number] {
  const missing = Math.max(0, LEAST_SPAN_DEGREES - (high - low)) / 2;
  return [low - missing, high + missing];
}

export type DotLabel = { key: string; text: string; x: number; y: number; anchor: "start" | "middle" | "end"; strong: boolean };

const LETTER = 6.1;
const LINE = 12;

type Box = { left: number; right: number; top: number; bottom: number };
const touch = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Names with free nodes beside their dots, the selected one first; a name without room is left to the dot's title. */
export function layLabels(dots: readonly Dot[], frame: { width: number; height: number }): DotLabel[] {
  const taken: Box[] = dots.map((dot) => ({ left: dot.x - dot.radius, right: dot.x + dot.radius, top: dot.y - dot.radius, bottom: dot.y + dot.radius }));
  const order = [...dots].sort((a, b) => Number(b.site.kind === "selected") - Number(a.site.kind === "selected") || b.radius - a.radius);
  const labels: DotLabel[] = [];
  for (const dot of order) {
    const text = `${dot.site.name} ${dot.site.free}`;
    const width = text.length * LETTER;
    const gap = dot.radius + 4;
    const places: Omit<DotLabel, "key" | "text" | "strong">[] = [
      { x: dot.x + gap, y: dot.y + 4, anchor: "start" },
      { x: dot.x - gap, y: dot.y + 4, anchor: "end" },
      { x: dot.x, y: dot.y - gap, anchor: "middle" },
      { x: dot.x, y: dot.y + gap + 9, anchor: "middle" },
      { x: dot.x + 3, y: dot.y - gap, anchor: "start" },
      { x: dot.x - 3, y: dot.y - gap, anchor: "end" },
    ];
    const found = places
      .map((place) => {
        const left = place.anchor === "start" ? place.x : place.anchor === "end" ? place.x - width : place.x - width / 2;
        return { place, box: { left, right: left + width, top: place.y - LINE + 2, bottom: place.y + 3 } };
      })
      .find(({ box }) => box.left >= 3 && box.right <= frame.width - 3 && box.top >= 3 && box.bottom <= frame.height - 3 && !taken.some((other) => touch(box, other)));
    if (found === undefined) continue;
    taken.push(found.box);
    labels.push({ ...found.place, x: round(found.place.x), y: round(found.place.y), key: dot.site.key, text, strong: dot.site.kind === "selected" });
  }
  return labels;
}
