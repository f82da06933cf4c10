/**
 * A quote, composed whole from its inputs: lines, tax, terms, payment plan and hold. Pure. A composed quote holds only
 * values, so no later change of prices or configuration can change it (docs/sla-and-billing.md, Charging).
 *
 * Money is minor units, rates micros per GPU-hour, instants epoch seconds.
 */
import type { PaymentSchedule } from "@/lib/contracts/capacity";
import { basisPointsOf, chargeFor, rational, roundHalfAwayFromZero, sumMinor } from "@/lib/money";
import { type Installment, dueAtConfirmation, paymentPlan } from "@/lib/payment-plan";
import { type Instant, type Interval, SECONDS_PER_MINUTE, lengthOf } from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";
import { BANDWIDTH_CREDIT_TIERS, type BandwidthCreditTier, type CreditTier, DELIVERY_CREDIT, availabilityCreditTiers } from "@/lib/sla-terms";
import type { TaxTreatment } from "@/lib/tax";
import type { LockedRate, RateStep } from "@/server/catalog";
import { promisedAt, termProblems } from "./term-rules";

export type QuoteRules = { holdSeconds: number };

/** The configuration of new quotes. An existing quote keeps what it printed. */
export const QUOTE_RULES: QuoteRules = { holdSeconds: 15 * SECONDS_PER_MINUTE };

// Hold

export function holdExpiry(now: Instant, rules: QuoteRules = QUOTE_RULES): Instant {
  return now + rules.holdSeconds;
}

/** The expiry is exclusive: at that second the capacity is free again. */
export function isHeld(expiresAt: Instant, now: Instant): boolean {
  return now < expiresAt;
}

// Composition

export type QuoteLine = {
  kind: "gpu_hours" | "sla_plan" | "term_discount" | "volume_tier" | "bandwidth" | "egress";
  /** GPU time of the line; null on lines without one. */
  gpuSeconds: bigint | null;
  /** Rate after this line's step; null on lines without one. */
  rateMicros: bigint | null;
  /** What the step takes off, in basis points; null where it takes nothing off. */
  discountBasisPoints: number | null;
  /** Hours (term) or GPUs (volume) from which the tier applies. */
  threshold: number | null;
  amountMinor: bigint;
};

export type QuoteTerms = {
  delivery: { promisedAt: Instant; leadSeconds: number; lateCreditPercentPerHour: number; lateCreditPercentAtMost: number };
  sla: { plan: string; targetPercent: string; creditTiers: CreditTier[]; bandwidthCreditTiers: BandwidthCreditTier[] };
};

export type ComposedQuote = {
  currency: string;
  gpuSeconds: bigint;
  listRateMicros: bigint;
  rateMicros: bigint;
  /** They sum to the subtotal exactly. */
  lines: QuoteLine[];
  subtotalMinor: bigint;
  tax: TaxTreatment;
  taxMinor: bigint;
  totalMinor: bigint;
  plan: Installment[];
  /** Invoiced when the quote is confirmed, including tax. */
  dueNowMinor: bigint;
  terms: QuoteTerms;
  expiresAt: Instant;
};

const LINE_OF_STEP: Record<RateStep["kind"], QuoteLine["kind"]> = {
  list: "gpu_hours",
  sla_plan: "sla_plan",
  term_discount: "term_discount",
  volume_tier: "volume_tier",
};

const INCLUDED = { gpuSeconds: null, rateMicros: null, discountBasisPoints: null, threshold: null, amountMinor: 0n };

/**
 * Each step's line is the difference between the rounded price after it and before it, so the lines add up to the price
 * at the locked rate. That price is rounded once from its own exact value, and it is what invoices will multiply.
 */
function priceLines(rate: LockedRate, gpuSeconds: bigint): QuoteLine[] {
  let before = 0n;
  return rate.steps.map((step, index) => {
    const rateMicros = index === rate.steps.length - 1 ? rate.rateMicros : step.rateMicros;
    const price = roundHalfAwayFromZero(chargeFor({ rateMicrosPerGpuHour: rateMicros, gpuSeconds, currency: rate.currency }));
    const amountMinor = price - before;
    before = price;
    return {
      kind: LINE_OF_STEP[step.kind],
      gpuSeconds: step.kind === "list" ? gpuSeconds : null,
      rateMicros,
      discountBasisPoints: step.kind === "list" ? null : step.discountBasisPoints,
      threshold: step.threshold,
      amountMinor,
    };
  });
}

export type QuoteRequest = {
  rate: LockedRate;
  window: Interval;
  nodes: number;
  gpusPerNode: number;
  schedule: PaymentSchedule;
  tax: TaxTreatment;
  slaPlan: { id: string; targetPercent: string };
  /** How long delivery takes there, counted from confirmation. */
  leadSeconds: number;
  now: Instant;
};

/**
 * Composes the quote. Every possible charge is listed, so bandwidth and egress appear with 0. Throws RangeError when
 * `termProblems` reports a problem; check first and tell the customer.
 */
export function composeQuote(request: QuoteRequest, rules: QuoteRules = QUOTE_RULES): ComposedQuote {
  const problems = termProblems(request);
  if (problems.length > 0) throw new RangeError(`cannot quote: ${problems.join(", ")}`);
  const { rate, window, nodes, gpusPerNode, tax, leadSeconds, now } = request;
  const expiresAt = holdExpiry(now, rules);
  const gpuSeconds = gpuSecondsOf({ nodes, gpusPerNode, seconds: lengthOf(window) });
  const lines: QuoteLine[] = [...priceLines(rate, gpuSeconds), { kind: "bandwidth", ...INCLUDED }, { kind: "egress", ...INCLUDED }];
  const subtotalMinor = sumMinor(lines.map((line) => line.amountMinor));
  const taxOf = (netMinor: bigint): bigint => roundHalfAwayFromZero(basisPointsOf(rational(netMinor), tax.rateBasisPoints));
  // From the exact price, so that a month paid in advance equals the month as metered.
  const plan = paymentPlan(request.schedule, chargeFor({ rateMicrosPerGpuHour: rate.rateMicros, gpuSeconds, currency: rate.currency }), window);
  const dueNetMinor = dueAtConfirmation(plan);
  return {
    currency: rate.currency,
    gpuSeconds,
    listRateMicros: rate.listRateMicros,
    rateMicros: rate.rateMicros,
    lines,
    subtotalMinor,
    tax: { ...tax },
    taxMinor: taxOf(subtotalMinor),
    totalMinor: subtotalMinor + taxOf(subtotalMinor),
    plan,
    dueNowMinor: dueNetMinor + taxOf(dueNetMinor),
    terms: {
      delivery: { promisedAt: promisedAt({ start: window.start, confirmedBy: expiresAt, leadSeconds }), leadSeconds, ...DELIVERY_CREDIT },
      sla: {
        plan: request.slaPlan.id,
        targetPercent: request.slaPlan.targetPercent,
        creditTiers: availabilityCreditTiers(request.slaPlan.targetPercent),
        bandwidthCreditTiers: [...BANDWIDTH_CREDIT_TIERS],
      },
    },
    expiresAt,
  };
}
