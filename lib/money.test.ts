import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addRational,
  basisPointsOf,
  basisPointsToPercent,
  chargeFor,
  compareRational,
  exponentOf,
  fromContract,
  fromDecimal,
  isCurrency,
  lessBasisPoints,
  multiplyRational,
  negateMoney,
  percentToBasisPoints,
  rateFromMicros,
  rateToMicros,
  rational,
  rationalToDecimal,
  roundHalfAwayFromZero,
  splitByLargestRemainder,
  subtractRational,
  sumMinor,
  sumMoney,
  toContract,
  toDecimal,
  zeroMoney,
} from "./money";

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const fraction = fc.tuple(amount, fc.bigInt({ min: 1n, max: 10n ** 12n })).map(([numerator, denominator]) => rational(numerator, denominator));
const currency = fc.constantFrom("USD", "EUR", "KRW", "JPY", "VND", "KWD", "CLF");

describe("currencies", () => {
  it("have the exponents of ISO 4217", () => {
    expect([..."USD EUR NOK".split(" "), "KRW", "JPY", "VND", "ISK", "UGX", "KWD", "IQD", "CLF"].map(exponentOf)).toEqual([2, 2, 2, 0, 0, 0, 0, 0, 3, 3, 4]);
  });

  it("reject unknown codes", () => {
    expect(isCurrency("USD")).toBe(true);
    for (const code of ["XYZ", "usd", "", "XAU", "__proto__"]) {
      expect(isCurrency(code)).toBe(false);
      expect(() => exponentOf(code)).toThrow(RangeError);
    }
  });
});

describe("decimal strings", () => {
  it("round-trip in every currency", () => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        const text = toDecimal({ minor, currency: code });
        expect(fromDecimal(text, code)).toEqual({ minor, currency: code });
        expect(text.split(".")[1]?.length ?? 0).toBe(exponentOf(code));
        expect(fromContract(toContract({ minor, currency: code }))).toEqual({ minor, currency: code });
      }),
    );
  });

  it("have exactly the currency's number of digits", () => {
    expect(toDecimal({ minor: 5n, currency: "USD" })).toBe("0.05");
    expect(toDecimal({ minor: -1_234_560n, currency: "USD" })).toBe("-12345.60");
    expect(toDecimal({ minor: 1_234_560n, currency: "KRW" })).toBe("1234560");
    expect(fromDecimal("12345.6", "USD").minor).toBe(1_234_560n);
  });

  it("reject more digits than the currency has, and malformed decimals", () => {
    for (const [text, code] of [
      ["1.005", "USD"],
      ["1.0", "KRW"],
      ["1e3", "USD"],
      ["", "USD"],
      [".5", "USD"],
      ["+1", "USD"],
      ["1,000.00", "USD"],
      [" 1", "USD"],
    ] as const) {
      expect(() => fromDecimal(text, code)).toThrow(RangeError);
    }
  });
});

describe("rates and percentages", () => {
  it("round-trip as the same rate, in the shortest form", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), (micros) => {
        const text = rateFromMicros(micros);
        expect(rateToMicros(text)).toBe(micros);
        expect(text).not.toMatch(/\.\d*0$|\.$/);
      }),
    );
    expect(rateFromMicros(2_350_000n)).toBe("2.35");
    expect(rateFromMicros(3_200_000_000n)).toBe("3200");
    expect(rateFromMicros(0n)).toBe("0");
    expect(rateToMicros("0.000001")).toBe(1n);
  });

  it("reject seven decimals and negative rates", () => {
    expect(() => rateToMicros("1.0000001")).toThrow(RangeError);
    expect(() => rateToMicros("-1")).toThrow(RangeError);
  });

  it("print basis points as percent", () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000, max: 20_000 }), (points) => {
        expect(percentToBasisPoints(basisPointsToPercent(points))).toBe(points);
      }),
    );
    expect([0, 1_000, 1_250, 5, 10_000].map(basisPointsToPercent)).toEqual(["0", "10", "12.5", "0.05", "100"]);
  });

  it("split an amount into a share and its remainder without losing anything", () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 10_000 }), (minor, points) => {
        const whole = addRational(basisPointsOf(minor, points), lessBasisPoints(minor, points));
        expect(whole).toEqual(rational(minor));
      }),
    );
  });
});

describe("sums", () => {
  it("need a single currency", () => {
    expect(sumMoney([], "USD")).toEqual(zeroMoney("USD"));
    expect(sumMoney([fromDecimal("1.10", "USD"), negateMoney(fromDecimal("0.20", "USD"))], "USD").minor).toBe(90n);
    expect(() => sumMoney([fromDecimal("1", "KRW")], "USD")).toThrow(RangeError);
  });
});

describe("rationals", () => {
  it("obey the laws of arithmetic exactly", () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(addRational(a, b)).toEqual(addRational(b, a));
        expect(addRational(addRational(a, b), c)).toEqual(addRational(a, addRational(b, c)));
        expect(multiplyRational(a, addRational(b, c))).toEqual(addRational(multiplyRational(a, b), multiplyRational(a, c)));
        expect(addRational(subtractRational(a, b), b)).toEqual(a);
        expect(Math.sign(compareRational(a, b))).toBe(-Math.sign(compareRational(b, a)) + 0);
      }),
    );
  });

  it("have one form per value", () => {
    expect(rational(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    expect(rational(0n, -7n)).toEqual({ numerator: 0n, denominator: 1n });
    expect(() => rational(1n, 0n)).toThrow(RangeError);
  });

  it("round to nearest, halves away from zero, symmetrically around zero", () => {
    fc.assert(
      fc.property(fraction, (value) => {
        const rounded = roundHalfAwayFromZero(value);
        const negated = rational(-value.numerator, value.denominator);
        expect(roundHalfAwayFromZero(negated)).toBe(-rounded);
        const distance = subtractRational(rational(rounded), value);
        const twice = 2n * (distance.numerator < 0n ? -distance.numerator : distance.numerator);
        expect(twice <= distance.denominator).toBe(true);
        if (twice === distance.denominator) expect(distance.numerator > 0n).toBe(value.numerator > 0n);
      }),
    );
    expect([5n, -5n, 3n, -3n, 1n, -1n].map((n) => roundHalfAwayFromZero(rational(n, 2n)))).toEqual([3n, -3n, 2n, -2n, 1n, -1n]);
    expect(roundHalfAwayFromZero(rational(49n, 100n))).toBe(0n);
  });

  it("print with a fixed number of digits", () => {
    expect(rationalToDecimal(rational(6_880n, 2_280n), 2)).toBe("3.02");
    expect(rationalToDecimal(rational(-1n, 200n), 2)).toBe("-0.01");
    expect(rationalToDecimal(rational(7n, 2n), 0)).toBe("4");
  });
});

describe("charges", () => {
  it("are exact before the single rounding, in currencies of any exponent", () => {
    const usage = { rateMicrosPerGpuHour: 2_350_000n, gpuSeconds: 128n * 2_675_640n };
    expect(roundHalfAwayFromZero(chargeFor({ ...usage, currency: "USD" }))).toBe(22_356_459n);
    expect(chargeFor({ rateMicrosPerGpuHour: 3_210_000_000n, gpuSeconds: 3_600n, currency: "KRW" })).toEqual(rational(3_210n));
    expect(chargeFor({ rateMicrosPerGpuHour: 1_000_000n, gpuSeconds: 3_600n, currency: "KWD" })).toEqual(rational(1_000n));
  });

  it("add up over any division of time", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 8n }), { maxLength: 8 }),
        currency,
        (rateMicrosPerGpuHour, parts, code) => {
          const charge = (gpuSeconds: bigint) => chargeFor({ rateMicrosPerGpuHour, gpuSeconds, currency: code });
          const apart = parts.map(charge).reduce(addRational, rational(0n));
          expect(apart).toEqual(charge(sumMinor(parts)));
        },
      ),
    );
  });
});

describe("splitting by largest remainder", () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 }).filter((list) => list.some((weight) => weight > 0n));

  it("sums to the total exactly and stays within one unit of each exact share", () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const parts = splitByLargestRemainder(total, list);
        const weightSum = sumMinor(list);
        expect(sumMinor(parts)).toBe(total);
        parts.forEach((part, index) => {
          const difference = part * weightSum - total * (list[index] ?? 0n);
          expect((difference < 0n ? -difference : difference) < weightSum).toBe(true);
          if (list[index] === 0n) expect(part).toBe(0n);
        });
      }),
    );
  });

  it("never gives the larger weight less, and mirrors a negative total", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), weights, (total, list) => {
        const parts = splitByLargestRemainder(total, list);
        expect(splitByLargestRemainder(-total, list)).toEqual(parts.map((part) => -part));
        list.forEach((weight, i) =>
          list.forEach((other, j) => {
            if (weight > other) expect((parts[i] ?? 0n) >= (parts[j] ?? 0n)).toBe(true);
          }),
        );
      }),
    );
  });

  it("gives leftover units to the largest remainders, earlier ones first", () => {
    expect(splitByLargestRemainder(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(splitByLargestRemainder(10n, [1n, 5n, 3n])).toEqual([1n, 6n, 3n]);
    expect(splitByLargestRemainder(0n, [0n, 0n])).toEqual([0n, 0n]);
    expect(() => splitByLargestRemainder(1n, [0n])).toThrow(RangeError);
    expect(() => splitByLargestRemainder(1n, [2n, -1n])).toThrow(RangeError);
  });
});
