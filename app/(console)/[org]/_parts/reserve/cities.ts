/** Places people measure latency from. Any other is given as "latitude,longitude". */
const CITIES: Readonly<Record<string, readonly [name: string, latitude: number, longitude: number]>> = {
  oslo: ["Oslo", 59.91, 10.75],
  london: ["London", 51.51, -0.13],
  frankfurt: ["Frankfurt", 50.11, 8.68],
  paris: ["Paris", 48.86, 2.35],
  warsaw: ["Warsaw", 52.23, 21.01],
  seoul: ["Seoul", 37.57, 126.98],
  tokyo: ["Tokyo", 35.68, 139.69],
  hanoi: ["Hanoi", 21.03, 105.85],
  singapore: ["Singapore", 1.35, 103.82],
  mumbai: ["Mumbai", 19.08, 72.88],
  sydney: ["Sydney", -33.87, 151.21],
  dubai: ["Dubai", 25.2, 55.27],
  johannesburg: ["Johannesburg", -26.2, 28.05],
  "new-york": ["New York", 40.71, -74.01],
  "san-francisco": ["San Francisco", 37.77, -122.42],
  "mexico-city": ["Mexico City", 19.43, -99.13],
  "sao-paulo": ["São Paulo", -23.55, -46.63],
};

export const CITY_CHOICES = Object.entries(CITIES).map(([value, [label]]) => ({ value, label }));

type Near = { name: string; latitude: number; longitude: number };

const POINT = /^(-?\d{1,2}(?:\.\d{1,4})?),(-?\d{1,3}(?:\.\d{1,4})?)$/;

/** "seoul", or "37.57,126.98"; null for anything else. */
export function nearOf(text: string | null): Near | null {
  if (text === null) return null;
  const city = CITIES[text];
  if (city !== undefined) return { name: city[0], latitude: city[1], longitude: city[2] };
  const [, latitude, longitude] = POINT.exec(text.replace(/\s/g, "")) ?? [];
  if (latitude === undefined || longitude === undefined) return null;
  if (Math.abs(Number(latitude)) > 90 || Math.abs(Number(longitude)) > 180) return null;
  return { name: `${latitude}, ${longitude}`, latitude: Number(latitude), longitude: Number(longitude) };
}
