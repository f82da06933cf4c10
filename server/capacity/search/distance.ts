// Distance, and the round-trip time it implies.

export interface Point {
  latitude: number;
  longitude: number;
}

const EARTH_RADIUS_KM = 6_371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres. */
export function distanceKm(a: Point, b: Point): number {
  const [latitude, longitude] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)];
  const half = Math.sin(latitude / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(longitude / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

// Light in fibre covers 100 km per millisecond of round trip; routes are a third longer than the great circle, and the
// access networks at both ends add a little over 2 ms. An estimate, until sites are measured from cities.
const KM_PER_ROUND_TRIP_MILLISECOND = 75;
const ACCESS_MILLISECONDS = 2.3;

/** Estimated round trip over that distance, in whole milliseconds. */
export const latencyMsOver = (km: number): number => Math.round(ACCESS_MILLISECONDS + km / KM_PER_ROUND_TRIP_MILLISECOND);
