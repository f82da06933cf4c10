// Turns a request into something that can be priced and counted: either an offer's id, or node type, place and window.
// Bad input is reported field by field.
import type { z } from "zod";
import type { PaymentSchedule, createQuoteInput } from "@/lib/contracts/capacity";
import type { FieldError } from "@/lib/contracts/common";
import { type Instant, type Interval, ceilToHour, formatInstant, interval, parseInstant } from "@/lib/period";
import { allowedSchedules } from "@/lib/payment-plan";
import type { Catalogue, NodeType, Pool, SlaPlan } from "@/server/catalog";
import { OperationError } from "@/server/kernel/operation/errors";
import { type OfferTerms, readOfferId } from "../search/offer-id";
import { holdExpiry } from "./quote-rules";
import { TERM_PROBLEMS, canBeDelivered, promisedAt, termProblems } from "./term-rules";

/** A request that can be quoted. `pools` are the places that could serve it, not yet checked for capacity. */
export interface QuoteWish {
  nodeType: NodeType;
  plan: SlaPlan;
  nodes: number;
  window: Interval;
  schedule: PaymentSchedule;
  pools: Pool[];
  /** The offer it came from: its currency and rate are honoured or refused. */
  offered: OfferTerms | null;
}

const DEFAULT_PLAN = "enterprise";

export const invalid = (errors: FieldError[]): OperationError =>
  new OperationError("validation_failed", errors.map((error) => `${error.pointer.slice(1) || "The request"}: ${error.message}`).join(" "), { errors });

type Input = z.output<typeof createQuoteInput>;
type Asked = Pick<Input, "nodeType" | "site" | "region" | "nodes" | "slaPlan"> & { window: Interval | null; offered: QuoteWish["offered"] };

function askedFor(catalogue: Catalogue, input: Input): Asked {
  const { start, end } = input;
  const window = start !== undefined && end !== undefined && Date.parse(start) <= Date.parse(end) ? interval(parseInstant(start), parseInstant(end)) : null;
  if (input.offerId === undefined) return { ...input, window, offered: null };
  const offer = readOfferId(input.offerId);
  if (!offer) throw invalid([{ pointer: "/offerId", message: "is no offer of a search; search again." }]);
  const contradictions = contradictionsOf(catalogue, input, offer);
  if (contradictions.length > 0) throw invalid(contradictions);
  return {
    nodeType: offer.nodeTypeId,
    site: offer.siteId,
    region: undefined,
    nodes: offer.nodes,
    slaPlan: offer.slaPlanId,
    window: offer.window,
    offered: offer,
  };
}

/** An offer is taken as shown. Fields passed beside its id must agree with it, or the caller means something else. */
function contradictionsOf(catalogue: Catalogue, input: Input, offer: OfferTerms): FieldError[] {
  const said: [keyof Input, string | number | undefined, string | number | undefined][] = [
    ["nodeType", input.nodeType, offer.nodeTypeId],
    ["site", input.site, offer.siteId],
    ["region", input.region, catalogue.sites.get(offer.siteId)?.regionId],
    ["nodes", input.nodes, offer.nodes],
    ["start", input.start === undefined ? undefined : formatInstant(parseInstant(input.start)), formatInstant(offer.window.start)],
    ["end", input.end === undefined ? undefined : formatInstant(parseInstant(input.end)), formatInstant(offer.window.end)],
    ["slaPlan", input.slaPlan, offer.slaPlanId],
  ];
  return said.flatMap(([name, given, offered]) =>
    given === undefined || given === offered
      ? []
      : [{ pointer: `/${name}`, message: `is ${given}, but the offer is for ${offered ?? "another"}; leave it out, or search for the offer you mean.` }],
  );
}

/** Whether a site takes part for the whole window: it has joined and is not known to leave before the end. */
export const servesWindow = (site: { joinedAt: Date; leavesAt: Date | null }, window: Interval): boolean =>
  site.joinedAt.getTime() <= window.start * 1000 && (site.leavesAt === null || window.end * 1000 <= site.leavesAt.getTime());

/** @throws OperationError validation_failed, with every missing or invalid field */
export function quoteWish(catalogue: Catalogue, input: Input, now: Instant): QuoteWish {
  const asked = askedFor(catalogue, input);
  const nodeType = catalogue.nodeTypes.get(asked.nodeType ?? "");
  const plan = catalogue.slaPlans.get(asked.slaPlan ?? DEFAULT_PLAN);
  const missing = (pointer: string, value: unknown, known: boolean, noun: string): FieldError[] =>
    value === undefined
      ? [{ pointer, message: "is needed, unless offerId is given." }]
      : known
        ? []
        : [{ pointer, message: `there is no ${noun} ${String(value)}.` }];
  const place = asked.site ?? asked.region;
  const errors = [
    ...missing("/nodeType", asked.nodeType, nodeType !== undefined, "node type"),
    ...missing(
      asked.site ? "/site" : "/region",
      place,
      asked.site ? catalogue.sites.has(asked.site) : catalogue.regions.has(asked.region ?? ""),
      asked.site ? "site" : "region",
    ),
    ...missing("/nodes", asked.nodes, true, "node"),
    ...(plan ? [] : [{ pointer: "/slaPlan", message: `there is no SLA plan ${asked.slaPlan ?? DEFAULT_PLAN}.` }]),
    ...(asked.window ? [] : [{ pointer: "/start", message: "start and end are needed, start first, unless offerId is given." }]),
  ];
  if (errors.length > 0 || !nodeType || !plan || !asked.window || asked.nodes === undefined) throw invalid(errors);
  const { window, nodes } = asked;
  const schedule = input.paymentSchedule ?? allowedSchedules(window)[0] ?? "monthly_advance";
  const problems = termProblems({ window, nodes, schedule, now });
  if (problems.length > 0) throw invalid(problems.map((problem) => TERM_PROBLEMS[problem]));
  const pools = (catalogue.poolsByNodeType.get(nodeType.id) ?? []).filter((pool) => {
    const site = catalogue.sites.get(pool.siteId);
    return site !== undefined && (asked.site ? site.id === asked.site : site.regionId === asked.region) && servesWindow(site, window);
  });
  const deliverable = pools.filter((pool) => canBeDelivered(window, promiseOf(pool, window, now)));
  if (pools.length > 0 && deliverable.length === 0) throw invalid([tooSoon(pools, now)]);
  return { nodeType, plan, nodes, window, schedule, pools: deliverable, offered: asked.offered };
}

/** The delivery promise of a quote made now for this place. */
export const promiseOf = (pool: Pool, window: Interval, now: Instant): Instant =>
  promisedAt({ start: window.start, confirmedBy: holdExpiry(now), leadSeconds: pool.leadSeconds });

function tooSoon(pools: readonly Pool[], now: Instant): FieldError {
  const leadSeconds = Math.min(...pools.map((pool) => pool.leadSeconds));
  const earliest = formatInstant(ceilToHour(holdExpiry(now) + leadSeconds));
  return {
    pointer: "/start",
    message: `is too soon: delivery takes ${Math.ceil(leadSeconds / 60)} minutes there and would leave nothing of this window. Start at ${earliest} or later.`,
  };
}
