// From what a caller asks for to something that can be priced and counted: either an offer's id, or node type, place and
// window spelled out. Bad input is named field by field.
import type { z } from "zod";
import type { PaymentSchedule, createQuoteInput } from "@/lib/contracts/capacity";
import type { FieldError } from "@/lib/contracts/common";
import { type Instant, type Interval, interval, parseInstant } from "@/lib/period";
import { allowedSchedules } from "@/lib/payment-plan";
import type { Catalogue, NodeType, Pool, SlaPlan } from "@/server/catalog";
import { OperationError } from "@/server/kernel/operation/errors";
import { readOfferId } from "../search/offer-id";
import { QUOTE_RULES, type TermProblem, termProblems } from "./quote-rules";

/** A request that may be quoted. `pools` are the places that can serve it, not yet asked for capacity. */
export interface QuoteWish {
  nodeType: NodeType;
  plan: SlaPlan;
  nodes: number;
  window: Interval;
  schedule: PaymentSchedule;
  pools: Pool[];
  /** The rate an offer showed, to be kept or refused. */
  offered: { currency: string; rateMicros: bigint } | null;
}

const DEFAULT_PLAN = "enterprise";

export const invalid = (errors: FieldError[]): OperationError =>
  new OperationError("validation_failed", errors.map((error) => `${error.pointer.slice(1) || "The request"}: ${error.message}`).join(" "), { errors });

type Input = z.output<typeof createQuoteInput>;
type Asked = Pick<Input, "nodeType" | "site" | "region" | "nodes" | "slaPlan"> & { window: Interval | null; offered: QuoteWish["offered"] };

function askedFor(input: Input): Asked {
  if (input.offerId === undefined) {
    const { start, end } = input;
    return { ...input, window: start && end && Date.parse(start) <= Date.parse(end) ? interval(parseInstant(start), parseInstant(end)) : null, offered: null };
  }
  const offer = readOfferId(input.offerId);
  if (!offer) throw invalid([{ pointer: "/offerId", message: "is no offer of a search; search again." }]);
  return { nodeType: offer.nodeTypeId, site: offer.siteId, region: undefined, nodes: offer.nodes, slaPlan: offer.slaPlanId, window: offer.window, offered: offer };
}

const TERM_PROBLEMS: Record<TermProblem, FieldError> = {
  start_not_on_the_hour: { pointer: "/start", message: "must be a whole hour." },
  end_not_on_the_hour: { pointer: "/end", message: "must be a whole hour." },
  start_in_the_past: { pointer: "/start", message: "has passed; the next whole hour is the earliest." },
  term_too_short: { pointer: "/end", message: `must be at least ${QUOTE_RULES.minimumHours} hour after the start.` },
  term_too_long: { pointer: "/end", message: `must be at most ${QUOTE_RULES.maximumMonths} months after the start.` },
  nodes_out_of_bounds: { pointer: "/nodes", message: `must be between 1 and ${QUOTE_RULES.maximumNodes}.` },
  schedule_not_allowed: { pointer: "/paymentSchedule", message: "upfront reaches to 31 days; choose monthly_advance or deposit_25." },
};

/** Whether a site takes part over the whole window: it has joined and is not known to leave before the end. */
export const servesWindow = (site: { joinedAt: Date; leavesAt: Date | null }, window: Interval): boolean =>
  site.joinedAt.getTime() <= window.start * 1000 && (site.leavesAt === null || window.end * 1000 <= site.leavesAt.getTime());

/** @throws OperationError validation_failed, with every field that is missing or wrong */
export function quoteWish(catalogue: Catalogue, input: Input, now: Instant): QuoteWish {
  const asked = askedFor(input);
  const nodeType = catalogue.nodeTypes.get(asked.nodeType ?? "");
  const plan = catalogue.slaPlans.get(asked.slaPlan ?? DEFAULT_PLAN);
  const missing = (pointer: string, value: unknown, known: boolean, noun: string): FieldError[] =>
    value === undefined ? [{ pointer, message: "is needed, unless offerId is given." }] : known ? [] : [{ pointer, message: `there is no ${noun} ${String(value)}.` }];
  const place = asked.site ?? asked.region;
  const errors = [
    ...missing("/nodeType", asked.nodeType, nodeType !== undefined, "node type"),
    ...missing(asked.site ? "/site" : "/region", place, asked.site ? catalogue.sites.has(asked.site) : catalogue.regions.has(asked.region ?? ""), asked.site ? "site" : "region"),
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
  return { nodeType, plan, nodes, window, schedule, pools, offered: asked.offered };
}
