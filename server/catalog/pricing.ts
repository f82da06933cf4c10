/**
 * From the dated price book to a locked rate: list rate of the region, factor of the SLA plan, term discount, volume
 * tier. Pure; the rows come from `PriceBookEntry`, `DiscountTier` and `ReferencePrice`.
 *
 * Units: rates are micro-units of the currency's major unit per GPU-hour; discounts and factors are basis points.
 * Discounts compound (5 % off, then 3 % off the remainder). The rate stays an exact fraction throughout and is rounded
 * to micros once, half away from zero: that is the rate a quote locks and an invoice multiplies.
 *
 * Errors: RangeError when two rows of the book answer the same question, which the database forbids by constraint.
 */
import { type Rational, lessBasisPoints, multiplyRational, rational, rationalToDecimal, roundHalfAwayFromZero } from "@/lib/money";
import type { Instant } from "@/lib/period";

/** Half-open validity range of a row; without an end it is valid until further notice. */
type Dated = { validFrom: Instant; validUntil: Instant | null };

export type ListPrice = Dated & { nodeTypeId: string; regionId: string; currency: string; rateMicros: bigint };

/** `threshold` is hours reserved for `term`, GPUs for `volume`; the highest threshold reached applies. */
export type DiscountTier = Dated & { kind: "term" | "volume"; threshold: number; basisPoints: number };

export type PriceBook = { listPrices: readonly ListPrice[]; discountTiers: readonly DiscountTier[] };

type Tier = { threshold: number; basisPoints: number };

/** The book at one instant, indexed, because a search looks up a thousand prices. */
export type PriceList = {
  at: Instant;
  /** Keyed by `priceKey`. */
  ratesMicros: ReadonlyMap<string, bigint>;
  /** Highest threshold first. */
  termTiers: readonly Tier[];
  volumeTiers: readonly Tier[];
};

export type RateStep = {
  kind: "list" | "sla_plan" | "term_discount" | "volume_tier";
  /** What the step took off (positive) or added (negative, an SLA plan that costs more); 0 for the list rate. */
  discountBasisPoints: number;
  /** Hours or GPUs from which the tier applies; null for steps without a tier. */
  threshold: number | null;
  /** Rate after this step, rounded for display; the last step's is the locked rate. */
  rateMicros: bigint;
};

export type LockedRate = { currency: string; listRateMicros: bigint; rateMicros: bigint; steps: RateStep[] };

const holdsAt = (row: Dated, at: Instant): boolean => row.validFrom <= at && (row.validUntil === null || at < row.validUntil);

const priceKey = (nodeTypeId: string, regionId: string, currency: string): string => `${nodeTypeId} ${regionId} ${currency}`;

function tiersAt(tiers: readonly DiscountTier[], kind: DiscountTier["kind"], at: Instant): Tier[] {
  const current = tiers.filter((tier) => tier.kind === kind && holdsAt(tier, at));
  if (new Set(current.map((tier) => tier.threshold)).size < current.length) {
    throw new RangeError(`two ${kind} discounts with one threshold hold at ${at}`);
  }
  return current.map(({ threshold, basisPoints }) => ({ threshold, basisPoints })).sort((a, b) => b.threshold - a.threshold);
}

/** The rows valid at `at`, copied: a later change of the book cannot reach an existing price list. */
export function priceListAt(book: PriceBook, at: Instant): PriceList {
  const ratesMicros = new Map<string, bigint>();
  for (const price of book.listPrices) {
    if (!holdsAt(price, at)) continue;
    const key = priceKey(price.nodeTypeId, price.regionId, price.currency);
    if (ratesMicros.has(key)) throw new RangeError(`two list prices hold for ${key} at ${at}`);
    ratesMicros.set(key, price.rateMicros);
  }
  return {
    at,
    ratesMicros,
    termTiers: tiersAt(book.discountTiers, "term", at),
    volumeTiers: tiersAt(book.discountTiers, "volume", at),
  };
}

/**
 * The rate for one request and each step that led to it, or null when the book has no list price for this node type,
 * region and currency. `hours` is the reserved term (0 on demand: no term discount), `gpus` all GPUs of the request,
 * `planFactorBasisPoints` the SLA plan's factor on the list rate (10 000 leaves it unchanged).
 */
export function lockRate(
  prices: PriceList,
  request: {
    nodeTypeId: string;
    regionId: string;
    currency: string;
    hours: number;
    gpus: number;
    planFactorBasisPoints: number;
  },
): LockedRate | null {
  const listRateMicros = prices.ratesMicros.get(priceKey(request.nodeTypeId, request.regionId, request.currency));
  if (listRateMicros === undefined) return null;
  const steps: RateStep[] = [{ kind: "list", discountBasisPoints: 0, threshold: null, rateMicros: listRateMicros }];
  let exact: Rational = rational(listRateMicros);
  const take = (kind: RateStep["kind"], discountBasisPoints: number, threshold: number | null): void => {
    if (discountBasisPoints === 0) return;
    exact = lessBasisPoints(exact, discountBasisPoints);
    steps.push({ kind, discountBasisPoints, threshold, rateMicros: roundHalfAwayFromZero(exact) });
  };
  take("sla_plan", 10_000 - request.planFactorBasisPoints, null);
  const term = prices.termTiers.find((tier) => request.hours >= tier.threshold);
  if (term) take("term_discount", term.basisPoints, term.threshold);
  const volume = prices.volumeTiers.find((tier) => request.gpus >= tier.threshold);
  if (volume) take("volume_tier", volume.basisPoints, volume.threshold);
  return { currency: request.currency, listRateMicros, rateMicros: roundHalfAwayFromZero(exact), steps };
}

/** Share of the list rate that the steps took off, as percent with two decimals: `"5.00"`. */
export function discountPercent(rate: LockedRate): string {
  if (rate.listRateMicros === 0n) return "0.00";
  return rationalToDecimal(rational((rate.listRateMicros - rate.rateMicros) * 100n, rate.listRateMicros), 2);
}

export type ReferencePrice = {
  provider: string;
  offering: string;
  gpuModel: string;
  currency: string;
  rateMicros: bigint;
  source: string;
  /** Day the source was read, `"2026-11-09"`. */
  asOf: string;
  /** Sold in advance as blocks of at most this many days; null: on demand. */
  blockDaysAtMost: number | null;
};

export type PriceComparison = ReferencePrice & {
  /** Their rate divided by ours, two decimals, half away from zero: `"3.02"`. */
  ratio: string;
  /** Sold like this reservation: as a block that can be as long, or on demand when nobody sells such a block. */
  likeForLike: boolean;
};

/**
 * Prices of the same GPU elsewhere, like for like first, then cheapest first. Only prices in the same currency are
 * compared: converting with an exchange rate would state something no source says.
 */
export function compareWithReferences(
  ours: { gpuModel: string; currency: string; rateMicros: bigint; hours: number },
  references: readonly ReferencePrice[],
): PriceComparison[] {
  if (ours.rateMicros <= 0n) return [];
  const same = references.filter((reference) => reference.gpuModel === ours.gpuModel && reference.currency === ours.currency);
  const isBlock = ({ blockDaysAtMost }: ReferencePrice): boolean => blockDaysAtMost !== null && ours.hours <= blockDaysAtMost * 24;
  const hasBlock = same.some(isBlock);
  return same
    .map((reference) => ({
      ...reference,
      ratio: rationalToDecimal(multiplyRational(rational(reference.rateMicros), rational(1n, ours.rateMicros)), 2),
      likeForLike: hasBlock ? isBlock(reference) : reference.blockDaysAtMost === null,
    }))
    .sort((a, b) => Number(b.likeForLike) - Number(a.likeForLike) || (a.rateMicros < b.rateMicros ? -1 : a.rateMicros > b.rateMicros ? 1 : 0));
}
