import { z } from "zod";
import { country, currency, instant, line, listInput, page, rate, reference } from "./common";

export const region = z.object({
  id: z.string(),
  city: z.string(),
  country: z.string(),
  countryName: z.string(),
  area: z.string(),
  residency: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  sites: z.number().int(),
});
export type Region = z.output<typeof region>;
export const listRegionsInput = listInput.extend({
  country: country.optional(),
  residency: line(20).optional(),
  search: line(80).optional().describe("Part of a city, a country or an id"),
});
export const regionPage = page(region);

export const nodeType = z.object({
  id: z.string(),
  gpuModel: z.string(),
  gpuCount: z.number().int(),
  gpuMemoryGb: z.number().int(),
  vcpus: z.number().int(),
  ramGib: z.number().int(),
  nvme: z.string(),
  fabric: z.string(),
  fabricKind: z.string(),
  committedGbps: z.number().int(),
});
export type NodeType = z.output<typeof nodeType>;
export const nodeTypePage = page(nodeType);

export const slaPlan = z.object({
  id: z.string(),
  name: z.string(),
  targetPercent: z.string(),
  /** How much of a degraded second counts as downtime: "0", "0.5" or "1". */
  degradedWeight: z.string(),
  maintenanceAllowanceSeconds: z.number().int(),
  dedicatedSpares: z.boolean(),
});
export type SlaPlan = z.output<typeof slaPlan>;
export const slaPlanPage = page(slaPlan);

/** The price of the same GPU elsewhere. `ratio` is their rate divided by ours, with two decimals. */
export const comparison = z.object({
  provider: z.string(),
  offering: z.string(),
  ratePerGpuHour: rate,
  source: z.string(),
  asOf: z.string(),
  ratio: z.string(),
  /** Whether it is sold on comparable terms: a block reserved for as long as this one, rather than on demand. */
  likeForLike: z.boolean(),
});
export type Comparison = z.output<typeof comparison>;

/** One site on the map and in the network status. `state` is the worst state that currently applies. */
export const siteStatus = z.object({
  id: z.string(),
  region: z.string(),
  city: z.string(),
  country: z.string(),
  area: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  state: z.enum(["up", "degraded", "down", "maintenance", "unknown"]),
  since: instant.nullable(),
});
export type SiteStatus = z.output<typeof siteStatus>;

const slug = z.string().regex(/^[a-z0-9][a-z0-9.:-]{0,79}$/, "must be lower-case letters, digits, dots, colons and hyphens");
const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);
const validity = { validFrom: instant, validUntil: instant.nullable() };
const basisPoints = z.number().int().min(0).max(10_000);
const rateMicros = z.string().regex(/^\d{1,18}$/, "must be micro-units of the currency as whole digits");

/** One server of a pool, for networks that bring their own inventory. */
export const loadedNode = z.object({
  id: z.string().regex(/^nod_[0-9A-Za-z]{1,40}$/),
  ordinal: z.number().int().min(1).max(32_767),
  serial: line(60),
  watched: z.boolean(),
});

/**
 * A pool with its nodes. `leadSeconds` is how long delivery takes, counted from confirmation. Without `nodes`, nodes
 * are numbered from 1 and their serials are derived from the pool's id.
 */
const loadedPool = z
  .object({
    id: slug,
    siteId: slug,
    nodeTypeId: slug,
    nodeCount: z.number().int().min(0).max(32_767),
    spareCount: z.number().int().min(0).max(32_767),
    leadSeconds: z.number().int().min(0).max(2_592_000).default(3_600),
    nodes: z.array(loadedNode).optional(),
  })
  .refine(
    (pool) => pool.nodes === undefined || pool.nodes.length === pool.nodeCount + pool.spareCount,
    "must name as many nodes as nodeCount and spareCount together",
  );

const loadedRegion = z.object({ id: slug, city: line(80), country, countryName: line(80), area: line(60), residency: line(20), latitude, longitude });
const count = (most: number) => z.number().int().min(0).max(most);
const loadedNodeType = z.object({
  id: slug,
  gpuModel: line(60),
  gpuCount: count(1_024),
  gpuMemoryGb: count(100_000),
  vcpus: count(100_000),
  ramGib: count(1_000_000),
  nvme: line(80),
  fabric: line(80),
  fabricKind: line(40),
  committedGbps: count(1_000_000),
});

/** A network, or additions to one. Existing rows are updated and none are removed. */
export const loadNetworkInput = z.object({
  regions: z.array(loadedRegion).max(5_000).default([]),
  sites: z
    .array(
      z.object({
        id: slug,
        regionId: slug,
        name: line(80),
        latitude,
        longitude,
        compliance: z.array(reference(40)).max(40),
        joinedAt: instant,
        leavesAt: instant.nullable(),
      }),
    )
    .max(20_000)
    .default([]),
  nodeTypes: z.array(loadedNodeType).max(500).default([]),
  pools: z.array(loadedPool).max(50_000).default([]),
  prices: z
    .array(z.object({ nodeTypeId: slug, regionId: slug, currency, rateMicros, ...validity }))
    .max(200_000)
    .default([]),
  discounts: z
    .array(z.object({ kind: z.enum(["term", "volume"]), threshold: z.number().int().min(1).max(1_000_000), basisPoints, ...validity }))
    .max(1_000)
    .default([]),
  references: z
    .array(
      z.object({
        provider: line(60),
        offering: line(80),
        gpuModel: reference(),
        currency,
        rateMicros,
        source: line(120),
        asOf: z.iso.date(),
        blockDaysAtMost: z.number().int().min(1).max(3_660).nullable().default(null),
      }),
    )
    .max(5_000)
    .default([]),
  slaPlans: z
    .array(
      z.object({
        id: slug,
        name: line(60),
        targetPercent: z.string().regex(/^\d{2}(\.\d{1,3})?$/),
        degradedWeightHalves: z.number().int().min(0).max(2),
        maintenanceAllowanceSeconds: z.number().int().min(0).max(31_622_400),
        priceFactorBasisPoints: z.number().int().min(-10_000).max(100_000),
        dedicatedSpares: z.boolean(),
      }),
    )
    .max(50)
    .default([]),
});
export type LoadNetworkInput = z.input<typeof loadNetworkInput>;

/** Row counts of the catalogue after the load. */
export const loadNetworkOutput = z.object({
  regions: z.number().int(),
  sites: z.number().int(),
  nodeTypes: z.number().int(),
  pools: z.number().int(),
  nodes: z.number().int(),
  prices: z.number().int(),
});
