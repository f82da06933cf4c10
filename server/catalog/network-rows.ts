// Writes a whole network in a dozen statements. Each takes its rows as one JSON array, so 54,000 nodes are one insert.
import type { z } from "zod";
import type { loadedNode, loadNetworkInput } from "@/lib/contracts/catalog";
import type { Tx } from "@/server/kernel/database/db";

type Network = z.output<typeof loadNetworkInput>;
type LoadedPool = Network["pools"][number];

/** Number of watched nodes per site, from which its track record is measured. */
const WATCHED_PER_SITE = 8;

// Ids derived from content, so that loading the same row again finds it.
const hashedId = (prefix: string, key: string): string => `'${prefix}_' || upper(left(md5(${key}), 26))`;

const statement = (table: string, columns: string, select: string, record: string, conflict: string, update: readonly string[]): string =>
  `INSERT INTO "${table}" (${columns}) SELECT ${select} FROM jsonb_to_recordset($1::jsonb) AS r(${record}) ON CONFLICT (${conflict}) DO UPDATE SET ${update.map((column) => `${column} = excluded.${column}`).join(", ")}`;

const STATEMENTS = {
  regions: statement(
    "Region",
    `id, city, country, "countryName", area, residency, latitude, longitude`,
    `id, city, country, "countryName", area, residency, latitude, longitude`,
    `id text, city text, country text, "countryName" text, area text, residency text, latitude float8, longitude float8`,
    "id",
    ["city", "country", `"countryName"`, "area", "residency", "latitude", "longitude"],
  ),
  sites: statement(
    "Site",
    `id, "regionId", name, latitude, longitude, compliance, "joinedAt", "leavesAt"`,
    `id, "regionId", name, latitude, longitude, compliance, "joinedAt", "leavesAt"`,
    `id text, "regionId" text, name text, latitude float8, longitude float8, compliance text[], "joinedAt" timestamptz, "leavesAt" timestamptz`,
    "id",
    ["name", "latitude", "longitude", "compliance", `"joinedAt"`, `"leavesAt"`],
  ),
  nodeTypes: statement(
    "NodeType",
    `id, "gpuModel", "gpuCount", "gpuMemoryGb", vcpus, "ramGib", nvme, fabric, "fabricKind", "committedGbps"`,
    `id, "gpuModel", "gpuCount", "gpuMemoryGb", vcpus, "ramGib", nvme, fabric, "fabricKind", "committedGbps"`,
    `id text, "gpuModel" text, "gpuCount" int, "gpuMemoryGb" int, vcpus int, "ramGib" int, nvme text, fabric text, "fabricKind" text, "committedGbps" int`,
    "id",
    [`"gpuModel"`, `"gpuCount"`, `"gpuMemoryGb"`, "vcpus", `"ramGib"`, "nvme", "fabric", `"fabricKind"`, `"committedGbps"`],
  ),
  slaPlans: statement(
    "SlaPlan",
    `id, name, "targetPercent", "degradedWeightHalves", "maintenanceAllowanceSeconds", "priceFactorBasisPoints", "dedicatedSpares"`,
    `id, name, "targetPercent", "degradedWeightHalves", "maintenanceAllowanceSeconds", "priceFactorBasisPoints", "dedicatedSpares"`,
    `id text, name text, "targetPercent" text, "degradedWeightHalves" int, "maintenanceAllowanceSeconds" int, "priceFactorBasisPoints" int, "dedicatedSpares" bool`,
    "id",
    ["name", `"targetPercent"`, `"degradedWeightHalves"`, `"maintenanceAllowanceSeconds"`, `"priceFactorBasisPoints"`, `"dedicatedSpares"`],
  ),
  pools: statement(
    "Pool",
    `id, "siteId", "nodeTypeId", "nodeCount", "spareCount", "leadSeconds"`,
    `id, "siteId", "nodeTypeId", "nodeCount", "spareCount", "leadSeconds"`,
    `id text, "siteId" text, "nodeTypeId" text, "nodeCount" int, "spareCount" int, "leadSeconds" int`,
    "id",
    [`"siteId"`, `"leadSeconds"`],
  ),
  prices: statement(
    "PriceBookEntry",
    `id, "nodeTypeId", "regionId", currency, "rateMicros", "validFrom", "validUntil"`,
    `${hashedId("prc", `concat_ws(' ', "nodeTypeId", "regionId", currency, extract(epoch FROM "validFrom")::bigint)`)}, "nodeTypeId", "regionId", currency, "rateMicros", "validFrom", "validUntil"`,
    `"nodeTypeId" text, "regionId" text, currency text, "rateMicros" bigint, "validFrom" timestamptz, "validUntil" timestamptz`,
    "id",
    [`"rateMicros"`, `"validUntil"`],
  ),
  discounts: statement(
    "DiscountTier",
    `id, kind, threshold, "basisPoints", "validFrom", "validUntil"`,
    `${hashedId("prc", `concat_ws(' ', kind, threshold, extract(epoch FROM "validFrom")::bigint)`)}, kind, threshold, "basisPoints", "validFrom", "validUntil"`,
    `kind text, threshold int, "basisPoints" int, "validFrom" timestamptz, "validUntil" timestamptz`,
    `kind, threshold, "validFrom"`,
    [`"basisPoints"`, `"validUntil"`],
  ),
  references: statement(
    "ReferencePrice",
    `id, provider, offering, "gpuModel", currency, "rateMicros", source, "asOf", "blockDaysAtMost"`,
    `${hashedId("prc", `concat_ws('|', provider, offering, "gpuModel", currency, "asOf")`)}, provider, offering, "gpuModel", currency, "rateMicros", source, "asOf", "blockDaysAtMost"`,
    `provider text, offering text, "gpuModel" text, currency text, "rateMicros" bigint, source text, "asOf" date, "blockDaysAtMost" int`,
    "id",
    [`"rateMicros"`, "source", `"blockDaysAtMost"`],
  ),
};

const rowsInto =
  (name: keyof typeof STATEMENTS) =>
  async (tx: Tx, rows: readonly object[]): Promise<void> => {
    if (rows.length > 0) await tx.exec(STATEMENTS[name], [JSON.stringify(rows)]);
  };

export const upsert = {
  regions: rowsInto("regions"),
  sites: rowsInto("sites"),
  nodeTypes: rowsInto("nodeTypes"),
  slaPlans: rowsInto("slaPlans"),
  pools: (tx: Tx, pools: readonly LoadedPool[]) =>
    rowsInto("pools")(
      tx,
      pools.map(({ nodes: _nodes, ...pool }) => pool),
    ),
  // Earliest first: the range being closed must end before the next one begins, or the two would overlap.
  prices: (tx: Tx, prices: Network["prices"]) =>
    rowsInto("prices")(
      tx,
      [...prices].sort((a, b) => Date.parse(a.validFrom) - Date.parse(b.validFrom)),
    ),
  discounts: rowsInto("discounts"),
  references: rowsInto("references"),
};

/** Existing pools whose counts differ from the given ones. */
export const poolsOfOtherSize = (tx: Tx, pools: readonly LoadedPool[]): Promise<{ id: string; nodeCount: number; spareCount: number }[]> =>
  tx.sql(
    `SELECT p.id, p."nodeCount", p."spareCount" FROM jsonb_to_recordset($1::jsonb) AS r(id text, "nodeCount" int, "spareCount" int)
       JOIN "Pool" p ON p.id = r.id AND (p."nodeCount", p."spareCount") IS DISTINCT FROM (r."nodeCount", r."spareCount") ORDER BY p.id LIMIT 1`,
    [JSON.stringify(pools.map(({ id, nodeCount, spareCount }) => ({ id, nodeCount, spareCount })))],
  );

/** Nodes with serials of their own. */
export async function insertNodes(tx: Tx, nodes: readonly (z.output<typeof loadedNode> & { poolId: string })[]): Promise<void> {
  if (nodes.length === 0) return;
  await tx.exec(
    `INSERT INTO "Node" (id, "poolId", ordinal, serial, watched)
     SELECT id, "poolId", ordinal, serial, watched FROM jsonb_to_recordset($1::jsonb) AS r(id text, "poolId" text, ordinal int, serial text, watched bool)
     ON CONFLICT (id) DO UPDATE SET serial = excluded.serial, watched = excluded.watched`,
    [JSON.stringify(nodes)],
  );
}

/**
 * Numbers the nodes of pools that list none. Ids and serials derive from pool and ordinal alone, so the same network
 * has the same nodes on every machine. The id's first ten characters are a time: 1 January 2025 for all of them.
 */
export async function numberNodes(tx: Tx, poolIds: readonly string[]): Promise<void> {
  await tx.exec(
    `INSERT INTO "Node" (id, "poolId", ordinal, serial)
     SELECT 'nod_01JGFJJZ00' || upper(left(md5(p.id || '/' || o), 16)), p.id, o,
            upper(substr(md5('serial ' || p.id || '/' || o), 1, 3) || '-' || substr(md5('serial ' || p.id || '/' || o), 4, 9))
       FROM "Pool" p CROSS JOIN LATERAL generate_series(1, p."nodeCount" + p."spareCount") AS o
      WHERE p.id = ANY($1) ON CONFLICT ("poolId", ordinal) DO NOTHING`,
    [poolIds],
  );
}

/** Marks each site's watched nodes, chosen round-robin over its pools so that every node type there is watched. */
export async function watchSites(tx: Tx, poolIds: readonly string[]): Promise<void> {
  await tx.exec(
    `UPDATE "Node" n SET watched = true FROM (
       SELECT n.id, row_number() OVER (PARTITION BY p."siteId" ORDER BY n.ordinal, p.id) AS place
         FROM "Node" n JOIN "Pool" p ON p.id = n."poolId" WHERE p.id = ANY($1) AND n.ordinal <= p."nodeCount" AND n."retiredAt" IS NULL) s
      WHERE s.id = n.id AND s.place <= ${WATCHED_PER_SITE} AND NOT n.watched`,
    [poolIds],
  );
}

/** Tells every process that its copy is stale. */
export async function stampVersion(tx: Tx): Promise<void> {
  await tx.exec(`INSERT INTO "CatalogueVersion" (id, version) VALUES (1, gen_random_uuid()::text) ON CONFLICT (id) DO UPDATE SET version = excluded.version`);
}

export async function countNetwork(tx: Tx): Promise<{ regions: number; sites: number; nodeTypes: number; pools: number; nodes: number; prices: number }> {
  const [counts] = await tx.sql<{ regions: number; sites: number; nodeTypes: number; pools: number; nodes: number; prices: number }>(
    `SELECT (SELECT count(*)::int FROM "Region") AS regions, (SELECT count(*)::int FROM "Site") AS sites, (SELECT count(*)::int FROM "NodeType") AS "nodeTypes",
            (SELECT count(*)::int FROM "Pool") AS pools, (SELECT count(*)::int FROM "Node") AS nodes, (SELECT count(*)::int FROM "PriceBookEntry") AS prices`,
  );
  if (!counts) throw new Error("counting returned no row");
  return counts;
}
