// A search in the address: parsed, serialised, and turned into the operation's input. Validation stays with the
// operation: unusual values are passed on, and it reports every invalid field.
import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { Relaxation, SearchOffersInput } from "@/lib/contracts/capacity";
import { floorToHour, formatInstant, parseInstant, SECONDS_PER_DAY, SECONDS_PER_HOUR } from "@/lib/period";
import { nearOf } from "./cities";

const HOURS_OF = { h: 1, d: 24, w: 168 } as const;
const LENGTH = /^(\d{1,5})\s*([hdw])?$/;

/** A length as people type it: "36h", "14d", "2w"; days without a unit. In hours. */
export const parseAsLength = createParser<number>({
  parse(text) {
    const [, count, unit] = LENGTH.exec(text.trim().toLowerCase()) ?? [];
    const hours = count === undefined ? 0 : Number(count) * HOURS_OF[(unit ?? "d") as keyof typeof HOURS_OF];
    return hours > 0 ? hours : null;
  },
  serialize: (hours) => (hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`),
});

const HOUR = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2})(?::\d{2})*)?Z?$/;

/** A whole hour in UTC as a datetime field writes it, "2026-11-24T00:00". Parsed as RFC 3339. */
export const parseAsHour = createParser<string>({
  parse(text) {
    const [, day, hour = "00"] = HOUR.exec(text.trim()) ?? [];
    const at = `${day}T${hour}:00:00Z`;
    return Number.isNaN(Date.parse(at)) ? null : at;
  },
  serialize: (at) => at.slice(0, 16),
});

const list = parseAsArrayOf(parseAsString);

const parsers = {
  gpu: parseAsString.withDefault("h100-sxm.8x"),
  nodes: parseAsInteger.withDefault(4),
  /** A flexible window: this long, any start between the two. */
  for: parseAsLength.withDefault(14 * 24),
  earliest: parseAsHour,
  latest: parseAsHour,
  /** A fixed window. */
  from: parseAsHour,
  to: parseAsHour,
  region: list,
  country: list,
  residency: list,
  near: parseAsString,
  ms: parseAsInteger,
  fabric: parseAsStringLiteral(["infiniband", "ethernet"]),
  compliance: list,
  cap: parseAsString,
  sla: parseAsString.withDefault("enterprise"),
  /** Default: nearest first with a place to measure from, otherwise cheapest first. */
  sort: parseAsStringLiteral(["total", "distance", "trackRecord", "start"]),
  /** Where the page begins in the list. */
  at: parseAsInteger.withDefault(0),
  /** The selected offer, by its site. */
  site: parseAsString,
  /** What the map shows: "world", "matches", or a box "west,south,east,north"; by default what the search asks for. */
  map: parseAsString,
};

export const readSearch = createLoader(parsers);
export const searchAddress = createSerializer(parsers);
export type Search = inferParserType<typeof parsers>;

/** The range of starts when no latest start is given. */
const OPEN_START_SECONDS = 14 * SECONDS_PER_DAY;

/** The latest start of a flexible window, given or default. */
export const latestStartOf = (search: Pick<Search, "earliest" | "latest">, now: string): string =>
  search.latest ?? formatInstant(floorToHour(parseInstant(search.earliest ?? now)) + OPEN_START_SECONDS);

/** The order of the list. */
export const sortOf = ({ sort, near }: Pick<Search, "sort" | "near">): "total" | "distance" | "trackRecord" | "start" => {
  const from = nearOf(near);
  return sort === null || (sort === "distance" && from === null) ? (from === null ? "total" : "distance") : sort;
};

export const isFixed = (search: Pick<Search, "from" | "to">): boolean => search.from !== null || search.to !== null;

/** The end of a fixed window: as given, or the start plus the given length. */
const endOf = ({ from, to, for: hours }: Search): string | null => to ?? (from === null ? null : formatInstant(parseInstant(from) + hours * SECONDS_PER_HOUR));

const some = <T>(values: T[] | null): T[] | undefined => (values === null || values.length === 0 ? undefined : values);

/** The input of the search operation, without its paging. */
export function searchInputOf(search: Search, now: string): SearchOffersInput {
  const near = nearOf(search.near);
  return {
    nodeType: search.gpu,
    nodes: search.nodes,
    ...(isFixed(search)
      ? { start: search.from ?? undefined, end: endOf(search) ?? undefined }
      : { durationHours: search.for, earliestStart: search.earliest ?? undefined, latestStart: latestStartOf(search, now) }),
    regions: some(search.region),
    countries: some(search.country),
    residency: some(search.residency),
    nearLatitude: near?.latitude,
    nearLongitude: near?.longitude,
    maxLatencyMs: near === null ? undefined : (search.ms ?? undefined),
    fabric: search.fabric ?? undefined,
    compliance: some(search.compliance),
    maxRate: search.cap?.trim() || undefined,
    slaPlan: search.sla,
    sort: sortOf(search),
  };
}

/** The search with one change suggested by a relaxation, from its first page. */
export function relaxedSearch(search: Search, change: Relaxation["search"]): Search {
  const relaxed: Search = { ...search, at: 0, site: null };
  if (change.start !== undefined && change.end !== undefined) Object.assign(relaxed, { from: change.start, to: change.end, earliest: null, latest: null });
  if (change.durationHours !== undefined)
    Object.assign(relaxed, { for: change.durationHours, earliest: search.earliest, latest: change.latestStart ?? search.latest, from: null, to: null });
  if (change.nodeType !== undefined) relaxed.gpu = change.nodeType;
  if (change.nodes !== undefined) relaxed.nodes = change.nodes;
  if (change.regions !== undefined) relaxed.region = change.regions;
  if (change.countries !== undefined) relaxed.country = change.countries;
  if (change.residency !== undefined) relaxed.residency = change.residency;
  if (change.maxLatencyMs !== undefined) relaxed.ms = change.maxLatencyMs;
  if (change.maxRate !== undefined) relaxed.cap = change.maxRate;
  return relaxed;
}

/** The search as an API call: lists with commas, without defaults. */
export function apiPathOf(input: SearchOffersInput): string {
  const asked = Object.entries(input).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value))
            .replaceAll("%2C", ",")
            .replaceAll("%3A", ":")}`,
        ],
  );
  return `/offers?${asked.join("&")}`;
}

/** What a form must carry so that only its own fields change. */
export function keptIn(search: Search, fields: readonly (keyof Search)[]): Record<string, string> {
  const own = Object.fromEntries(fields.map((field) => [field, null]));
  return Object.fromEntries(new URLSearchParams(searchAddress({ ...search, at: null, site: null, ...own })));
}
