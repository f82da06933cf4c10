import type { Offer, SiteDot } from "@/lib/contracts/capacity";
import { rateFromMicros, toContract } from "@/lib/money";
import { type Instant, SECONDS_PER_HOUR, formatInstant } from "@/lib/period";
import { discountPercent } from "@/server/catalog";
import { comparisonsOf } from "./comparisons";
import { type Match, type World, poolsOf } from "./matches";
import { offerId } from "./offer-id";
import { cancellationSteps } from "../quotes/quote-rules";
import { cancellationTerms } from "../quotes/quote-shape";
import type { SearchRequest } from "./search-request";
import { recordOf } from "./track-records";

export function offersOf(world: World, request: SearchRequest, matches: readonly Match[], now: Instant): Offer[] {
  return matches.map(({ pool, site, region, nodeType, nodes, window, free, rate, totalMinor, distanceKm, latencyMs }) => ({
    id: offerId({ siteId: site.id, nodeTypeId: nodeType.id, nodes, window, slaPlanId: request.plan.id, currency: rate.currency, rateMicros: rate.rateMicros }),
    site: site.id, region: region.id, city: region.city, country: region.country, latitude: site.latitude, longitude: site.longitude,
    nodeType: nodeType.id, gpuModel: nodeType.gpuModel, nodes, start: formatInstant(window.start), end: formatInstant(window.end),
    freeNodes: free, poolNodes: pool.nodeCount,
    listRatePerGpuHour: rateFromMicros(rate.listRateMicros), ratePerGpuHour: rateFromMicros(rate.rateMicros),
    total: toContract({ minor: totalMinor, currency: rate.currency }), discountPercent: discountPercent(rate),
    slaPlan: request.plan.id, committedGbps: nodeType.committedGbps, trackRecord: recordOf(world.records, site.id), distanceKm, latencyMs,
    comparisons: comparisonsOf(world.catalogue, nodeType.gpuModel, rate.currency, rate.rateMicros),
    cancellation: cancellationTerms(cancellationSteps({ start: window.start, priceMinor: totalMinor, now }), rate.currency),
  }));
}

/** A dot for every site that has one of the node types, with what is free at the first moment asked for. */
export function dotsOf(world: World, request: SearchRequest, matches: readonly Match[]): SiteDot[] {
  const matching = new Set(matches.map((match) => match.site.id));
  const { earliestStart: start, hours } = request.window;
  const dots = new Map<string, SiteDot>();
  for (const { pool, site, region } of poolsOf(world, request.nodeTypes)) {
    const freeNodes = world.snapshot.freeNodes(pool.id, { start, end: start + hours * SECONDS_PER_HOUR }) ?? 0;
    const dot = dots.get(site.id);
    if (dot) dot.freeNodes = Math.max(dot.freeNodes, freeNodes);
    else dots.set(site.id, { site: site.id, region: region.id, city: region.city, latitude: site.latitude, longitude: site.longitude, freeNodes, matches: matching.has(site.id) });
  }
  return [...dots.values()];
}
