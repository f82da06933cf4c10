import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chargeFor, rational, roundHalfAwayFromZero, sumMinor } from "./money";
import { allowedSchedules, dueAtConfirmation, paymentPlan, shareByMonth } from "./payment-plan";
import { type Interval, SECONDS_PER_HOUR, lengthOf, parseInstant, totalLength } from "./period";

const window = (start: string, end: string): Interval => ({ start: parseInstant(start), end: parseInstant(end) });
const anyWindow = fc
  .tuple(fc.integer({ min: 490_000, max: 500_000 }), fc.integer({ min: 1, max: 26_304 }))
  .map(([hour, hours]): Interval => ({ start: hour * SECONDS_PER_HOUR, end: (hour + hours) * SECONDS_PER_HOUR }));
const price = fc.bigInt({ min: 0n, max: 10n ** 12n });
const schedule = fc.constantFrom("upfront", "monthly_advance", "deposit_25");

describe("payment plans", () => {
  it("sum to the price exactly under every schedule and cover the whole term", () => {
    fc.assert(
      fc.property(anyWindow, price, schedule, (term, priceMinor, kind) => {
        const plan = paymentPlan(kind, rational(priceMinor), term);
        expect(sumMinor(plan.map((installment) => installment.amountMinor))).toBe(priceMinor);
        const used = plan.filter((installment) => installment.kind !== "deposit").map((installment) => installment.period);
        expect(totalLength(used)).toBe(term.end - term.start);
        const instants = plan.map((installment) => installment.invoicedAt ?? 0);
        expect([...instants].sort((a, b) => a - b)).toEqual(instants);
        // A price of a few cents over several years cannot be shared by month; real prices can.
        if (priceMinor > 1_000n) expect(plan.every((installment) => installment.amountMinor >= 0n)).toBe(true);
      }),
    );
  });

  it("attribute payments to months, to the last unit", () => {
    fc.assert(
      fc.property(anyWindow, price, (term, amountMinor) => {
        const shares = shareByMonth(amountMinor, term);
        expect(sumMinor(shares.map((share) => share.amountMinor))).toBe(amountMinor);
        expect(new Set(shares.map((share) => share.month)).size).toBe(shares.length);
      }),
    );
  });

  it("invoice each month exactly what its metering will charge; only the last month absorbs the rounding", () => {
    fc.assert(
      fc.property(anyWindow, fc.bigInt({ min: 100_000n, max: 20_000_000n }), fc.bigInt({ min: 8n, max: 4_096n }), (term, rateMicrosPerGpuHour, gpus) => {
        const priceOf = (period: Interval) => chargeFor({ rateMicrosPerGpuHour, gpuSeconds: gpus * BigInt(lengthOf(period)), currency: "USD" });
        const shares = shareByMonth(priceOf(term), term);
        for (const share of shares.slice(0, -1)) expect(share.amountMinor).toBe(roundHalfAwayFromZero(priceOf(share.period)));
        const last = shares.at(-1);
        const off = last ? last.amountMinor - roundHalfAwayFromZero(priceOf(last.period)) : 0n;
        expect(off * 2n).toBeLessThanOrEqual(BigInt(shares.length) + 1n);
        expect(off * 2n).toBeGreaterThanOrEqual(-BigInt(shares.length) - 1n);
      }),
    );
  });

  it("apply the deposits on the invoice mock", () => {
    // 128 GPUs at 2.350 for 92 days, 64 GPUs at 2.950 for 45 days; a quarter of each was paid before.
    const pretrain = shareByMonth(16_604_160n, window("2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z"));
    const posttrain = shareByMonth(5_097_600n, window("2026-10-12T09:00:00Z", "2026-11-26T09:00:00Z"));
    expect([pretrain[0], posttrain[0]].map((share) => [share?.month, share?.amountMinor])).toEqual([
      ["2026-10", 5_594_880n],
      ["2026-10", 2_223_120n],
    ]);
  });

  it("ask at confirmation for everything, the first month, or a quarter", () => {
    const term = window("2026-11-16T00:00:00Z", "2026-12-16T00:00:00Z");
    expect(dueAtConfirmation(paymentPlan("upfront", rational(3_000n), term))).toBe(3_000n);
    expect(dueAtConfirmation(paymentPlan("monthly_advance", rational(3_000n), term))).toBe(1_500n);
    expect(dueAtConfirmation(paymentPlan("deposit_25", rational(3_002n), term))).toBe(751n);
    expect(paymentPlan("deposit_25", rational(3_002n), term)[1]?.invoicedAt).toBe(parseInstant("2026-12-01T00:00:00Z"));
  });

  it("allow paying up front for at most 31 days", () => {
    expect(allowedSchedules(window("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"))).toContain("upfront");
    expect(allowedSchedules(window("2026-10-01T00:00:00Z", "2026-11-01T01:00:00Z"))).toEqual(["monthly_advance", "deposit_25"]);
  });
});
