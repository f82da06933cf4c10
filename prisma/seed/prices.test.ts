import { describe, expect, it } from "vitest";
import { nodeTypes } from "./node-types";
import { pools } from "./pools";
import { currencies, discountTiers, priceBook, referencePrices, slaPlans } from "./prices";

describe("price book", () => {
  it("prices every pool in every currency, now and for the story's thirteen months, without overlap", () => {
    const ranges = new Map<string, { from: number; until: number }[]>();
    for (const row of priceBook) {
      const key = `${row.nodeTypeId} ${row.regionId} ${row.currency}`;
      const range = { from: row.validFromDay, until: row.validUntilDay ?? Infinity };
      ranges.set(key, [...(ranges.get(key) ?? []), range]);
    }
    for (const pool of pools) {
      for (const currency of currencies) {
        const found = (ranges.get(`${pool.nodeTypeId} ${pool.regionId} ${currency}`) ?? []).sort((a, b) => a.from - b.from);
        expect(found).toHaveLength(2);
        expect(found[0]?.from).toBeLessThanOrEqual(-400);
        expect(found[0]?.until).toBe(found[1]?.from);
        expect(found[1]?.until).toBe(Infinity);
      }
    }
  });

  it("keeps H100 between 2.19 and 2.85 USD, depending on the power price", () => {
    const present = priceBook.filter((row) => row.nodeTypeId === "h100-sxm.8x" && row.currency === "USD" && row.validUntilDay === null);
    for (const row of present) {
      expect(row.rateMicros).toBeGreaterThanOrEqual(2_190_000n);
      expect(row.rateMicros).toBeLessThanOrEqual(2_850_000n);
      expect(row.rateMicros % 10_000n).toBe(0n);
    }
    const rateIn = (regionId: string) => present.find((row) => row.regionId === regionId)?.rateMicros ?? 0n;
    expect(rateIn("is-keflavik-1")).toBeLessThan(rateIn("no-oslo-1"));
    expect(rateIn("no-oslo-1")).toBeLessThan(rateIn("de-frankfurt-1"));
  });

  it("undercuts the hyperscalers' list prices where there are any", () => {
    const gpuModels = new Map<string, string>(nodeTypes.map((nodeType) => [nodeType.id, nodeType.gpuModel]));
    for (const row of priceBook) {
      if (row.currency !== "USD" || row.validUntilDay !== null) continue;
      const lists = referencePrices.filter((price) => price.gpuModel === gpuModels.get(row.nodeTypeId) && ["AWS", "CoreWeave"].includes(price.provider));
      for (const list of lists) expect(Number(row.rateMicros) / Number(list.rateMicros)).toBeLessThan(0.78);
    }
  });

  it("rounds KRW rates to ten won and falls from one edition to the next", () => {
    for (const row of priceBook.filter((candidate) => candidate.currency === "KRW")) expect(row.rateMicros % 10_000_000n).toBe(0n);
    const [before, after] = [-426, -152].map((day) =>
      priceBook.filter((row) => row.currency === "USD" && row.validFromDay === day).reduce((sum, row) => sum + row.rateMicros, 0n),
    );
    expect(before).toBeGreaterThan(after ?? 0n);
  });
});

describe("discounts, plans and reference prices", () => {
  it("increases discounts with their thresholds", () => {
    for (const kind of ["term", "volume"] as const) {
      const tiers = discountTiers.filter((tier) => tier.kind === kind);
      tiers.slice(1).forEach((tier, index) => {
        expect(tier.threshold).toBeGreaterThan(tiers[index]?.threshold ?? 0);
        expect(tier.basisPoints).toBeGreaterThan(tiers[index]?.basisPoints ?? 0);
      });
    }
    expect(discountTiers.find((tier) => tier.kind === "volume")).toMatchObject({ threshold: 32, basisPoints: 500 });
  });

  it("orders plan prices as their promises", () => {
    expect(slaPlans.map((plan) => [plan.id, plan.targetPercent, plan.degradedWeightHalves, plan.priceFactorBasisPoints])).toEqual([
      ["standard", "99.9", 0, -400],
      ["enterprise", "99.99", 1, 0],
      ["mission", "99.995", 2, 800],
    ]);
  });

  it("gives source and date of every reference price", () => {
    const models = new Set<string>(nodeTypes.map((nodeType) => nodeType.gpuModel));
    expect(referencePrices).toHaveLength(27);
    for (const price of referencePrices) {
      expect(models).toContain(price.gpuModel);
      expect(price.source).not.toBe("");
      expect(price.asOf).toMatch(/^2026-\d{2}-\d{2}$/);
    }
  });
});
