/**
 * What is promised, and what is credited when the promise is missed (docs/sla-and-billing.md, Credits). One copy: the
 * quote prints it, the SLA report applies it. Percentages are whole percent of the cluster's charges for the month;
 * thresholds are text, so that 99.0 stays 99.0.
 */

export type CreditTier = { belowPercent: string; creditPercent: number };
export type BandwidthCreditTier = { overPercent: string; creditPercent: number };

/** Credit for missing the plan's target. */
const BELOW_TARGET_CREDIT_PERCENT = 10;

const DEEPER_TIERS: readonly CreditTier[] = [
  { belowPercent: "99.0", creditPercent: 30 },
  { belowPercent: "95.0", creditPercent: 100 },
];

/** Availability tiers of a plan, mildest first; of the tiers a month falls below, the last applies. */
export function availabilityCreditTiers(targetPercent: string): CreditTier[] {
  return [{ belowPercent: targetPercent, creditPercent: BELOW_TARGET_CREDIT_PERCENT }, ...DEEPER_TIERS];
}

/**
 * Credit for throughput below the committed rate, by the share of five-minute samples that were below it; mildest
 * first.
 */
export const BANDWIDTH_CREDIT_TIERS: readonly BandwidthCreditTier[] = [
  { overPercent: "0.1", creditPercent: 5 },
  { overPercent: "1", creditPercent: 10 },
];

/** Credit for late delivery: per started hour after the promised time, up to a cap. */
export const DELIVERY_CREDIT = { lateCreditPercentPerHour: 2, lateCreditPercentAtMost: 50 } as const;

/** Cap on all credits for one cluster and month. */
export const MAX_CREDIT_PERCENT = 100;
