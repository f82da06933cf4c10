/**
 * What a quote says, composed whole from its inputs: lines, tax, terms with exact cancellation amounts, payment plan
 * and hold. Pure. A composed quote holds values only, nothing of the price book, so no later change of prices or of
 * this configuration can change it (docs/sla-and-billing.md, Charging).
 *
 * Money is minor units, rates micros per GPU-hour, instants epoch seconds.
 */
import type { PaymentSchedule } from "@/lib/contracts/capacity";
import { basisPointsOf, chargeFor, rational, roundHalfAwayFromZero, sumMinor } from "@/lib/money";
import { type Installment, allowedSchedules, dueAtConfirmation, paymentPlan } from "@/lib/payment-plan";
import {
  type Instant,
  type Interval,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
  addCalendarMonths,
  isHourAligned,
  lengthOf,
} from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";
import { type CreditTier, DELIVERY_CREDIT, availabilityCreditTiers } from "@/lib/sla-terms";
import type { TaxTreatment } from "@/lib/tax";
import type { LockedRate, RateStep } from "@/server/catalog";

/** Cancelling at least `secondsBeforeStart` before the start costs `percent` of the price before tax. */
export type CancellationTier = { secondsBeforeStart: number; percent: number };

export type QuoteRules = {
  holdSeconds: number;
  minimumHours: number;
  maximumMonths: number;
  maximumNodes: number;
  /** Longest notice first; the last tier reaches to the start itself. */
  cancellation: readonly CancellationTier[];
};

/** The configuration every new quote is made with. A quote already made keeps what it printed. */
export const QUOTE_RULES: QuoteRules = {
  holdSeconds: 15 * SECONDS_PER_MINUTE,
  minimumHours: 1,
  maximumMonths: 36,
  maximumNodes: 4_096,
  cancellation: [
    { secondsBeforeStart: 7 * SECONDS_PER_DAY, percent: 0 },
    { secondsBeforeStart: SECONDS_PER_DAY, percent: 10 },
    { secondsBeforeStart: 0, percent: 25 },
  ],
};

// Term and schedule

export type TermProblem =
  | "start_not_on_the_hour"
  | "end_not_on_the_hour"
  | "start_in_the_past"
  | "term_too_short"
  | "term_too_long"
  | "nodes_out_of_bounds"
  | "schedule_not_allowed";

/** Everything wrong with a request, in a fixed order; empty when it may be quoted. */
export function termProblems(
  request: { window: Interval; nodes: number; schedule: PaymentSchedule; now: Instant },
  rules: QuoteRules = QUOTE_RULES,
): TermProblem[] {
  const { window, nodes, schedule, now } = request;
  const checks: [TermProblem, boolean][] = [
    ["start_not_on_the_hour", !isHourAligned(window.start)],
    ["end_not_on_the_hour", !isHourAligned(window.end)],
    ["start_in_the_past", window.start < now],
    ["term_too_short", lengthOf(window) < rules.minimumHours * SECONDS_PER_HOUR],
    ["term_too_long", window.end > addCalendarMonths(window.start, rules.maximumMonths)],
    ["nodes_out_of_bounds", !Number.isInteger(nodes) || nodes < 1 || nodes > rules.maximumNodes],
    ["schedule_not_allowed", lengthOf(window) > 0 && !allowedSchedules(window).includes(schedule)],
  ];
  return checks.flatMap(([problem, present]) => (present ? [problem] : []));
}

// Hold

export function holdExpiry(now: Instant, rules: QuoteRules = QUOTE_RULES): Instant {
  return now + rules.holdSeconds;
}

/** A hold lasts up to, not including, its expiry: at that very second the capacity is free again. */
export function isHeld(expiresAt: Instant, now: Instant): boolean {
  return now < expiresAt;
}

// Cancellation

export type CancellationStep = {
  /** Null: from the confirmation on. */
  from: Instant | null;
  until: Instant;
  percent: number;
  chargeMinor: bigint;
};

/** The printed table: what cancelling costs and until when. Steps that were over when the quote was made are left out. */
export function cancellationSteps(
  contract: { start: Instant; priceMinor: bigint; now: Instant },
  rules: QuoteRules = QUOTE_RULES,
): CancellationStep[] {
  const tiers = [...rules.cancellation].sort((a, b) => b.secondsBeforeStart - a.secondsBeforeStart);
  return tiers
    .map((tier, index): CancellationStep => {
      const before = tiers[index - 1];
      return {
        from: before ? contract.start - before.secondsBeforeStart : null,
        until: contract.start - tier.secondsBeforeStart,
        percent: tier.percent,
        chargeMinor: roundHalfAwayFromZero(basisPointsOf(contract.priceMinor, tier.percent * 100)),
      };
    })
    .filter((step) => step.until > contract.now)
    .map((step, index) => (index === 0 ? { ...step, from: null } : step));
}

/** The step of a printed table that holds at an instant, or null once the reservation has started. */
export function cancellationStepAt(steps: readonly CancellationStep[], at: Instant): CancellationStep | null {
  return steps.find((step) => (step.from === null || step.from <= at) && at < step.until) ?? null;
}

// Composition

export type QuoteLine = {
  kind: "gpu_hours" | "sla_plan" | "term_discount" | "volume_tier" | "bandwidth" | "egress";
  /** GPU time the line is about; null on lines without one. */
  gpuSeconds: bigint | null;
  /** Rate after this line's step; null on lines without one. */
  rateMicros: bigint | null;
  /** What the step takes off, in basis points; null where nothing is taken. */
  discountBasisPoints: number | null;
  /** Hours (term) or GPUs (volume) from which the tier holds. */
  threshold: number | null;
  amountMinor: bigint;
};

export type QuoteTerms = {
  cancellation: CancellationStep[];
  /** Longer at the locked rate, while capacity lasts. */
  extension: { rateMicros: bigint };
  delivery: { promisedAt: Instant; lateCreditPercentPerHour: number; lateCreditPercentAtMost: number };
  sla: { plan: string; targetPercent: string; creditTiers: CreditTier[] };
};

export type ComposedQuote = {
  currency: string;
  gpuSeconds: bigint;
  listRateMicros: bigint;
  rateMicros: bigint;
  /** Sum to the subtotal exactly. */
  lines: QuoteLine[];
  subtotalMinor: bigint;
  tax: TaxTreatment;
  taxMinor: bigint;
  totalMinor: bigint;
  plan: Installment[];
  /** Invoiced when the quote is confirmed, tax included. */
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
 * Each step's line is the difference between the rounded price after it and before it, so the lines add up to the
 * price at the locked rate, which is rounded once from its own exact value and is what invoices will multiply.
 */
function priceLines(rate: LockedRate, gpuSeconds: bigint): QuoteLine[] {
  let before = 0n;
  return rate.steps.map((step, index) => {
    const rateMicros = index === rate.steps.length - 1 ? rate.rateMicros : step.rateMicros;
    const price = roundHalfAwayFromZero(
      chargeFor({ rateMicrosPerGpuHour: rateMicros, gpuSeconds, currency: rate.currency }),
    );
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
  now: Instant;
};

/**
 * Composes the quote. Every possible charge is on it: bandwidth and egress stand there with 0.
 * Errors: RangeError when `termProblems` would have named a problem; check first and tell the customer.
 */
export function composeQuote(request: QuoteRequest, rules: QuoteRules = QUOTE_RULES): ComposedQuote {
  const problems = termProblems(request, rules);
  if (problems.length > 0) throw new RangeError(`cannot quote: ${problems.join(", ")}`);
  const { rate, window, nodes, gpusPerNode, tax, now } = request;
  const gpuSeconds = gpuSecondsOf({ nodes, gpusPerNode, seconds: lengthOf(window) });
  const lines: QuoteLine[] = [
    ...priceLines(rate, gpuSeconds),
    { kind: "bandwidth", ...INCLUDED },
    { kind: "egress", ...INCLUDED },
  ];
  const subtotalMinor = sumMinor(lines.map((line) => line.amountMinor));
  const taxOf = (netMinor: bigint): bigint => roundHalfAwayFromZero(basisPointsOf(rational(netMinor), tax.rateBasisPoints));
  // From the exact price, so that a month paid in advance is the month as it will be metered.
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
      cancellation: cancellationSteps({ start: window.start, priceMinor: subtotalMinor, now }, rules),
      extension: { rateMicros: rate.rateMicros },
      delivery: { promisedAt: window.start, ...DELIVERY_CREDIT },
      sla: {
        plan: request.slaPlan.id,
        targetPercent: request.slaPlan.targetPercent,
        creditTiers: availabilityCreditTiers(request.slaPlan.targetPercent),
      },
    },
    expiresAt: holdExpiry(now, rules),
  };
}
