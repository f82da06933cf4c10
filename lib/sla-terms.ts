/**
 * What is promised and what is credited when it is not kept (docs/sla-and-billing.md, Credits). One copy: the quote prints
 * it, the SLA report applies it. Percent are whole percent of the cluster's charges of the month; thresholds are
 * percent as text, so that 99.0 stays 99.0.
 */

export type CreditTier = { belowPercent: string; creditPercent: number };
export type BandwidthCreditTier = { overPercent: string; creditPercent: number };

/** Credit for missing the plan's own target. */
const BELOW_TARGET_CREDIT_PERCENT = 10;

const DEEPER_TIERS: readonly CreditTier[] = [
  { belowPercent: "99.0", creditPercent: 30 },
  { belowPercent: "95.0", creditPercent: 100 },
];

/** Availability tiers of a plan, mildest first; of those a month falls below, the last one applies. */
export function availabilityCreditTiers(targetPercent: string): CreditTier[] {
  return [{ belowPercent: targetPercent, creditPercent: BELOW_TARGET_CREDIT_PERCENT }, ...DEEPER_TIERS];
}

/** Credit for throughput under the committed rate, by the share of five-minute samples that were under it; mildest first. */
export const BANDWIDTH_CREDIT_TIERS: readonly BandwidthCreditTier[] = [
  { overPercent: "0.1", creditPercent: 5 },
  { overPercent: "1", creditPercent: 10 },
];

/** Credit for a late hand-over: per started hour after the promise, up to a limit. */
export const DELIVERY_CREDIT = { lateCreditPercentPerHour: 2, lateCreditPercentAtMost: 50 } as const;

/** All credits of one cluster and month together. */
export const CREDIT_PERCENT_AT_MOST = 100;
