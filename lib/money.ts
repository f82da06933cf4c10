/**
 * Money, rates and exact arithmetic.
 *
 * Units: `minor` is the currency's smallest unit (cents, yen, won) as bigint. Rates are bigint micro-units of the
 * currency's MAJOR unit per GPU-hour (2.35 USD per GPU-hour is 2_350_000n). Discounts and taxes are basis points (1 %
 * is 100). No amount ever passes through a floating-point number: amounts stay exact rationals until the single
 * rounding of an invoice line, half away from zero (docs/sla-and-billing.md, Charging).
 *
 * Errors: RangeError for an unknown currency, a malformed decimal or mixed currencies. These are programming or data
 * errors; contracts validate user input before it gets here.
 */

/**
 * ISO 4217 alphabetic code. A plain string so that rows read from the database need no cast; checked where it matters.
 */
export type Currency = string;

export type Money = { minor: bigint; currency: Currency };

/** Money in JSON contracts: a decimal string with exactly the currency's number of digits. */
export type MoneyContract = { amount: string; currency: Currency };

/** An exact fraction in lowest terms; the denominator is always positive. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint };

// ISO 4217 list one, active tender. Not taken from Intl, whose fraction digits differ from ISO in 18 currencies (for
// example 0 for IQD and 2 for CLF) and change with the ICU version.
const CODES_BY_EXPONENT: ReadonlyArray<readonly [exponent: number, codes: string]> = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"],
  [
    2,
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP " +
      "COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR " +
      "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN " +
      "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL " +
      "THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
  ],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
  [4, "CLF UYW"],
];

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  CODES_BY_EXPONENT.flatMap(([exponent, codes]) => codes.split(" ").map((code) => [code, exponent] as const)),
);

export function isCurrency(code: string): boolean {
  return EXPONENTS.has(code);
}

/** Number of decimal digits of the currency's minor unit (USD 2, KRW 0, KWD 3). */
export function exponentOf(currency: Currency): number {
  const exponent = EXPONENTS.get(currency);
  if (exponent === undefined) throw new RangeError(`unknown currency ${JSON.stringify(currency)}`);
  return exponent;
}

// Decimal strings

const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d+))?$/;

function parseScaled(text: string, digits: number, what: string): bigint {
  const match = DECIMAL.exec(text);
  const fraction = match?.[3] ?? "";
  if (!match || fraction.length > digits) {
    throw new RangeError(`${what} must be a decimal with at most ${digits} fraction digits, got ${JSON.stringify(text)}`);
  }
  const scaled = BigInt(`${match[2] ?? ""}${fraction.padEnd(digits, "0")}`);
  return match[1] === "-" ? -scaled : scaled;
}

function formatScaled(value: bigint, digits: number): string {
  const sign = value < 0n ? "-" : "";
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, "0");
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `"12345.6"`, `"USD"` → 1234560 cents. Missing digits are filled with zeros; excess digits are an error. */
export function fromDecimal(amount: string, currency: Currency): Money {
  return { minor: parseScaled(amount, exponentOf(currency), "amount"), currency };
}

/** 1234560 cents → `"12345.60"`: always exactly the currency's digits, no grouping. */
export function toDecimal(money: Money): string {
  return formatScaled(money.minor, exponentOf(money.currency));
}

export function toContract(money: Money): MoneyContract {
  return { amount: toDecimal(money), currency: money.currency };
}

export function fromContract(contract: MoneyContract): Money {
  return fromDecimal(contract.amount, contract.currency);
}

const RATE_DIGITS = 6;

/** `"2.35"` per GPU-hour → 2350000n micros. At most 6 decimals, never negative. */
export function rateToMicros(rate: string): bigint {
  const micros = parseScaled(rate, RATE_DIGITS, "rate");
  if (micros < 0n) throw new RangeError(`rate must not be negative, got ${JSON.stringify(rate)}`);
  return micros;
}

/** 2350000n → `"2.35"`: the shortest equivalent decimal. */
export function rateFromMicros(micros: bigint): string {
  return formatScaled(micros, RATE_DIGITS).replace(/\.?0+$/, "");
}

// Money arithmetic

export function zeroMoney(currency: Currency): Money {
  exponentOf(currency);
  return { minor: 0n, currency };
}

/**
 * Sums amounts. The currency is a parameter so that an empty list has a result; any other currency in the list is an
 * error.
 */
export function sumMoney(amounts: readonly Money[], currency: Currency): Money {
  let minor = 0n;
  for (const amount of amounts) {
    if (amount.currency !== currency) throw new RangeError(`cannot add ${amount.currency} to ${currency}`);
    minor += amount.minor;
  }
  return { ...zeroMoney(currency), minor };
}

export function negateMoney(money: Money): Money {
  return { minor: -money.minor, currency: money.currency };
}

export function sumMinor(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

// Rationals

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** A fraction in lowest terms with a positive denominator. A zero denominator is an error. */
export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  if (denominator === 0n) throw new RangeError("a rational needs a denominator other than zero");
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator, denominator * sign);
  return { numerator: (numerator * sign) / divisor, denominator: (denominator * sign) / divisor };
}

export function addRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtractRational(a: Rational, b: Rational): Rational {
  return addRational(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiplyRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Negative when a < b, zero when equal, positive when a > b, as a sort comparator. */
export function compareRational(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The one rounding rule: to the nearest integer, halves away from zero (2.5 → 3, −2.5 → −3). */
export function roundHalfAwayFromZero(value: Rational): bigint {
  const { numerator, denominator } = value;
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/** Decimal string with a fixed number of digits, rounded half away from zero. */
export function rationalToDecimal(value: Rational, digits: number): string {
  const scaled = rational(value.numerator * 10n ** BigInt(digits), value.denominator);
  return formatScaled(roundHalfAwayFromZero(scaled), digits);
}

// Basis points

const BASIS_POINTS_OF_ONE = 10_000n;

/** `amount` × basis points, exact: 10 % of 223564.59 USD is `basisPointsOf(22356459n, 1000)`. */
export function basisPointsOf(amount: bigint | Rational, basisPoints: number): Rational {
  const base = typeof amount === "bigint" ? rational(amount) : amount;
  return multiplyRational(base, rational(BigInt(basisPoints), BASIS_POINTS_OF_ONE));
}

/** `amount` less basis points, exact: the price after a discount. */
export function lessBasisPoints(amount: bigint | Rational, basisPoints: number): Rational {
  return basisPointsOf(amount, Number(BASIS_POINTS_OF_ONE) - basisPoints);
}

/** 1250 → `"12.5"`, 1000 → `"10"`: percent as the shortest decimal string. */
export function basisPointsToPercent(basisPoints: number): string {
  const text = formatScaled(BigInt(basisPoints), 2);
  return text.replace(/\.?0+$/, "");
}

/** `"12.5"` → 1250. At most two fraction digits. */
export function percentToBasisPoints(percent: string): number {
  return Number(parseScaled(percent, 2, "percent"));
}

// Charges and splits

const MICROS_PER_MAJOR_UNIT = 1_000_000n;
const SECONDS_PER_HOUR = 3_600n;

/**
 * Exact charge in minor units of `currency` for GPU time at a rate. Not rounded: callers first sum everything on one
 * invoice line, then call `roundHalfAwayFromZero` once.
 */
export function chargeFor(usage: { rateMicrosPerGpuHour: bigint; gpuSeconds: bigint; currency: Currency }): Rational {
  const minorPerMajor = 10n ** BigInt(exponentOf(usage.currency));
  return rational(usage.rateMicrosPerGpuHour * usage.gpuSeconds * minorPerMajor, MICROS_PER_MAJOR_UNIT * SECONDS_PER_HOUR);
}

/**
 * Splits `total` in proportion to `weights` so that the parts sum to `total` exactly. Each part is its exact share
 * rounded toward zero; leftover units go to the largest remainders, earlier parts first on ties. Weights are
 * non-negative; all-zero weights are an error unless the total is zero.
 */
export function splitByLargestRemainder(total: bigint, weights: readonly bigint[]): bigint[] {
  const weightSum = sumMinor(weights);
  if (weights.some((weight) => weight < 0n)) throw new RangeError("weights must not be negative");
  if (total === 0n) return weights.map(() => 0n);
  if (weightSum === 0n) throw new RangeError("cannot split an amount over weights that are all zero");
  const sign = total < 0n ? -1n : 1n;
  const magnitude = total * sign;
  const shares = weights.map((weight, index) => ({
    index,
    whole: (magnitude * weight) / weightSum,
    remainder: (magnitude * weight) % weightSum,
  }));
  const left = Number(magnitude - sumMinor(shares.map((share) => share.whole)));
  const byRemainder = [...shares].sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const raised = new Set(byRemainder.slice(0, left).map((share) => share.index));
  return shares.map((share) => sign * (share.whole + (raised.has(share.index) ? 1n : 0n)));
}
