// Suggestions when nothing fits: one change at a time, each verified by an actual search, with its price difference
// from the cheapest offer for the same GPU, nodes and time without any other filter.
import type { Relaxation, SearchOffersInput } from "@/lib/contracts/capacity";
import { rateFromMicros, toContract } from "@/lib/money";
import { type Instant, SECONDS_PER_DAY, SECONDS_PER_HOUR, formatInstant } from "@/lib/period";
import type { NodeType } from "@/server/catalog";
import { furthestStart } from "../quotes/term-rules";
import { type Match, type World, cheapest, findMatches, poolsOf } from "./matches";
import type { PlaceFilter, SearchRequest } from "./search-request";

/** How much later a start is suggested at most. */
const LATER_AT_MOST_SECONDS = 60 * SECONDS_PER_DAY;

/** The latest start that is suggested: never one that could not be quoted. */
export const latestRelaxedStart = (latestStart: Instant, now: Instant): Instant => Math.min(latestStart + LATER_AT_MOST_SECONDS, furthestStart(now));
const OTHER_MODELS = 2;

/** A change and its result. `search` is the changed part of the request in the caller's own form. */
interface Change {
  kind: Relaxation["kind"];
  description: string;
  matches: Match[];
  best: Match;
  remark?: string;
  search: Partial<SearchOffersInput>;
}

/** Every suggestion, smallest change first. Empty when no single change is enough. */
export function relaxationsOf(world: World, request: SearchRequest): Relaxation[] {
  const everywhere = cheapest(findMatches(world, { ...request, place: {}, maxLatencyMs: null, maxRateMicros: null }));
  const changes = [laterStart, moreLatency, moreRegions, fewerNodes, otherGpus, higherRate].flatMap((relax) => relax(world, request) ?? []);
  return changes.map(({ kind, description, matches, best, remark, search }) => ({
    kind,
    description,
    where: placesOf(matches, remark),
    start: formatInstant(best.window.start),
    offers: new Set(matches.map((match) => match.site.id)).size,
    total: toContract({ minor: best.totalMinor, currency: best.rate.currency }),
    totalDifference: everywhere && toContract({ minor: best.totalMinor - everywhere.totalMinor, currency: best.rate.currency }),
    search,
  }));
}

const NAMED_PLACES = 3;

function placesOf(matches: readonly Match[], remark?: string): string {
  const cities = [...new Set([...matches].sort((a, b) => (a.totalMinor < b.totalMinor ? -1 : 1)).map((match) => match.region.city))];
  const named = cities.slice(0, NAMED_PLACES).join(", ");
  const rest = cities.length > NAMED_PLACES ? ` and ${cities.length - NAMED_PLACES} more` : "";
  return [named + rest, remark].filter(Boolean).join(", ");
}

/** "2 d 12 h" */
function inWords(seconds: number): string {
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const hours = Math.floor((seconds % SECONDS_PER_DAY) / SECONDS_PER_HOUR);
  return [days > 0 ? `${days} d` : "", hours > 0 || days === 0 ? `${hours} h` : ""].filter(Boolean).join(" ");
}

function laterStart(world: World, request: SearchRequest): Change | null {
  const { window } = request;
  const matches = findMatches(world, {
    ...request,
    window: { ...window, earliestStart: window.latestStart, latestStart: latestRelaxedStart(window.latestStart, world.now) },
  });
  const first = Math.min(...matches.map((match) => match.window.start));
  const atFirst = matches.filter((match) => match.window.start === first);
  const best = cheapest(atFirst);
  if (!best) return null;
  return { kind: "later_start", description: `Start ${inWords(first - window.latestStart)} later`, matches: atFirst, best, search: startingAt(request, first) };
}

/** The same length at a fixed start, or a flexible window that reaches to it. */
function startingAt({ window }: SearchRequest, start: Instant): Partial<SearchOffersInput> {
  if (window.earliestStart === window.latestStart) return { start: formatInstant(start), end: formatInstant(start + window.hours * SECONDS_PER_HOUR) };
  return { durationHours: window.hours, earliestStart: formatInstant(window.earliestStart), latestStart: formatInstant(start) };
}

function moreLatency(world: World, request: SearchRequest): Change | null {
  if (request.maxLatencyMs === null) return null;
  const matches = findMatches(world, { ...request, maxLatencyMs: null });
  const nearest = Math.min(...matches.map((match) => match.latencyMs ?? Infinity));
  const within = matches.filter((match) => match.latencyMs === nearest);
  const best = cheapest(within);
  return best && { kind: "more_latency", description: `Allow ${nearest} ms`, matches: within, best, search: { maxLatencyMs: nearest } };
}

/** Allows one more country: the one with the cheapest match. Filters that exclude it are widened by just enough. */
function moreRegions(world: World, request: SearchRequest): Change | null {
  const { regions, countries, residency, compliance } = request.place;
  if (!regions && !countries && !residency) return null;
  const matches = findMatches(world, { ...request, place: { compliance } });
  const best = cheapest(matches);
  if (!best) return null;
  const there = matches.filter((match) => match.region.country === best.region.country);
  const widened = (list: string[] | undefined, values: (match: Match) => string): string[] | undefined => list && [...new Set([...list, ...there.map(values)])];
  const place: PlaceFilter = {
    regions: widened(regions, (match) => match.region.id),
    countries: widened(countries, (match) => match.region.country),
    residency: widened(residency, (match) => match.region.residency),
  };
  return {
    kind: "more_regions",
    description: `Allow ${best.region.countryName}`,
    matches: there,
    best,
    search: Object.fromEntries(Object.entries(place).filter(([, list]) => list !== undefined)),
  };
}

/**
 * The largest number of nodes that fits. Fewer nodes always fit where more do, except when they lose a volume tier and
 * with it the requested rate.
 */
function fewerNodes(world: World, request: SearchRequest): Change | null {
  let found: Change | null = null;
  let fit = 0;
  let tooMany = 1;
  for (const { pool } of poolsOf(world, request.nodeTypes)) tooMany = Math.max(tooMany, pool.nodeCount + 1);
  tooMany = Math.min(tooMany, request.nodes);
  while (tooMany - fit > 1) {
    const nodes = Math.floor((fit + tooMany) / 2);
    const matches = findMatches(world, { ...request, nodes });
    const best = cheapest(matches);
    if (best) {
      fit = nodes;
      found = {
        kind: "fewer_nodes",
        description: `${nodes.toLocaleString("en")} ${nodes === 1 ? "node" : "nodes"} instead of ${request.nodes.toLocaleString("en")}`,
        matches,
        best,
        search: { nodes },
      };
    } else tooMany = nodes;
  }
  return found;
}

/** `"H100-SXM5-80GB"` → `"H100"`, `"RTX-PRO-6000-96GB"` → `"RTX PRO 6000"`: the name people use. */
const shortModel = (model: string): string => model.replace(/-(SXM\d?|NVL\d+)?-?\d+GB$/, "").replaceAll("-", " ");

function otherGpus(world: World, request: SearchRequest): Change[] {
  const asked = request.nodeTypes[0];
  if (!asked || new Set(request.nodeTypes.map((type) => type.gpuModel)).size > 1) return [];
  const others = [...world.catalogue.nodeTypes.values()].filter((type) => type.gpuModel !== asked.gpuModel && type.fabricKind === asked.fabricKind);
  const changes = others.flatMap((type) => otherGpu(world, request, asked, type) ?? []);
  // Memory measures similarity, because it decides whether a model fits.
  const gap = (change: Change): number => Math.abs(Math.log(change.best.nodeType.gpuMemoryGb / asked.gpuMemoryGb));
  return changes.sort((a, b) => gap(a) - gap(b)).slice(0, OTHER_MODELS);
}

function otherGpu(world: World, request: SearchRequest, asked: NodeType, other: NodeType): Change | null {
  // As many GPUs as requested, whatever a node holds.
  const nodes = Math.ceil((request.nodes * asked.gpuCount) / other.gpuCount);
  const matches = findMatches(world, { ...request, nodeTypes: [other], nodes });
  const best = cheapest(matches);
  return (
    best && {
      kind: "other_gpu",
      description: `${shortModel(other.gpuModel)} instead of ${shortModel(asked.gpuModel)}`,
      matches,
      best,
      remark: `${other.gpuMemoryGb} GB each`,
      search: { gpuModel: undefined, nodeType: other.id, nodes },
    }
  );
}

function higherRate(world: World, request: SearchRequest): Change | null {
  if (request.maxRateMicros === null) return null;
  const matches = findMatches(world, { ...request, maxRateMicros: null });
  const best = matches.reduce<Match | null>((lowest, match) => (lowest && lowest.rate.rateMicros <= match.rate.rateMicros ? lowest : match), null);
  if (!best) return null;
  const atRate = matches.filter((match) => match.rate.rateMicros === best.rate.rateMicros);
  const rate = rateFromMicros(best.rate.rateMicros);
  return { kind: "higher_rate", description: `Raise the cap to ${rate} ${best.rate.currency}`, matches: atRate, best, search: { maxRate: rate } };
}
