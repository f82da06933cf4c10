import { americas } from "./sites-americas";
import { asiaPacific } from "./sites-asia-pacific";
import { europe } from "./sites-europe";
import type { Area, CountryRow } from "./geography";
import { middleEastAndAfrica } from "./sites-middle-east-and-africa";
import { fractionOf } from "./random";

export interface Region {
  /** `kr-seoul-1` */
  id: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  countryName: string;
  area: Area;
  residency: string;
  latitude: number;
  longitude: number;
  /** Industrial electricity, US cents per kWh. */
  powerCents: number;
}

export interface Site {
  /** `kr-seoul-1a` */
  id: string;
  regionId: string;
  /** `Seoul 1` */
  name: string;
  latitude: number;
  longitude: number;
  compliance: string[];
  /** Days before the demo's now on which the site joined. */
  joinedDaysAgo: number;
}

export const countries: readonly CountryRow[] = [...europe, ...asiaPacific, ...americas, ...middleEastAndAfrica];

// Letters that Unicode does not decompose into a base letter and an accent.
const plainLetters: Readonly<Record<string, string>> = { ø: "o", æ: "ae", ł: "l", ß: "ss", đ: "d" };

export function slugOf(city: string): string {
  return city
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}|['.]/gu, "")
    .replace(/[øæłßđ]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, "-");
}

/** Attestations that only apply in one country or jurisdiction. */
const localCompliance: Readonly<Record<string, string>> = {
  US: "hipaa",
  DE: "c5",
  FR: "hds",
  KR: "isms-p",
  JP: "ismap",
  SG: "mtcs",
  AU: "irap",
  ES: "ens",
  GB: "cyber-essentials-plus",
  CA: "pipeda",
  IN: "meity",
};

function complianceOf(siteId: string, country: CountryRow): string[] {
  const holds = (name: string, share: number): boolean => fractionOf(`${siteId}/${name}`) < share;
  const local = localCompliance[country.code];
  return [
    "iso27001",
    ...(holds("soc2", 0.82) ? ["soc2"] : []),
    ...(holds("pci-dss", 0.45) ? ["pci-dss"] : []),
    ...(holds("iso50001", country.area === "Europe" ? 0.6 : 0.3) ? ["iso50001"] : []),
    ...(country.residency === "EEA" || country.residency === "UK" ? ["gdpr"] : []),
    ...(local !== undefined && holds(local, 0.6) ? [local] : []),
  ];
}

const built = build();
export const regions: readonly Region[] = built.regions;
export const sites: readonly Site[] = built.sites;
const regionById = new Map(regions.map((region) => [region.id, region]));
const siteById = new Map(sites.map((site) => [site.id, site]));

export function regionOf(id: string): Region {
  const region = regionById.get(id);
  if (!region) throw new Error(`No region ${id} in the demo network`);
  return region;
}

export function siteOf(id: string): Site {
  const site = siteById.get(id);
  if (!site) throw new Error(`No site ${id} in the demo network`);
  return site;
}

function build(): { regions: Region[]; sites: Site[] } {
  const allRegions: Region[] = [];
  const allSites: Site[] = [];
  for (const country of countries) {
    for (const [city, latitude, longitude, siteCount = 1, powerCents = country.powerCents] of country.cities) {
      const regionId = `${country.code.toLowerCase()}-${slugOf(city)}-1`;
      allRegions.push({
        id: regionId,
        city,
        country: country.code,
        countryName: country.name,
        area: country.area,
        residency: country.residency,
        latitude,
        longitude,
        powerCents,
      });
      for (let index = 0; index < siteCount; index += 1) {
        const id = `${regionId}${String.fromCharCode(97 + index)}`;
        allSites.push({
          id,
          regionId,
          name: `${city} ${index + 1}`,
          // Sites in one city are a few kilometres apart, so that their dots on the map do not coincide.
          latitude: hundredths(latitude + index * 0.05),
          longitude: hundredths(longitude - index * 0.06),
          compliance: complianceOf(id, country),
          joinedDaysAgo: 420 + Math.floor(fractionOf(`${id}/joined`) * 500),
        });
      }
    }
  }
  return { regions: allRegions, sites: allSites };
}

function hundredths(degrees: number): number {
  return Math.round(degrees * 100) / 100;
}
