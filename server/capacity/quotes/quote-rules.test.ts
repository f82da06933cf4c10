import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chargeFor, roundHalfAwayFromZero, sumMinor } from "@/lib/money";
import { SECONDS_PER_HOUR, parseInstant } from "@/lib/period";
import { taxTreatment } from "@/lib/tax";
import { type PriceBook, lockRate, priceListAt } from "@/server/catalog/pricing";
import { QUOTE_RULES, type QuoteRequest, composeQuote, holdExpiry, isHeld } from "./quote-rules";

const now = parseInstant("2026-11-22T14:32:00Z");
const start = parseInstant("2026-11-24T00:00:00Z");
const fromNorway = taxTreatment({ seller: "NL", buyer: { country: "NO", taxId: "NO995525828MVA" }, at: now });
const fromAmsterdam = taxTreatment({ seller: "NL", buyer: { country: "NL", taxId: "NL004495445B01" }, at: now });

function bookOf(listMicros: bigint, termPoints: number, volumePoints: number): PriceBook {
  return {
    listPrices: [{ nodeTypeId: "h100-sxm.8x", regionId: "no-mo-i-rana-1", currency: "USD", rateMicros: listMicros, validFrom: 0, validUntil: null }],
    discountTiers: [
      { kind: "term", threshold: 720, basisPoints: termPoints, validFrom: 0, validUntil: null },
      { kind: "volume", threshold: 32, basisPoints: volumePoints, validFrom: 0, validUntil: null },
    ],
  };
}

function requestOf(book: PriceBook, hours: number, nodes: number, over: Partial<QuoteRequest> = {}): QuoteRequest {
  const rate = lockRate(priceListAt(book, now), {
    nodeTypeId: "h100-sxm.8x",
    regionId: "no-mo-i-rana-1",
    currency: "USD",
    hours,
    gpus: nodes * 8,
    planFactorBasisPoints: 10_000,
  });
  if (!rate) throw new Error("the book has no price");
  return {
    rate,
    window: { start, end: start + hours * SECONDS_PER_HOUR },
    nodes,
    gpusPerNode: 8,
    schedule: hours <= 744 ? "upfront" : "deposit_25",
    tax: fromNorway,
    slaPlan: { id: "enterprise", targetPercent: "99.99" },
    leadSeconds: 3_600,
    now,
    ...over,
  };
}

const anyRequest = fc.record({
  list: fc.bigInt({ min: 1n, max: 50_000_000n }),
  term: fc.integer({ min: 0, max: 5_000 }),
  volume: fc.integer({ min: 0, max: 5_000 }),
  hours: fc.integer({ min: 1, max: 26_000 }),
  nodes: fc.integer({ min: 1, max: 500 }),
  domestic: fc.boolean(),
});

describe("a composed quote", () => {
  it("matches the mock: 4 nodes, 14 days, 5 % for 32 GPUs", () => {
    const quote = composeQuote(requestOf(bookOf(2_400_000n, 400, 500), 336, 4));
    expect(quote.lines.map((line) => [line.kind, line.amountMinor])).toEqual([
      ["gpu_hours", 2_580_480n],
      ["volume_tier", -129_024n],
      ["bandwidth", 0n],
      ["egress", 0n],
    ]);
    expect(quote).toMatchObject({
      gpuSeconds: 10_752n * 3_600n,
      rateMicros: 2_280_000n,
      subtotalMinor: 2_451_456n,
      taxMinor: 0n,
      totalMinor: 2_451_456n,
      dueNowMinor: 2_451_456n,
      expiresAt: parseInstant("2026-11-22T14:47:00Z"),
    });
    expect(quote.terms.delivery).toEqual({ promisedAt: start, leadSeconds: 3_600, lateCreditPercentPerHour: 2, lateCreditPercentAtMost: 50 });
    expect(quote.terms.sla.creditTiers.map((tier) => [tier.belowPercent, tier.creditPercent])).toEqual([
      ["99.99", 10],
      ["99.0", 30],
      ["95.0", 100],
    ]);
  });

  it("adds up: lines to the subtotal, the subtotal to one rounding of rate times time, tax to the total", () => {
    fc.assert(
      fc.property(anyRequest, (r) => {
        const tax = r.domestic ? fromAmsterdam : fromNorway;
        const quote = composeQuote(requestOf(bookOf(r.list, r.term, r.volume), r.hours, r.nodes, { tax }));
        expect(sumMinor(quote.lines.map((line) => line.amountMinor))).toBe(quote.subtotalMinor);
        const exact = chargeFor({ rateMicrosPerGpuHour: quote.rateMicros, gpuSeconds: quote.gpuSeconds, currency: "USD" });
        expect(quote.subtotalMinor).toBe(roundHalfAwayFromZero(exact));
        expect(quote.totalMinor).toBe(quote.subtotalMinor + quote.taxMinor);
        const twiceOff = 2n * (quote.taxMinor * 10_000n - quote.subtotalMinor * BigInt(tax.rateBasisPoints));
        expect(twiceOff > -10_000n && twiceOff <= 10_000n).toBe(true);
        expect(sumMinor(quote.plan.map((installment) => installment.amountMinor))).toBe(quote.subtotalMinor);
        expect(quote.dueNowMinor <= quote.totalMinor).toBe(true);
      }),
    );
  });

  it("is unaffected by later changes of price book, rules and request", () => {
    fc.assert(
      fc.property(anyRequest, fc.bigInt({ min: 1n, max: 10n ** 8n }), (r, other) => {
        const book = structuredClone(bookOf(r.list, r.term, r.volume));
        const rules = structuredClone(QUOTE_RULES);
        const request = structuredClone(requestOf(book, r.hours, r.nodes));
        const quote = composeQuote(request, rules);
        const printed = structuredClone(quote);
        for (const price of book.listPrices) price.rateMicros = other;
        for (const tier of book.discountTiers) tier.basisPoints = 9_999;
        rules.holdSeconds = 1;
        for (const step of request.rate.steps) step.rateMicros = other;
        request.rate.rateMicros = other;
        request.window.end += SECONDS_PER_HOUR;
        request.tax.rateBasisPoints = 9_999;
        expect(quote).toEqual(printed);
      }),
    );
  });

  it("is refused for a request with a problem", () => {
    expect(() => composeQuote(requestOf(bookOf(1n, 0, 0), 336, 0))).toThrow(RangeError);
  });
});

describe("holds", () => {
  it("last fifteen minutes and end on a full second", () => {
    const expiresAt = holdExpiry(now);
    expect(expiresAt - now).toBe(900);
    expect([isHeld(expiresAt, now), isHeld(expiresAt, expiresAt - 1), isHeld(expiresAt, expiresAt)]).toEqual([true, true, false]);
  });
});
