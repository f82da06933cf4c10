// Which part of the world the map shows: the selected view, else what the search asks for. Pure.
import type { Place } from "@/components/chart/world-map";
import type { SiteDot } from "@/lib/contracts/capacity";
import { nearOf } from "../../../_parts/reserve/cities";
import type { Search } from "../../../_parts/reserve/search";

/** With a place to measure from, this many of the nearest matches define the view. */
const NEAREST = 8;

export type MapView = "world" | "matches" | "near" | "box";

const BOX = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?)$/;

/** "4.9,52.3,13.4,59.9": west, south, east, north, slightly rounded. */
export function boxText(places: readonly Place[]): string {
  const [longitudes, latitudes] = [places.map((place) => place.longitude), places.map((place) => place.latitude)];
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)]
    .map((degrees) => Number(degrees.toFixed(2)))
    .join(",");
}

function boxOf(text: string): Place[] | null {
  const [, west, south, east, north] = (BOX.exec(text) ?? []).map(Number);
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  if (Math.abs(west) > 180 || Math.abs(east) > 180 || Math.abs(south) > 90 || Math.abs(north) > 90 || east < west || north < south) return null;
  return [
    { longitude: west, latitude: south },
    { longitude: east, latitude: north },
  ];
}

const squaredDistance = (a: Place, b: Place): number => {
  const across = ((((a.longitude - b.longitude) % 360) + 540) % 360) - 180;
  return (across * Math.cos((b.latitude * Math.PI) / 180)) ** 2 + (a.latitude - b.latitude) ** 2;
};

/** The view and what it is fitted to; null is the world. */
export function mapFocus(
  search: Pick<Search, "map" | "near" | "country" | "region" | "residency">,
  sites: readonly Pick<SiteDot, "longitude" | "latitude" | "matches">[],
): { view: MapView; focus: Place[] | null } {
  const matches = sites.filter((site) => site.matches).map(({ longitude, latitude }) => ({ longitude, latitude }));
  const near = nearOf(search.near);
  const box = search.map === null ? null : boxOf(search.map);
  if (box !== null) return { view: "box", focus: box };
  if (search.map === "world") return { view: "world", focus: null };
  if (search.map === "matches" && matches.length > 0) return { view: "matches", focus: matches };
  if (near !== null) {
    const nearest = [...matches].sort((a, b) => squaredDistance(a, near) - squaredDistance(b, near)).slice(0, NEAREST);
    return { view: "near", focus: [{ longitude: near.longitude, latitude: near.latitude }, ...nearest] };
  }
  const isPlaced = [search.country, search.region, search.residency].some((list) => (list?.length ?? 0) > 0);
  return isPlaced && matches.length > 0 ? { view: "matches", focus: matches } : { view: "world", focus: null };
}
