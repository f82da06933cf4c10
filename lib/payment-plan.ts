/**
 * When a reservation is paid: the schedules in docs/sla-and-billing.md (Charging) as exact installments. It sits below
 * the server modules because a quote prints the plan (capacity) and invoices follow it (billing).
 *
 * Amounts are minor units before tax. Under every schedule the installments sum to the rounded price exactly. A month
 * gets its exact share by seconds, rounded as an invoice line is rounded, so the payment for a month equals its metered
 * charge; the last month absorbs the rounding difference.
 */
import type { PaymentSchedule } from "@/lib/contracts/capacity";
import { type Rational, basisPointsOf, multiplyRational, rational, roundHalfAwayFromZero } from "@/lib/money";
import { type Instant, type Interval, type Month, SECONDS_PER_DAY, intersect, lengthOf, monthInterval, monthsOf } from "@/lib/period";

const UPFRONT_AT_MOST_SECONDS = 31 * SECONDS_PER_DAY;
const DEPOSIT_BASIS_POINTS = 2_500;

export type Installment = {
  /** `arrears` is an estimate of what month close will meter; the other kinds are invoiced exactly as planned. */
  kind: "upfront" | "deposit" | "advance" | "arrears";
  /** When the invoice is created; null means at confirmation. */
  invoicedAt: Instant | null;
  /** The part of the reservation this pays for. */
  period: Interval;
  amountMinor: bigint;
};

/** `upfront` is limited to 31 days; the two monthly schedules fit every term. */
export function allowedSchedules(window: Interval): PaymentSchedule[] {
  const monthly: PaymentSchedule[] = ["monthly_advance", "deposit_25"];
  return lengthOf(window) <= UPFRONT_AT_MOST_SECONDS ? ["upfront", ...monthly] : monthly;
}

/**
 * An amount shared over the UTC months of `window` by seconds. The shares sum to the rounded amount exactly and none is
 * negative. Pass the exact price, not the rounded one: otherwise each month's price would be rounded twice.
 */
export function shareByMonth(amount: Rational | bigint, window: Interval): { month: Month; period: Interval; amountMinor: bigint }[] {
  const exact = typeof amount === "bigint" ? rational(amount) : amount;
  const periods = monthsOf(window).flatMap((month) => {
    const period = intersect(window, monthInterval(month));
    return period ? [{ month, period }] : [];
  });
  const seconds = BigInt(Math.max(1, lengthOf(window)));
  let left = roundHalfAwayFromZero(exact);
  return periods.map((entry, index) => {
    const share = roundHalfAwayFromZero(multiplyRational(exact, rational(BigInt(lengthOf(entry.period)), seconds)));
    const amountMinor = index === periods.length - 1 || share > left ? left : share;
    left -= amountMinor;
    return { ...entry, amountMinor };
  });
}

/** A quarter of the quoted price. */
const depositOf = (price: Rational): bigint => roundHalfAwayFromZero(basisPointsOf(roundHalfAwayFromZero(price), DEPOSIT_BASIS_POINTS));

/** What is paid in advance for each month under a schedule: the whole month, or its part of the deposit. */
export function prepaidByMonth(schedule: PaymentSchedule, price: Rational, window: Interval): ReturnType<typeof shareByMonth> {
  return shareByMonth(schedule === "deposit_25" ? depositOf(price) : price, window);
}

/** The installments of an exact price over a window, in invoicing order. */
export function paymentPlan(schedule: PaymentSchedule, price: Rational, window: Interval): Installment[] {
  // A copy, so that a plan stored in a quote shares no object with the request it came from.
  const whole = { start: window.start, end: window.end };
  if (schedule === "upfront") return [{ kind: "upfront", invoicedAt: null, period: whole, amountMinor: roundHalfAwayFromZero(price) }];
  const months = shareByMonth(price, window);
  if (schedule === "monthly_advance") {
    return months.map(({ period, amountMinor }, index) => ({
      kind: "advance",
      invoicedAt: index === 0 ? null : period.start,
      period,
      amountMinor,
    }));
  }
  const applied = prepaidByMonth(schedule, price, window);
  return [
    { kind: "deposit", invoicedAt: null, period: whole, amountMinor: depositOf(price) },
    ...months.map(({ month, period, amountMinor }, index): Installment => ({
      kind: "arrears",
      invoicedAt: monthInterval(month).end,
      period,
      amountMinor: amountMinor - (applied[index]?.amountMinor ?? 0n),
    })),
  ];
}

/** The part of a plan that is invoiced at confirmation, before tax. */
export function dueAtConfirmation(plan: readonly Installment[]): bigint {
  return plan.reduce((sum, installment) => (installment.invoicedAt === null ? sum + installment.amountMinor : sum), 0n);
}
