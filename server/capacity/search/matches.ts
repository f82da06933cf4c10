// What fits a search, computed in memory: no database, no clock. Relaxations run it again with one thing changed.
import { chargeFor, roundHalfAwayFromZero } from "@/lib/money";
import { type Instant, type Interval, SECONDS_PER_HOUR, ceilToHour } from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";
import {
  type Catalogue,
  type LockedRate,
  type NodeType,
  type Pool,
  type PriceList,
  type Region,
  type Site,
  lockRate,
  planFactorBasisPoints,
} from "@/server/catalog";
import { distanceKm, latencyMsOver } from "./distance";
import { promiseOf, servesWindow } from "../quotes/quote-request";
import { holdExpiry } from "../quotes/quote-rules";
import { canBeDelivered, windowProblems } from "../quotes/term-rules";
import type { PlaceFilter, SearchRequest } from "./search-request";
import type { CapacitySnapshot, FlexibleWindow } from "./snapshot";
import { type TrackRecord, recordOf } from "./track-records";

/** Everything a search reads, at one instant. */
export interface World {
  catalogue: Catalogue;
  prices: PriceList;
  snapshot: CapacitySnapshot;
  records: ReadonlyMap<string, TrackRecord>;
  now: Instant;
}

export interface Match {
  pool: Pool;
  site: Site;
  region: Region;
  nodeType: NodeType;
  nodes: number;
  window: Interval;
  /** Nodes free throughout the window, at least `nodes`. */
  free: number;
  rate: LockedRate;
  totalMinor: bigint;
  distanceKm: number | null;
  latencyMs: number | null;
}

const allows = (list: readonly string[] | undefined, value: string): boolean => list === undefined || list.includes(value);

const isPlaced = ({ regions, countries, residency, compliance }: PlaceFilter, site: Site, region: Region): boolean =>
  allows(regions, region.id) &&
  allows(countries, region.country) &&
  allows(residency, region.residency) &&
  (compliance ?? []).every((name) => site.compliance.includes(name));

/** Rates of one request by node type and region, because many sites share a region. */
function rates({ prices }: World, { nodes, window, plan, currency }: SearchRequest): (nodeType: NodeType, regionId: string) => LockedRate | null {
  const known = new Map<string, LockedRate | null>();
  return (nodeType, regionId) => {
    const key = `${nodeType.id} ${regionId}`;
    let rate = known.get(key);
    if (rate === undefined) {
      rate = lockRate(prices, {
        nodeTypeId: nodeType.id,
        regionId,
        currency,
        hours: window.hours,
        gpus: nodes * nodeType.gpuCount,
        planFactorBasisPoints: planFactorBasisPoints(plan),
      });
      known.set(key, rate);
    }
    return rate;
  };
}

/** Places with the requested node types, whatever is free there. */
export function* poolsOf({ catalogue }: World, nodeTypes: readonly NodeType[]): Generator<{ pool: Pool; site: Site; region: Region; nodeType: NodeType }> {
  for (const nodeType of nodeTypes) {
    for (const pool of catalogue.poolsByNodeType.get(nodeType.id) ?? []) {
      const site = catalogue.sites.get(pool.siteId);
      const region = site && catalogue.regions.get(site.regionId);
      if (region) yield { pool, site, region, nodeType };
    }
  }
}

/** Every pool that fits, at its first possible start. Unsorted. */
export function findMatches(world: World, request: SearchRequest): Match[] {
  const { nodes, near, maxLatencyMs, maxRateMicros, window: flexible } = request;
  const rateOf = rates(world, request);
  const matches: Match[] = [];
  for (const { pool, site, region, nodeType } of poolsOf(world, request.nodeTypes)) {
    if (pool.nodeCount < nodes || !isPlaced(request.place, site, region)) continue;
    const km = near && distanceKm(near, site);
    const latencyMs = km === null ? null : latencyMsOver(km);
    if (maxLatencyMs !== null && (latencyMs === null || latencyMs > maxLatencyMs)) continue;
    const start = world.snapshot.firstStart(pool.id, readyIn(flexible, pool, world.now), nodes);
    if (start === null) continue;
    const window = { start, end: start + flexible.hours * SECONDS_PER_HOUR };
    // An offer is something that can be quoted as is.
    if (!servesWindow(site, window) || windowProblems(window, world.now).length > 0 || !canBeDelivered(window, promiseOf(pool, window, world.now))) continue;
    const rate = rateOf(nodeType, region.id);
    if (!rate || (maxRateMicros !== null && rate.rateMicros > maxRateMicros)) continue;
    const gpuSeconds = gpuSecondsOf({ nodes, gpusPerNode: nodeType.gpuCount, seconds: flexible.hours * SECONDS_PER_HOUR });
    matches.push({
      pool,
      site,
      region,
      nodeType,
      nodes,
      window,
      rate,
      latencyMs,
      free: world.snapshot.freeNodes(pool.id, window) ?? 0,
      totalMinor: roundHalfAwayFromZero(chargeFor({ rateMicrosPerGpuHour: rate.rateMicros, gpuSeconds, currency: rate.currency })),
      distanceKm: km === null ? null : Math.round(km),
    });
  }
  return matches;
}

/** The window without starts before delivery could be done, as long as later starts are allowed. */
function readyIn(window: FlexibleWindow, pool: Pool, now: Instant): FlexibleWindow {
  const ready = ceilToHour(holdExpiry(now) + pool.leadSeconds);
  return { ...window, earliestStart: Math.max(window.earliestStart, Math.min(ready, window.latestStart)) };
}

const byTotal = (a: Match, b: Match): number => (a.totalMinor === b.totalMinor ? 0 : a.totalMinor < b.totalMinor ? -1 : 1);
const byStart = (a: Match, b: Match): number => a.window.start - b.window.start;
const byDistance = (a: Match, b: Match): number => (a.distanceKm ?? 0) - (b.distanceKm ?? 0);
const byId = (a: Match, b: Match): number => (a.pool.id < b.pool.id ? -1 : 1);

/** Sorted for display; ties by price, distance, start, then id, so that pages never overlap. */
export function sortMatches(matches: readonly Match[], sort: SearchRequest["sort"], records: World["records"]): Match[] {
  const availability = (match: Match): number => Number(recordOf(records, match.site.id).availabilityPercent ?? -1);
  const first = { total: byTotal, start: byStart, distance: byDistance, trackRecord: (a: Match, b: Match): number => availability(b) - availability(a) }[sort];
  return [...matches].sort((a, b) => first(a, b) || byTotal(a, b) || byDistance(a, b) || byStart(a, b) || byId(a, b));
}

/** The cheapest match, or null. */
export const cheapest = (matches: readonly Match[]): Match | null => sortMatches(matches, "total", new Map())[0] ?? null;
