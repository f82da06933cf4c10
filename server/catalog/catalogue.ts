// The catalogue in memory: a few thousand rows that change only when a network is loaded and are read by every search,
// quote and page. One small read tells whether the copy is still current.
import type { Tx } from "@/server/kernel/database/db";
import { type Instant, toInstant } from "@/lib/period";
import { type DiscountTier, type ListPrice, type PriceBook, type PriceList, type ReferencePrice, priceListAt } from "./pricing";

export interface Region {
  id: string;
  city: string;
  country: string;
  countryName: string;
  area: string;
  residency: string;
  latitude: number;
  longitude: number;
}
export interface Site {
  id: string;
  regionId: string;
  name: string;
  latitude: number;
  longitude: number;
  compliance: string[];
  joinedAt: Date;
  leavesAt: Date | null;
}
export interface NodeType {
  id: string;
  gpuModel: string;
  gpuCount: number;
  gpuMemoryGb: number;
  vcpus: number;
  ramGib: number;
  nvme: string;
  fabric: string;
  fabricKind: string;
  committedGbps: number;
}
/** `leadSeconds`: how long delivery takes there, counted from confirmation. */
export interface Pool {
  id: string;
  siteId: string;
  nodeTypeId: string;
  nodeCount: number;
  spareCount: number;
  leadSeconds: number;
}
export interface SlaPlan {
  id: string;
  name: string;
  targetPercent: string;
  degradedWeightHalves: number;
  maintenanceAllowanceSeconds: number;
  /** Added to the list rate. */
  priceFactorBasisPoints: number;
  dedicatedSpares: boolean;
}

/** Read-only. The same object until something is loaded, so it can key caches. */
export interface Catalogue {
  version: string;
  regions: ReadonlyMap<string, Region>;
  sites: ReadonlyMap<string, Site>;
  nodeTypes: ReadonlyMap<string, NodeType>;
  slaPlans: ReadonlyMap<string, SlaPlan>;
  /** Keyed by id and ordered by id. */
  pools: ReadonlyMap<string, Pool>;
  poolsByNodeType: ReadonlyMap<string, readonly Pool[]>;
  book: PriceBook;
  /** Currencies that have any price. */
  currencies: ReadonlySet<string>;
  references: readonly ReferencePrice[];
}

let kept: Catalogue | undefined;

/** The current catalogue version, as a scalar subquery for statements that also read other things. */
export const CATALOGUE_VERSION = `coalesce((SELECT version FROM catalog.version WHERE id = 1), 'empty')`;

/** The current catalogue for this transaction. */
export async function catalogueOf(tx: Tx): Promise<Catalogue> {
  const [row] = await tx.sql<{ version: string }>(`SELECT ${CATALOGUE_VERSION} AS version`, [], "catalogue_version");
  return catalogueAt(tx, row?.version ?? "empty");
}

/** The catalogue for a version this transaction has just read as CATALOGUE_VERSION. */
export async function catalogueAt(tx: Tx, version: string): Promise<Catalogue> {
  if (kept?.version !== version) kept = await read(tx, version);
  return kept;
}

async function read(tx: Tx, version: string): Promise<Catalogue> {
  const [regions, sites, nodeTypes, pools, slaPlans, prices, tiers, references] = await Promise.all([
    tx.sql<Region>(`SELECT id, city, country, "countryName", area, residency, latitude, longitude FROM "Region" ORDER BY id`),
    tx.sql<Site>(`SELECT id, "regionId", name, latitude, longitude, compliance, "joinedAt", "leavesAt" FROM "Site" ORDER BY id`),
    tx.sql<NodeType>(
      `SELECT id, "gpuModel", "gpuCount", "gpuMemoryGb", vcpus, "ramGib", nvme, fabric, "fabricKind", "committedGbps" FROM "NodeType" ORDER BY id`,
    ),
    tx.sql<Pool>(`SELECT id, "siteId", "nodeTypeId", "nodeCount", "spareCount", "leadSeconds" FROM "Pool" ORDER BY id`),
    tx.sql<SlaPlan>(
      `SELECT id, name, "targetPercent", "degradedWeightHalves", "maintenanceAllowanceSeconds", "priceFactorBasisPoints", "dedicatedSpares" FROM "SlaPlan"
        ORDER BY "priceFactorBasisPoints", id`,
    ),
    tx.sql<Omit<ListPrice, "validFrom" | "validUntil"> & DatedRow>(
      `SELECT "nodeTypeId", "regionId", currency, "rateMicros", "validFrom", "validUntil" FROM "PriceBookEntry"`,
    ),
    tx.sql<Omit<DiscountTier, "validFrom" | "validUntil"> & DatedRow>(`SELECT kind, threshold, "basisPoints", "validFrom", "validUntil" FROM "DiscountTier"`),
    tx.sql<ReferencePrice>(
      `SELECT provider, offering, "gpuModel", currency, "rateMicros", source, "asOf"::text AS "asOf", "blockDaysAtMost" FROM "ReferencePrice"
        ORDER BY "gpuModel", "rateMicros" DESC, provider, offering`,
    ),
  ]);
  return {
    version,
    regions: byId(regions),
    sites: byId(sites),
    nodeTypes: byId(nodeTypes),
    slaPlans: byId(slaPlans),
    pools: byId(pools),
    poolsByNodeType: new Map(nodeTypes.map(({ id }) => [id, pools.filter((pool) => pool.nodeTypeId === id)])),
    book: { listPrices: prices.map(dated), discountTiers: tiers.map(dated) },
    currencies: new Set(prices.map((price) => price.currency)),
    references,
  };
}

const byId = <Row extends { id: string }>(rows: Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [row.id, row]));

interface DatedRow {
  validFrom: Date;
  validUntil: Date | null;
}

const dated = <Row extends DatedRow>(row: Row): Omit<Row, "validFrom" | "validUntil"> & { validFrom: Instant; validUntil: Instant | null } => ({
  ...row,
  validFrom: toInstant(row.validFrom),
  validUntil: row.validUntil && toInstant(row.validUntil),
});

const lists = new WeakMap<Catalogue, { from: Instant; until: Instant; list: PriceList }>();

/**
 * The price list at an instant. Cached until a row of the book starts or ends, because price books are read far more
 * often than they change.
 */
export function pricesAt(catalogue: Catalogue, at: Instant): PriceList {
  const known = lists.get(catalogue);
  if (known && known.from <= at && at < known.until) return known.list;
  const { listPrices, discountTiers } = catalogue.book;
  let from = -Infinity;
  let until = Infinity;
  for (const row of [...listPrices, ...discountTiers]) {
    for (const edge of [row.validFrom, row.validUntil]) {
      if (edge === null) continue;
      if (edge <= at) from = Math.max(from, edge);
      else until = Math.min(until, edge);
    }
  }
  const list = priceListAt(catalogue.book, at);
  lists.set(catalogue, { from, until, list });
  return list;
}

/** Factor of a plan on the list rate, in basis points: 10,000 leaves it unchanged. */
export const planFactorBasisPoints = (plan: SlaPlan): number => 10_000 + plan.priceFactorBasisPoints;
