// Amounts shown beside an offer that it does not contain: the same hours at another rate, exact to one rounding.
import { chargeFor, fromContract, rateToMicros, roundHalfAwayFromZero, toContract } from "@/lib/money";
import { dueAtConfirmation, paymentPlan } from "@/lib/payment-plan";
import { type Interval, lengthOf, parseInstant } from "@/lib/period";
import { gpuHours, gpuSecondsOf } from "@/lib/quantity";
import type { MoneyContract } from "@/lib/contracts/common";
import type { Offer, PaymentSchedule } from "@/lib/contracts/capacity";

type Hours = Pick<Offer, "nodes" | "start" | "end">;

export const gpuSecondsIn = ({ nodes, start, end }: Hours, gpusPerNode: number): bigint =>
  gpuSecondsOf({ nodes, gpusPerNode, seconds: lengthOf({ start: parseInstant(start), end: parseInstant(end) }) });

/** GPU-hours with two decimals; whole ones without. */
export const gpuHoursIn = (hours: Hours, gpusPerNode: number): string => gpuHours(gpuSecondsIn(hours, gpusPerNode)).replace(/\.00$/, "");

/** What GPU time costs at a rate per GPU-hour. */
export const priceAt = (rate: string, gpuSeconds: bigint, currency: string): MoneyContract =>
  toContract({ minor: roundHalfAwayFromZero(chargeFor({ rateMicrosPerGpuHour: rateToMicros(rate), gpuSeconds, currency })), currency });

/** a minus b, in one currency. */
export const difference = (a: MoneyContract, b: MoneyContract): MoneyContract =>
  toContract({ minor: fromContract(a).minor - fromContract(b).minor, currency: a.currency });

/** Reserved time is whole hours, so a quote's hours give its seconds exactly. */
export const secondsOfGpuHours = (hours: string): bigint => BigInt(hours.split(".")[0] ?? "0") * 3_600n;

/** The amount invoiced at confirmation under a schedule, before tax, as the quote will print it. */
export const dueNow = (schedule: PaymentSchedule, window: Interval, rate: string, gpuSeconds: bigint, currency: string): MoneyContract =>
  toContract({
    minor: dueAtConfirmation(paymentPlan(schedule, chargeFor({ rateMicrosPerGpuHour: rateToMicros(rate), gpuSeconds, currency }), window)),
    currency,
  });
