import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lessBasisPoints, rational, roundHalfAwayFromZero } from "@/lib/money";
import { type DiscountTier, type ListPrice, type PriceBook, compareWithReferences, discountPercent, lockRate, priceListAt } from "./pricing";

const NOW = 1_795_000_000;

const price = (over: Partial<ListPrice> = {}): ListPrice => ({
  nodeTypeId: "h100-sxm.8x",
  regionId: "no-mo-i-rana-1",
  currency: "USD",
  rateMicros: 2_400_000n,
  validFrom: 0,
  validUntil: null,
  ...over,
});
const tier = (kind: DiscountTier["kind"], threshold: number, basisPoints: number, over: Partial<DiscountTier> = {}): DiscountTier => ({
  kind,
  threshold,
  basisPoints,
  validFrom: 0,
  validUntil: null,
  ...over,
});
const book: PriceBook = {
  listPrices: [price()],
  discountTiers: [tier("term", 720, 400), tier("term", 4_320, 1_200), tier("volume", 32, 500), tier("volume", 128, 800)],
};
const request = {
  nodeTypeId: "h100-sxm.8x",
  regionId: "no-mo-i-rana-1",
  currency: "USD",
  hours: 336,
  gpus: 32,
  planFactorBasisPoints: 10_000,
};

describe("locked rates", () => {
  it("explain themselves step by step, as on the quote mock", () => {
    const rate = lockRate(priceListAt(book, NOW), request);
    expect(rate).toEqual({
      currency: "USD",
      listRateMicros: 2_400_000n,
      rateMicros: 2_280_000n,
      steps: [
        { kind: "list", discountBasisPoints: 0, threshold: null, rateMicros: 2_400_000n },
        { kind: "volume_tier", discountBasisPoints: 500, threshold: 32, rateMicros: 2_280_000n },
      ],
    });
    expect(rate && discountPercent(rate)).toBe("5.00");
  });

  it("take the highest tier reached and add the surcharge of an SLA plan", () => {
    const rate = lockRate(priceListAt(book, NOW), { ...request, hours: 4_320, gpus: 127, planFactorBasisPoints: 11_500 });
    expect(rate?.steps.map((step) => [step.kind, step.discountBasisPoints, step.threshold])).toEqual([
      ["list", 0, null],
      ["sla_plan", -1_500, null],
      ["term_discount", 1_200, 4_320],
      ["volume_tier", 500, 32],
    ]);
    expect(rate?.rateMicros).toBe(2_307_360n);
  });

  it("are null where there is no list price, never zero", () => {
    const prices = priceListAt(book, NOW);
    expect(lockRate(prices, { ...request, currency: "KRW" })).toBeNull();
    expect(lockRate(prices, { ...request, regionId: "kr-seoul-1" })).toBeNull();
    expect(lockRate(priceListAt({ ...book, listPrices: [price({ validFrom: NOW + 1 })] }, NOW), request)).toBeNull();
  });

  it("are rounded once, from the exact product of all steps", () => {
    const points = fc.integer({ min: 1, max: 9_000 });
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 10n }), points, points, points, (rateMicros, term, volume, factor) => {
        const rate = lockRate(priceListAt({ listPrices: [price({ rateMicros })], discountTiers: [tier("term", 1, term), tier("volume", 1, volume)] }, NOW), {
          ...request,
          planFactorBasisPoints: factor,
        });
        const exact = lessBasisPoints(lessBasisPoints(lessBasisPoints(rational(rateMicros), 10_000 - factor), term), volume);
        expect(rate?.rateMicros).toBe(roundHalfAwayFromZero(exact));
        expect(rate?.steps.at(-1)?.rateMicros).toBe(rate?.rateMicros);
      }),
    );
  });

  it("never rise with a longer term or more GPUs if tiers only increase", () => {
    const prices = priceListAt(book, NOW);
    const size = fc.record({ hours: fc.integer({ min: 1, max: 9_000 }), gpus: fc.integer({ min: 1, max: 300 }) });
    fc.assert(
      fc.property(size, size, (a, b) => {
        const larger = { hours: Math.max(a.hours, b.hours), gpus: Math.max(a.gpus, b.gpus) };
        const rateOf = (of: typeof a) => lockRate(prices, { ...request, ...of })?.rateMicros ?? 0n;
        expect(rateOf(larger) <= rateOf(a)).toBe(true);
      }),
    );
  });
});

describe("the dated book", () => {
  it("is half-open: the new price holds from its first second, the old one up to it", () => {
    const listPrices = [price({ validUntil: NOW }), price({ validFrom: NOW, rateMicros: 2_600_000n })];
    const rateAt = (at: number) => lockRate(priceListAt({ ...book, listPrices }, at), request)?.listRateMicros;
    expect([rateAt(NOW - 1), rateAt(NOW)]).toEqual([2_400_000n, 2_600_000n]);
  });

  it("keeps its answer whatever is added for later or earlier times", () => {
    const later = fc.record({
      rateMicros: fc.bigInt({ min: 1n, max: 10n ** 9n }),
      basisPoints: fc.integer({ min: 0, max: 9_999 }),
      from: fc.integer({ min: NOW + 1, max: NOW + 10 ** 8 }),
      past: fc.boolean(),
    });
    const before = lockRate(priceListAt(book, NOW), request);
    fc.assert(
      fc.property(fc.array(later, { maxLength: 10 }), (changes) => {
        const dated = (change: (typeof changes)[number]) =>
          change.past ? { validFrom: -5, validUntil: NOW - (change.from - NOW) } : { validFrom: change.from, validUntil: null };
        const changed: PriceBook = {
          listPrices: [...changes.map((change) => price({ rateMicros: change.rateMicros, ...dated(change) })), ...book.listPrices].map((entry) =>
            entry.validFrom === 0 ? { ...entry, validUntil: NOW + 1 } : entry,
          ),
          discountTiers: [...book.discountTiers, ...changes.map((change) => tier("volume", 32, change.basisPoints, dated(change)))],
        };
        expect(lockRate(priceListAt(changed, NOW), request)).toEqual(before);
      }),
    );
  });

  it("is refused when two rows answer the same question", () => {
    expect(() => priceListAt({ ...book, listPrices: [price(), price({ rateMicros: 1n })] }, NOW)).toThrow(RangeError);
    expect(() => priceListAt({ ...book, discountTiers: [tier("term", 1, 1), tier("term", 1, 2)] }, NOW)).toThrow(RangeError);
  });
});

describe("comparisons", () => {
  const reference = {
    provider: "AWS",
    offering: "on demand",
    gpuModel: "H100-SXM5-80GB",
    currency: "USD",
    rateMicros: 6_880_000n,
    source: "list",
    asOf: "2026-11-09",
    blockDaysAtMost: null,
  };
  const ours = { gpuModel: "H100-SXM5-80GB", currency: "USD", rateMicros: 2_280_000n, hours: 336 };

  it("state the true ratio with two decimals", () => {
    const ratios = [6_880_000n, 3_933_000n, 12_290_000n, 6_155_000n, 2_110_000n].map(
      (rateMicros) => compareWithReferences(ours, [{ ...reference, rateMicros }])[0]?.ratio,
    );
    expect(ratios).toEqual(["3.02", "1.73", "5.39", "2.70", "0.93"]);
  });

  it("rank like-for-like first: a block if one can be as long, otherwise on demand", () => {
    const block = { ...reference, offering: "block", rateMicros: 3_933_000n, blockDaysAtMost: 182 };
    const led = (hours: number) => compareWithReferences({ ...ours, hours }, [reference, block]).map((one) => [one.offering, one.likeForLike]);
    expect(led(336)).toEqual([
      ["block", true],
      ["on demand", false],
    ]);
    expect(led(182 * 24)[0]).toEqual(["block", true]);
    expect(led(182 * 24 + 1)).toEqual([
      ["on demand", true],
      ["block", false],
    ]);
    expect(compareWithReferences(ours, [reference])[0]?.likeForLike).toBe(true);
  });

  it("omit other GPUs and other currencies", () => {
    expect(
      compareWithReferences(ours, [
        { ...reference, gpuModel: "L40S" },
        { ...reference, currency: "EUR" },
      ]),
    ).toEqual([]);
    expect(compareWithReferences({ ...ours, rateMicros: 0n }, [reference])).toEqual([]);
  });
});
