// A search request, validated and completed: whole hours, known models, one kind of window.
import type { z } from "zod";
import type { searchOffersInput } from "@/lib/contracts/capacity";
import type { FieldError } from "@/lib/contracts/common";
import { isCurrency, rateToMicros } from "@/lib/money";
import { type Instant, SECONDS_PER_DAY, SECONDS_PER_HOUR, ceilToHour, floorToHour, parseInstant } from "@/lib/period";
import type { Catalogue, NodeType, SlaPlan } from "@/server/catalog";
import type { Point } from "./distance";
import { invalid } from "../quotes/quote-request";
import { TERM_PROBLEMS, earliestStart, furthestStart, windowProblems } from "../quotes/term-rules";
import type { FlexibleWindow } from "./snapshot";

/** Filters on the site; an absent list filters nothing. */
export interface PlaceFilter {
  regions?: string[] | undefined;
  countries?: string[] | undefined;
  residency?: string[] | undefined;
  compliance?: string[] | undefined;
}

/** A fixed window is one whose earliest and latest start are the same. */
export interface SearchRequest {
  nodeTypes: NodeType[];
  nodes: number;
  window: FlexibleWindow;
  place: PlaceFilter;
  near: Point | null;
  maxLatencyMs: number | null;
  maxRateMicros: bigint | null;
  currency: string;
  plan: SlaPlan;
  sort: Input["sort"];
}

type Input = z.output<typeof searchOffersInput>;

/** Without `latestStart`, any start within two weeks of the earliest is accepted. */
const DEFAULT_FREEDOM_SECONDS = 14 * SECONDS_PER_DAY;

/** @throws OperationError validation_failed, naming every invalid field */
export function searchRequest(catalogue: Catalogue, input: Input, currency: string, now: Instant): SearchRequest {
  const errors: FieldError[] = [];
  const fail = (pointer: string, message: string): null => {
    errors.push({ pointer, message });
    return null;
  };
  const window = windowOf(input, now, fail);
  const nodeTypes = nodeTypesOf(catalogue, input, fail);
  const plan = catalogue.slaPlans.get(input.slaPlan) ?? fail("/slaPlan", `there is no SLA plan ${input.slaPlan}.`);
  const { nearLatitude: latitude, nearLongitude: longitude } = input;
  const near = latitude !== undefined && longitude !== undefined ? { latitude, longitude } : null;
  if (!near && (latitude ?? longitude) !== undefined) fail("/nearLatitude", "nearLatitude and nearLongitude belong together.");
  if (!near && input.maxLatencyMs !== undefined) fail("/maxLatencyMs", "needs nearLatitude and nearLongitude to measure from.");
  if (!isCurrency(currency)) fail("/currency", `${currency} is no currency in use.`);
  else if (catalogue.currencies.size > 0 && !catalogue.currencies.has(currency))
    fail("/currency", `nothing is sold in ${currency}; prices exist in ${[...catalogue.currencies].sort().join(", ")}.`);
  if (errors.length > 0 || !window || !plan || !nodeTypes) throw invalid(errors);
  return {
    nodeTypes,
    nodes: input.nodes,
    window,
    near,
    plan,
    currency,
    place: {
      regions: input.regions,
      countries: input.countries?.map((country) => country.toUpperCase()),
      residency: input.residency,
      compliance: input.compliance,
    },
    maxLatencyMs: input.maxLatencyMs ?? null,
    maxRateMicros: input.maxRate === undefined ? null : rateToMicros(input.maxRate),
    sort: input.sort,
  };
}

type Fail = (pointer: string, message: string) => null;

function nodeTypesOf(catalogue: Catalogue, input: Input, fail: Fail): NodeType[] | null {
  const model = input.gpuModel?.toLowerCase();
  const all = [...catalogue.nodeTypes.values()];
  // "H100" means every H100; the full name means exactly that one.
  const exact = all.some((type) => type.gpuModel.toLowerCase() === model);
  const isModel = (type: NodeType): boolean =>
    model === undefined || (exact ? type.gpuModel.toLowerCase() === model : type.gpuModel.toLowerCase().startsWith(model));
  if (input.nodeType !== undefined && !catalogue.nodeTypes.has(input.nodeType)) return fail("/nodeType", `there is no node type ${input.nodeType}.`);
  if (!all.some(isModel)) return fail("/gpuModel", `there is no GPU model ${input.gpuModel ?? ""}.`);
  return all.filter(
    (type) => isModel(type) && (input.nodeType === undefined || type.id === input.nodeType) && (input.fabric === undefined || type.fabricKind === input.fabric),
  );
}

function windowOf(input: Input, now: Instant, fail: Fail): FlexibleWindow | null {
  const instantOf = (text: string | undefined): Instant | null => (text === undefined ? null : parseInstant(text));
  const [start, end] = [instantOf(input.start), instantOf(input.end)];
  if (start !== null || end !== null) {
    if (input.durationHours !== undefined) return fail("/durationHours", "give either start and end, or durationHours with earliestStart and latestStart.");
    if (start === null || end === null) return fail(start === null ? "/start" : "/end", "start and end belong together.");
    const [problem] = windowProblems({ start, end }, now);
    return problem
      ? fail(TERM_PROBLEMS[problem].pointer, TERM_PROBLEMS[problem].message)
      : { hours: (end - start) / SECONDS_PER_HOUR, earliestStart: start, latestStart: start };
  }
  if (input.durationHours === undefined) return fail("/start", "give start and end, or durationHours.");
  // A range that began in the past begins now, so a saved search stays valid as long as any of it lies ahead.
  const earliest = Math.max(ceilToHour(instantOf(input.earliestStart) ?? now), earliestStart(now));
  const latest = floorToHour(instantOf(input.latestStart) ?? Math.min(earliest + DEFAULT_FREEDOM_SECONDS, Math.max(earliest, furthestStart(now))));
  if (latest < earliest) return fail("/latestStart", "lies before the earliest possible start.");
  const windowAt = (at: Instant) => ({ start: at, end: at + (input.durationHours ?? 0) * SECONDS_PER_HOUR });
  const [problem] = windowProblems(windowAt(latest), now);
  const [atEarliest] = windowProblems(windowAt(earliest), now);
  if (problem === "start_too_far_ahead") return fail(input.latestStart === undefined ? "/earliestStart" : "/latestStart", TERM_PROBLEMS[problem].message);
  // A term that is too long at one start may fit at another, because of a leap day.
  if (problem && atEarliest) return fail("/durationHours", TERM_PROBLEMS[problem].message);
  return { hours: input.durationHours, earliestStart: earliest, latestStart: latest };
}
