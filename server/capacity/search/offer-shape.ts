import type { Offer, SiteDot } from "@/lib/contracts/capacity";
import { rateFromMicros, toContract } from "@/lib/money";
import { type Instant, SECONDS_PER_HOUR, formatInstant } from "@/lib/period";
import { discountPercent } from "@/server/catalog";
import { DELIVERY_CREDIT } from "@/lib/sla-terms";
import { comparisonsNoteOf, comparisonsOf } from "./comparisons";
import { type Match, type World, poolsOf } from "./matches";
import { offerId } from "./offer-id";
import { promiseOf } from "../quotes/quote-request";
import type { SearchRequest } from "./search-request";
import { recordOf } from "./track-records";

/** @param billedIn the currency the organisation is invoiced in; null before it has a billing profile */
export function offersOf(
  world: World,
  request: SearchRequest,
  matches: readonly Match[],
  { now, billedIn }: { now: Instant; billedIn: string | null },
): Offer[] {
  return matches.map(({ pool, site, region, nodeType, nodes, window, free, rate, totalMinor, distanceKm, latencyMs }) => ({
    id: offerId({ siteId: site.id, nodeTypeId: nodeType.id, nodes, window, slaPlanId: request.plan.id, currency: rate.currency, rateMicros: rate.rateMicros }),
    site: site.id,
    region: region.id,
    city: region.city,
    country: region.country,
    latitude: site.latitude,
    longitude: site.longitude,
    nodeType: nodeType.id,
    gpuModel: nodeType.gpuModel,
    nodes,
    start: formatInstant(window.start),
    end: formatInstant(window.end),
    freeNodes: free,
    poolNodes: pool.nodeCount,
    listRatePerGpuHour: rateFromMicros(rate.listRateMicros),
    ratePerGpuHour: rateFromMicros(rate.rateMicros),
    total: toContract({ minor: totalMinor, currency: rate.currency }),
    discountPercent: discountPercent(rate),
    taxIncluded: false,
    canBeQuoted: rate.currency === billedIn,
    slaPlan: request.plan.id,
    committedGbps: nodeType.committedGbps,
    trackRecord: recordOf(world.records, site.id),
    distanceKm,
    latencyMs,
    latencyIsEstimate: true,
    comparisons: comparisonsOf(world.catalogue, {
      gpuModel: nodeType.gpuModel,
      currency: rate.currency,
      rateMicros: rate.rateMicros,
      hours: request.window.hours,
    }),
    comparisonsNote: comparisonsNoteOf(world.catalogue, { gpuModel: nodeType.gpuModel, currency: rate.currency }),
    cancellation: [],
    delivery: { promisedAt: formatInstant(promiseOf(pool, window, now)), leadSeconds: pool.leadSeconds, ...DELIVERY_CREDIT },
  }));
}

/** A dot for every site with one of the node types, with what is free at the earliest requested moment. */
export function dotsOf(world: World, request: SearchRequest, matches: readonly Match[]): SiteDot[] {
  const matching = new Set(matches.map((match) => match.site.id));
  const { earliestStart: start, hours } = request.window;
  const dots = new Map<string, SiteDot>();
  for (const { pool, site, region } of poolsOf(world, request.nodeTypes)) {
    const freeNodes = world.snapshot.freeNodes(pool.id, { start, end: start + hours * SECONDS_PER_HOUR }) ?? 0;
    const dot = dots.get(site.id);
    if (dot) dot.freeNodes = Math.max(dot.freeNodes, freeNodes);
    else
      dots.set(site.id, {
        site: site.id,
        region: region.id,
        city: region.city,
        latitude: site.latitude,
        longitude: site.longitude,
        freeNodes,
        matches: matching.has(site.id),
      });
  }
  return [...dots.values()];
}
