// Positions of sites on the map, which of them are merged into one dot, and where names go. Pure: positions in,
// positions out.
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

export const FRAME = { width: 820, height: 400 } as const;

export type Place = { longitude: number; latitude: number };

/** Equal Earth, centred so that the Bering Strait is the seam, and cropped where nobody buys: 50 south to 75 north. */
export function worldProjection(): GeoProjection {
  const frame = [
    [-168, -50],
    [-168, 73],
    [11, 75],
    [179, 73],
    [179, -48],
  ];
  return geoEqualEarth()
    .rotate([-11, 0])
    .fitExtent(
      [
        [0, 4],
        [FRAME.width, FRAME.height + 6],
      ],
      { type: "MultiPoint", coordinates: frame },
    );
}

export type Dot = { site: MapSite; x: number; y: number; radius: number };

/** Dots in drawing order: large first, so that small ones stay reachable; the selected one on top. */
export function layDots(sites: readonly MapSite[], projection: GeoProjection, scale = 1): Dot[] {
  const order = { other: 0, matching: 1, selected: 2 } as const;
  return sites
    .flatMap((site) => {
      const point = projection([site.longitude, site.latitude]);
      return point === null
        ? []
        : [{ site, x: round(point[0]), y: round(point[1]), radius: round((site.free > 0 ? 1.4 + Math.sqrt(site.free) * 1.05 : 1.1) * scale) }];
    })
    .sort((a, b) => order[a.site.kind] - order[b.site.kind] || b.radius - a.radius);
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Closer than this, two dots cannot be told apart or hit with a finger. */
const CROWDED_PX = 17;

/** Sites merged because they overlap; with a single entry in `dots` it is one site. */
export type Cluster = { key: string; x: number; y: number; dots: Dot[]; isSelected: boolean };

/** Matching dots merged where they overlap; the largest first absorb those around them. Every dot is in exactly one. */
export function clusterDots(dots: readonly Dot[]): Cluster[] {
  const waiting = [...dots].sort((a, b) => b.radius - a.radius || (a.site.key < b.site.key ? -1 : 1));
  const clusters: Cluster[] = [];
  while (waiting.length > 0) {
    const [first] = waiting;
    if (first === undefined) break;
    const own = waiting.filter((dot) => Math.hypot(dot.x - first.x, dot.y - first.y) < CROWDED_PX);
    for (const dot of own) waiting.splice(waiting.indexOf(dot), 1);
    const mean = (of: (dot: Dot) => number) => round(own.reduce((sum, dot) => sum + of(dot), 0) / own.length);
    clusters.push({
      key: first.site.key,
      x: mean((dot) => dot.x),
      y: mean((dot) => dot.y),
      dots: own,
      isSelected: own.some((dot) => dot.site.kind === "selected"),
    });
  }
  return clusters;
}

const MIN_SPAN_DEGREES = 3;
/** A wider view would show as much as the world does, only distorted. */
const WIDEST_SPAN_DEGREES = 150;

/** Whether places are close enough together for a close-up. */
export function fitsCloser(places: readonly Place[]): boolean {
  const [west, east] = extent(places.map((place) => place.longitude));
  return places.length > 0 && east - west <= WIDEST_SPAN_DEGREES;
}

/** Whether a close-up would separate them: sites in one city are one dot at every scale. */
export const canBeParted = (places: readonly Place[]): boolean => {
  const [west, east] = extent(places.map((place) => place.longitude));
  const [south, north] = extent(places.map((place) => place.latitude));
  return Math.max(east - west, north - south) > MIN_SPAN_DEGREES / 20;
};

const extent = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/** A conic projection fitted to places (Mercator near the equator), with room for names at the edges. */
export function closerProjection(places: readonly Place[]): GeoProjection {
  const longitudes = places.map((place) => place.longitude);
  const latitudes = places.map((place) => place.latitude);
  const [west, east] = widened(...extent(longitudes));
  const [south, north] = widened(...extent(latitudes));
  // The places themselves define the frame; it is widened only when they are too close together to fill one.
  const isTiny = Math.max(extent(longitudes)[1] - extent(longitudes)[0], extent(latitudes)[1] - extent(latitudes)[0]) < MIN_SPAN_DEGREES;
  const frame = [
    ...places.map((place) => [place.longitude, place.latitude]),
    ...(isTiny
      ? [
          [west, south],
          [east, north],
        ]
      : []),
  ];
  const conic = Math.abs((south + north) / 2) > 20;
  const projection = conic ? geoConicConformal().parallels([south + (north - south) / 6, north - (north - south) / 6]) : geoMercator();
  return projection
    .rotate([-(west + east) / 2, 0])
    .fitExtent(
      [
        [60, 44],
        [FRAME.width - 60, FRAME.height - 40],
      ],
      { type: "MultiPoint", coordinates: frame },
    )
    .clipExtent([
      [0, 0],
      [FRAME.width, FRAME.height],
    ]);
}

function widened(low: number, high: number): [number, number] {
  const missing = Math.max(0, MIN_SPAN_DEGREES - (high - low)) / 2;
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
      .find(
        ({ box }) =>
          box.left >= 3 && box.right <= frame.width - 3 && box.top >= 3 && box.bottom <= frame.height - 3 && !taken.some((other) => touch(box, other)),
      );
    if (found === undefined) continue;
    taken.push(found.box);
    labels.push({ ...found.place, x: round(found.place.x), y: round(found.place.y), key: dot.site.key, text, strong: dot.site.kind === "selected" });
  }
  return labels;
}
