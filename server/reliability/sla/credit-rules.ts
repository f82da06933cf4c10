// The credit for a broken promise, in basis points of the cluster's charges for the month, after discounts and before
// tax (docs/sla-and-billing.md, Credits). Decided from figures alone; booking and documents happen elsewhere.
import { availabilityCreditTiers, BANDWIDTH_CREDIT_TIERS, MAX_CREDIT_PERCENT, DELIVERY_CREDIT } from "@/lib/sla-terms";
import { percentDown, ppmOfPercent } from "../uptime/availability";

/** The credit table of a plan. Thresholds of availability and of samples are parts per million, credits basis points. */
export interface CreditTerms {
  /** The credit of the lowest threshold the figure is below; none if it is below none. */
  availability: readonly { belowPpm: number; basisPoints: number }[];
  /** The credit of the highest share of five-minute samples that is exceeded. */
  bandwidth: readonly { overPpm: number; basisPoints: number }[];
  lateDelivery: { basisPointsPerStartedHour: number; basisPointsAtMost: number };
  /** The total of all parts. */
  basisPointsAtMost: number;
}

/**
 * The terms printed on quotes of a plan, for a target such as `"99.99"`. @throws RangeError for a malformed percentage
 */
export function creditTerms(targetPercent: string): CreditTerms {
  return {
    availability: availabilityCreditTiers(targetPercent).map(({ belowPercent, creditPercent }) => ({
      belowPpm: ppmOfPercent(belowPercent),
      basisPoints: creditPercent * 100,
    })),
    bandwidth: BANDWIDTH_CREDIT_TIERS.map(({ overPercent, creditPercent }) => ({ overPpm: ppmOfPercent(overPercent), basisPoints: creditPercent * 100 })),
    lateDelivery: {
      basisPointsPerStartedHour: DELIVERY_CREDIT.lateCreditPercentPerHour * 100,
      basisPointsAtMost: DELIVERY_CREDIT.lateCreditPercentAtMost * 100,
    },
    basisPointsAtMost: MAX_CREDIT_PERCENT * 100,
  };
}

/** The measurements of a cluster in a month. */
export interface MonthMeasure {
  /** Five decimals, rounded down; null: no data, and no credit. */
  availabilityPercent: string | null;
  /** Five-minute throughput samples, and those under the committed rate. */
  bandwidth: { samples: number; under: number };
  /**
   * Seconds from the promised hand-over to the actual one, counted in the month of the latter, because nothing is
   * charged before it. 0 when on time.
   */
  lateSeconds: number;
}

export interface CreditPart {
  promise: "availability" | "bandwidth" | "delivery";
  basisPoints: number;
  /** The measured figure and its tier, as text. */
  reason: string;
}

export interface Credit {
  basisPoints: number;
  /** The same as percent, e.g. `"10"` or `"12.5"`. */
  percent: string;
  reason: string;
  parts: CreditPart[];
}

/** Basis points as percent without trailing zeros. */
export function percentOf(basisPoints: number): string {
  return trimmed(basisPoints, 2);
}

/** value / 10^decimals as text without trailing zeros. */
function trimmed(value: number, decimals: number): string {
  const digits = String(value).padStart(decimals + 1, "0");
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  return digits.slice(0, -decimals) + (fraction === "" ? "" : `.${fraction}`);
}

const percentOfPpm = (ppm: number): string => trimmed(ppm, 4);

/** `"99.98765"` in units of a hundred-thousandth of a percent. @throws RangeError for any other form */
function fiveDecimals(percent: string): number {
  if (!/^\d{1,3}\.\d{5}$/.test(percent)) throw new RangeError(`not a percentage with five decimals: ${percent}`);
  return Number(percent.replace(".", ""));
}

function availabilityPart(percent: string | null, terms: CreditTerms): CreditPart | null {
  if (percent === null) return null;
  // Rounding down to five decimals crosses no threshold, because thresholds have four, so comparing the shown figure is
  // exact.
  const figure = fiveDecimals(percent);
  let tier: CreditTerms["availability"][number] | null = null;
  for (const each of terms.availability) if (figure < each.belowPpm * 10 && (tier === null || each.belowPpm < tier.belowPpm)) tier = each;
  return tier && { promise: "availability", basisPoints: tier.basisPoints, reason: `availability ${percent} %, below ${percentOfPpm(tier.belowPpm)} %` };
}

function bandwidthPart({ samples, under }: MonthMeasure["bandwidth"], terms: CreditTerms): CreditPart | null {
  let tier: CreditTerms["bandwidth"][number] | null = null;
  for (const each of terms.bandwidth) if (under * 1_000_000 > samples * each.overPpm && (tier === null || each.overPpm > tier.overPpm)) tier = each;
  return (
    tier && {
      promise: "bandwidth",
      basisPoints: tier.basisPoints,
      reason: `bandwidth under the committed rate in ${percentDown(under, samples) ?? "0"} % of samples, over ${percentOfPpm(tier.overPpm)} %`,
    }
  );
}

function deliveryPart(lateSeconds: number, { lateDelivery }: CreditTerms): CreditPart | null {
  const hours = Math.ceil(lateSeconds / 3600);
  if (hours <= 0) return null;
  const basisPoints = Math.min(hours * lateDelivery.basisPointsPerStartedHour, lateDelivery.basisPointsAtMost);
  return { promise: "delivery", basisPoints, reason: `handed over late, ${hours} started ${hours === 1 ? "hour" : "hours"}` };
}

/** The credit of one cluster for one month; the parts add up, and the sum is capped. */
export function creditFor(measure: MonthMeasure, terms: CreditTerms): Credit {
  const parts = [
    availabilityPart(measure.availabilityPercent, terms),
    bandwidthPart(measure.bandwidth, terms),
    deliveryPart(measure.lateSeconds, terms),
  ].filter((part) => part !== null);
  const sum = parts.reduce((total, part) => total + part.basisPoints, 0);
  const basisPoints = Math.min(sum, terms.basisPointsAtMost);
  const promises = parts.map((part) => part.reason).join("; ");
  const unbroken = measure.availabilityPercent === null ? "no data" : "every promise kept";
  return {
    basisPoints,
    percent: percentOf(basisPoints),
    reason: promises === "" ? unbroken : promises + (sum > basisPoints ? `; capped at ${percentOf(basisPoints)} %` : ""),
    parts,
  };
}
