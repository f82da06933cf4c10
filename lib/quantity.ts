/**
 * Quantities other than money: GPU time and percentages. Whole seconds in, decimal strings out, so that no figure a
 * customer reads ever passes through a floating-point number.
 */
import { rational, rationalToDecimal, splitByLargestRemainder, sumMinor } from "@/lib/money";

/** GPU-seconds of `nodes` nodes with `gpusPerNode` GPUs each over `seconds` seconds. */
export function gpuSecondsOf(usage: { nodes: number; gpusPerNode: number; seconds: number }): bigint {
  return BigInt(usage.nodes) * BigInt(usage.gpusPerNode) * BigInt(usage.seconds);
}

/**
 * GPU-hours as a decimal string with two decimals, half away from zero: the figure an invoice line shows beside its
 * rate.
 */
export function gpuHours(gpuSeconds: bigint): string {
  return rationalToDecimal(rational(gpuSeconds, 3_600n), 2);
}

const HUNDREDTHS = 100n;

/** The GPU-hours of each part, with two decimals, so that they add up to the GPU-hours of the whole. */
export function splitHours(gpuSeconds: readonly bigint[]): string[] {
  const whole = gpuHours(sumMinor(gpuSeconds)).replace(".", "");
  return splitByLargestRemainder(BigInt(whole), gpuSeconds).map((part) => rationalToDecimal(rational(part, HUNDREDTHS), 2));
}

const PERCENT_DIGITS = 5;

/**
 * `numerator / denominator` as a percentage with 5 decimals, rounded down (docs/sla-and-billing.md, Availability):
 * `"99.99907"`. Null when the denominator is zero: that means "no data", never 100 %. Both arguments are in the same
 * unit; a half weight for degraded seconds stays whole by doubling both. Throws RangeError unless 0 ≤ numerator ≤
 * denominator.
 */
export function availabilityPercent(numerator: bigint, denominator: bigint): string | null {
  if (numerator < 0n || numerator > denominator) {
    throw new RangeError(`availability needs 0 ≤ ${numerator} ≤ ${denominator}`);
  }
  if (denominator === 0n) return null;
  const scaled = ((numerator * 10n ** BigInt(PERCENT_DIGITS + 2)) / denominator).toString().padStart(PERCENT_DIGITS + 1, "0");
  return `${scaled.slice(0, -PERCENT_DIGITS)}.${scaled.slice(-PERCENT_DIGITS)}`;
}
