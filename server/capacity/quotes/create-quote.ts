import { createQuoteInput, quote } from "@/lib/contracts/capacity";
import { rateFromMicros } from "@/lib/money";
import { toDate, toInstant } from "@/lib/period";
import { type Catalogue, type LockedRate, type Pool, lockRate, planFactorBasisPoints, pricesAt } from "@/server/catalog";
import type { Tx } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { buyingStandingOf, taxOf } from "./buyer";
import { take } from "../counters/counters";
import { projectFor } from "../reservations/project-for";
import { offerId } from "../search/offer-id";
import { mayHold } from "./may-hold";
import { type QuoteWish, quoteWish } from "./quote-request";
import { composeQuote } from "./quote-rules";
import { type NewQuote, insertQuote } from "./quote-rows";
import { quoteContract, storedQuote } from "./quote-shape";

export const createQuote = command({
  name: "capacity.quote.create",
  summary:
    "Prices a request with all its terms and holds the capacity for 15 minutes. Give the id of an offer, or node type, site or region, nodes and window.",
  input: createQuoteInput,
  output: quote,
  permission: "capacity.reserve",
  tenancy: "project",
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  rate: "write",
  rest: { method: "POST", path: "/quotes", status: 201 },
  policy: mayHold,
  handler: async (ctx, input) => {
    const { tx, organisationId } = ctx;
    const now = toInstant(ctx.now);
    const { catalogue, buyer } = await buyingStandingOf(tx, organisationId);
    const wish = quoteWish(catalogue, input, now);
    const rate = rateFor(catalogue, wish, buyer.currency, now);
    const tax = taxOf(buyer, now);
    const projectId = await projectFor(ctx, input.project, ctx.projectId);
    const rowAt = (pool: Pool): NewQuote => {
      const composed = composeQuote({
        rate,
        window: wish.window,
        nodes: wish.nodes,
        gpusPerNode: wish.nodeType.gpuCount,
        schedule: wish.schedule,
        tax,
        slaPlan: wish.plan,
        leadSeconds: pool.leadSeconds,
        now,
      });
      return {
        id: ctx.id("qte"),
        organisationId,
        projectId,
        poolId: pool.id,
        siteId: pool.siteId,
        regionId: regionOf(catalogue, pool),
        nodeTypeId: wish.nodeType.id,
        nodes: wish.nodes,
        startAt: toDate(wish.window.start),
        endAt: toDate(wish.window.end),
        slaPlanId: wish.plan.id,
        paymentSchedule: wish.schedule,
        currency: composed.currency,
        listRateMicros: composed.listRateMicros,
        rateMicros: composed.rateMicros,
        ...storedQuote(composed, wish),
        subtotalMinor: composed.subtotalMinor,
        taxMinor: composed.taxMinor,
        totalMinor: composed.totalMinor,
        state: "held",
        createdAt: ctx.now,
        expiresAt: toDate(composed.expiresAt),
        createdBy: ctx.actor.id,
      };
    };
    const row = await holdSomewhere(tx, wish, rowAt);
    const output = quoteContract(row, { catalogue, reservationId: null, purchaseOrderRequired: buyer.purchaseOrderRequired });
    ctx.audited({
      site: row.siteId,
      nodeType: row.nodeTypeId,
      nodes: row.nodes,
      start: output.start,
      end: output.end,
      total: `${output.total.amount} ${output.total.currency}`,
      expiresAt: output.expiresAt,
    });
    return output;
  },
});

/**
 * The current rate in the organisation's billing currency. An offer whose rate has changed is refused, never silently
 * repriced.
 */
function rateFor(catalogue: Catalogue, wish: QuoteWish, currency: string, now: number): LockedRate {
  const regionId = catalogue.sites.get(wish.pools[0]?.siteId ?? "")?.regionId;
  const rate =
    regionId &&
    lockRate(pricesAt(catalogue, now), {
      nodeTypeId: wish.nodeType.id,
      regionId,
      currency,
      hours: (wish.window.end - wish.window.start) / 3_600,
      gpus: wish.nodes * wish.nodeType.gpuCount,
      planFactorBasisPoints: planFactorBasisPoints(wish.plan),
    });
  if (!rate) {
    throw new OperationError("capacity_unavailable", `${wish.nodeType.id} is not sold there for that window in ${currency}.`, {
      suggestion: "Search for offers: GET /offers names every place that has it.",
    });
  }
  const { offered } = wish;
  if (offered && (offered.currency !== currency || offered.rateMicros !== rate.rateMicros)) {
    const { rateMicros } = rate;
    const right = offerId({ ...offered, currency, rateMicros });
    const why =
      offered.currency === currency
        ? "The price of this offer has changed since the search"
        : `This offer is priced in ${offered.currency}, and your organisation is billed in ${currency}`;
    throw new OperationError("offer_expired", `${why}: it is ${rateFromMicros(rateMicros)} ${currency} per GPU-hour.`, {
      suggestion: `Take the offer as it is now, ${right}, or search again.`,
      errors: [{ pointer: "/offerId", message: `is not what would be charged; that is ${right}` }],
    });
  }
  return rate;
}

const regionOf = (catalogue: Catalogue, pool: Pool): string => {
  const site = catalogue.sites.get(pool.siteId);
  if (!site) throw new Error(`pool ${pool.id} stands at no site`);
  return site.regionId;
};

/**
 * Holds the nodes in the first pool that has them over the whole window, and writes the quote. The pool stays locked
 * until the commit. With a single candidate, the quote is sent before the counters have answered; a refusal undoes it.
 */
async function holdSomewhere(tx: Tx, { pools, nodes, window, nodeType }: QuoteWish, rowAt: (pool: Pool) => NewQuote): Promise<NewQuote> {
  for (const pool of pools) {
    const row = rowAt(pool);
    const alone = pools.length === 1;
    const [held] = await Promise.all([take(tx, { poolId: pool.id, nodes, window }), alone && insertQuote(tx, row)]);
    if (!held) continue;
    if (!alone) await insertQuote(tx, row);
    return row;
  }
  throw new OperationError("capacity_unavailable", `${nodes} nodes of ${nodeType.id} are not free there over the whole window.`, {
    suggestion: "Search again with the same request: it names other sites, or what to change so that one fits.",
  });
}
