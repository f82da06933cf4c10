/**
 * When a reservation is paid: the schedules of sla-and-billing.md (Charging) as exact installments. Below the server
 * modules, because a quote prints the plan (capacity) and invoices follow it (billing).
 *
 * Amounts are minor units before tax. Whatever the schedule, the installments sum to the price exactly: months get
 * their share of it by seconds, split by largest remainder.
 */
import type { PaymentSchedule } from "@/lib/contracts/capacity";
import { basisPointsOf, roundHalfAwayFromZero, splitByLargestRemainder } from "@/lib/money";
import { type Instant, type Interval, type Month, SECONDS_PER_DAY, intersect, lengthOf, monthInterval, monthsOf } from "@/lib/period";

const UPFRONT_AT_MOST_SECONDS = 31 * SECONDS_PER_DAY;
const DEPOSIT_BASIS_POINTS = 2_500;

export type Installment = {
  /** `arrears` is an estimate of what month close will meter; the other kinds are invoiced as they stand. */
  kind: "upfront" | "deposit" | "advance" | "arrears";
  /** When the invoice is made; null means when the reservation is confirmed. */
  invoicedAt: Instant | null;
  /** The time of the reservation this pays for. */
  period: Interval;
  amountMinor: bigint;
};

/** `upfront` reaches to 31 days; the two monthly schedules fit every term. */
export function allowedSchedules(window: Interval): PaymentSchedule[] {
  const monthly: PaymentSchedule[] = ["monthly_advance", "deposit_25"];
  return lengthOf(window) <= UPFRONT_AT_MOST_SECONDS ? ["upfront", ...monthly] : monthly;
}

/** `amountMinor` shared over the UTC months of `window` by seconds; the parts sum to it exactly. */
export function shareByMonth(amountMinor: bigint, window: Interval): { month: Month; period: Interval; amountMinor: bigint }[] {
  const periods = monthsOf(window).flatMap((month) => {
    const period = intersect(window, monthInterval(month));
    return period ? [{ month, period }] : [];
  });
  const amounts = splitByLargestRemainder(
    amountMinor,
    periods.map(({ period }) => BigInt(lengthOf(period))),
  );
  return periods.map((entry, index) => ({ ...entry, amountMinor: amounts[index] ?? 0n }));
}

/** The installments of a price over a window, in the order they are invoiced. */
export function paymentPlan(schedule: PaymentSchedule, priceMinor: bigint, window: Interval): Installment[] {
  // A copy, so that a plan kept in a quote shares nothing with the request it came from.
  const whole = { start: window.start, end: window.end };
  if (schedule === "upfront") return [{ kind: "upfront", invoicedAt: null, period: whole, amountMinor: priceMinor }];
  const months = shareByMonth(priceMinor, window);
  if (schedule === "monthly_advance") {
    return months.map(({ period, amountMinor }, index) => ({
      kind: "advance",
      invoicedAt: index === 0 ? null : period.start,
      period,
      amountMinor,
    }));
  }
  const depositMinor = roundHalfAwayFromZero(basisPointsOf(priceMinor, DEPOSIT_BASIS_POINTS));
  const applied = shareByMonth(depositMinor, window);
  return [
    { kind: "deposit", invoicedAt: null, period: whole, amountMinor: depositMinor },
    ...months.map(
      ({ month, period, amountMinor }, index): Installment => ({
        kind: "arrears",
        invoicedAt: monthInterval(month).end,
        period,
        amountMinor: amountMinor - (applied[index]?.amountMinor ?? 0n),
      }),
    ),
  ];
}

/** The part of a plan that is invoiced the moment the reservation is confirmed, before tax. */
export function dueAtConfirmation(plan: readonly Installment[]): bigint {
  return plan.reduce((sum, installment) => (installment.invoicedAt === null ? sum + installment.amountMinor : sum), 0n);
}
