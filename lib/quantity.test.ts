import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { availabilityPercent, gpuHours, gpuSecondsOf, splitHours } from "./quantity";

describe("availability", () => {
  it("is rounded down, so five decimals never claim more than was measured", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (contracted, lost) => {
        const up = lost > contracted ? 0n : contracted - lost;
        const text = availabilityPercent(up, contracted) ?? "";
        expect(text).toMatch(/^\d{1,3}\.\d{5}$/);
        const shown = BigInt(text.replace(".", ""));
        expect(shown * contracted <= up * 10_000_000n).toBe(true);
        expect((shown + 1n) * contracted > up * 10_000_000n).toBe(true);
        expect(text === "100.00000").toBe(up === contracted);
      }),
    );
  });

  it("matches the month on the invoice mock", () => {
    const october = 744n * 3_600n;
    expect(availabilityPercent(october - 2_760n, october)).toBe("99.89695");
    expect(availabilityPercent(0n, 10n)).toBe("0.00000");
  });

  it("has no figure without contracted time, and rejects impossible input", () => {
    expect(availabilityPercent(0n, 0n)).toBeNull();
    expect(() => availabilityPercent(2n, 1n)).toThrow(RangeError);
    expect(() => availabilityPercent(-1n, 1n)).toThrow(RangeError);
  });
});

describe("GPU time", () => {
  it("multiplies nodes, GPUs and seconds, and prints hours", () => {
    const gpuSeconds = gpuSecondsOf({ nodes: 16, gpusPerNode: 8, seconds: 744 * 3_600 - 2_760 });
    expect(gpuSeconds).toBe(342_481_920n);
    expect(gpuHours(gpuSeconds)).toBe("95133.87");
    expect(gpuHours(16n * 26_000n)).toBe("115.56");
  });
});

describe("hours of parts", () => {
  it("add up to the hours of the whole, each within a hundredth of its own", () => {
    const hundredths = (text: string) => BigInt(text.replace(".", ""));
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 30 }), (seconds) => {
        const parts = splitHours(seconds).map(hundredths);
        const whole = gpuHours(seconds.reduce((sum, part) => sum + part, 0n));
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(hundredths(whole));
        for (const [index, part] of parts.entries()) {
          const exact = hundredths(gpuHours(seconds[index] ?? 0n));
          expect(part - exact <= 1n && exact - part <= 1n).toBe(true);
        }
      }),
    );
  });
});
