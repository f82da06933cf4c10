import type { Area } from "./geography";
import type { NodeTypeId } from "./node-types";
import { type Pool, poolsAt } from "./pools";
import { fractionOf, random } from "./random";
import { regionOf, type Site, sites } from "./sites";

/** Who owns the hardware. Read only by settlement; every company here is invented. */
export interface SeedOwner {
  key: string;
  name: string;
  country: string;
  joinedDaysAgo: number;
  /** The performance bond in fiat: value of the hardware × coefficient, US cents. */
  bondMinor: bigint;
  bondCurrency: "USD";
  poolIds: string[];
}

const ownersPerArea: Readonly<Record<Area, number>> = {
  Europe: 39,
  "Asia Pacific": 31,
  "North America": 35,
  "Latin America": 8,
  "Middle East and Africa": 7,
};

/** Replacement value of one node, US dollars. */
const nodeValueUsd: Readonly<Record<NodeTypeId, bigint>> = {
  "h100-sxm.8x": 245_000n,
  "h200-sxm.8x": 290_000n,
  "b200-sxm.8x": 430_000n,
  "b300-sxm.8x": 520_000n,
  "gb200-nvl72.tray": 215_000n,
  "a100-sxm.8x": 98_000n,
  "l40s.8x": 76_000n,
  "rtx-pro-6000.8x": 92_000n,
};

const BOND_PERCENT = 8n;

/** One site in four is shared by two owners. */
const SHARED_SITES = 0.25;

const roots: Readonly<Record<Area, readonly string[]>> = {
  Europe: [
    "Fjellbekk",
    "Granvik",
    "Solstein",
    "Havbris",
    "Elvemo",
    "Lindhove",
    "Kaltwasser",
    "Steinfurth",
    "Valbrune",
    "Montclar",
    "Rovigna",
    "Karvelis",
    "Drawiec",
    "Ostrelov",
    "Serralva",
    "Brightmere",
  ],
  "Asia Pacific": [
    "Hanul",
    "Saebyeok",
    "Mizukage",
    "Hoshikawa",
    "Qingmu",
    "Langsat",
    "Perdana Biru",
    "Sông Mây",
    "Chandrika",
    "Nilgiri Peak",
    "Wattlebrook",
    "Tuatara",
    "Altyn Kol",
    "Samanea",
  ],
  "North America": [
    "Juniper Flat",
    "Copper Mesa",
    "Larkspur",
    "Ironwood Bend",
    "Prairie Lantern",
    "Tamarack",
    "Bluestem",
    "Saltbrush",
    "Cedar Notch",
    "Owl Creek",
    "Northfall",
    "Érable Clair",
    "Boréal Nord",
    "High Basin",
  ],
  "Latin America": ["Jacarandá", "Quebracho", "Vale Sereno", "Cerro Claro", "Araguaney", "Tajín Alto"],
  "Middle East and Africa": ["Rimal", "Wadi Noor", "Baobab Ridge", "Atlas Cedar", "Savanna Light", "Nyota"],
};

const trades = ["Compute", "Data Halls", "Racks", "Grid", "Server Works", "Hosting", "Digital", "Power & Compute"] as const;

const legalForms: Readonly<Record<string, string>> = {
  NO: "AS",
  SE: "AB",
  FI: "Oy",
  DK: "ApS",
  IS: "ehf.",
  NL: "B.V.",
  DE: "GmbH",
  FR: "SAS",
  AT: "GmbH",
  CH: "AG",
  BE: "BV",
  ES: "S.L.",
  PT: "Lda.",
  IT: "S.r.l.",
  PL: "sp. z o.o.",
  CZ: "s.r.o.",
  RO: "S.R.L.",
  GR: "IKE",
  TR: "A.Ş.",
  KR: "Co., Ltd.",
  JP: "K.K.",
  MY: "Sdn. Bhd.",
  SG: "Pte. Ltd.",
  ID: "PT",
  IN: "Pvt. Ltd.",
  AU: "Pty Ltd",
  US: "LLC",
  CA: "Inc.",
  BR: "Ltda.",
  MX: "S.A. de C.V.",
  AE: "FZ-LLC",
  ZA: "(Pty) Ltd",
};

export const owners: readonly SeedOwner[] = build();

/** Pool id → owner key. */
export const ownerOfPool: ReadonlyMap<string, string> = new Map(owners.flatMap((owner) => owner.poolIds.map((poolId) => [poolId, owner.key])));

function build(): SeedOwner[] {
  const taken = new Set<string>();
  return (Object.keys(ownersPerArea) as Area[]).flatMap((area) => {
    const here = sites.filter((site) => regionOf(site.regionId).area === area);
    const count = ownersPerArea[area];
    // Neighbours in the table are neighbours on the map, so an owner's sites are in one country or adjacent ones.
    const ownerIndex = (siteIndex: number): number => Math.floor((siteIndex * count) / here.length);
    const holdings = Array.from({ length: count }, (): { sites: Site[]; pools: Pool[] } => ({ sites: [], pools: [] }));
    here.forEach((site, siteIndex) => {
      const index = ownerIndex(siteIndex);
      const first = holdings[index];
      const second = holdings[index === count - 1 ? index - 1 : index + 1];
      if (!first || !second) throw new Error(`No owner for ${site.id}`);
      first.sites.push(site);
      const shared = fractionOf(`shared/${site.id}`) < SHARED_SITES;
      poolsAt(site.id).forEach((pool, poolIndex) => (shared && poolIndex % 2 === 1 ? second : first).pools.push(pool));
    });
    return holdings.map((holding, index) => ownerFrom(area, index, holding, taken));
  });
}

function ownerFrom(area: Area, index: number, holding: { sites: Site[]; pools: Pool[] }, taken: Set<string>): SeedOwner {
  const [home] = holding.sites;
  if (!home) throw new Error(`Owner ${index} of ${area} has no site`);
  const country = regionOf(home.regionId).country;
  const value = holding.pools.reduce((sum, pool) => sum + BigInt(pool.nodeCount + pool.spareCount) * nodeValueUsd[pool.nodeTypeId], 0n);
  return {
    key: `${area.toLowerCase().replaceAll(" ", "-")}-${String(index + 1).padStart(2, "0")}`,
    name: nameFor(area, country, index, taken),
    country,
    joinedDaysAgo: Math.max(...holding.sites.map((site) => site.joinedDaysAgo)),
    // Dollars × percent are already cents.
    bondMinor: value * BOND_PERCENT,
    bondCurrency: "USD",
    poolIds: holding.pools.map((pool) => pool.id),
  };
}

function nameFor(area: Area, country: string, index: number, taken: Set<string>): string {
  const draw = random(`owner/${area}/${index}`);
  const form = legalForms[country] ?? "Ltd.";
  for (;;) {
    const name = `${draw.pick(roots[area])} ${draw.pick(trades)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return form === "PT" ? `PT ${name}` : `${name} ${form}`;
  }
}
