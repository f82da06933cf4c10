/** Types of the hand-written city tables. `sites.ts` turns them into regions and sites. */

export type Area = "Europe" | "Asia Pacific" | "North America" | "Latin America" | "Middle East and Africa";

/** City, latitude, longitude, number of sites (default 1), local power price if it differs from the country's. */
export type CityRow = readonly [city: string, latitude: number, longitude: number, sites?: number, powerCents?: number];

export interface CountryRow {
  /** ISO 3166-1 alpha-2. */
  code: string;
  name: string;
  area: Area;
  /** Where data legally resides: EEA, UK, or the country's own code. */
  residency: string;
  /** Industrial electricity, US cents per kWh; determines the regional price level. */
  powerCents: number;
  cities: readonly CityRow[];
}
