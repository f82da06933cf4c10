// The only place where numbers, money, rates, instants and durations become text. Pure; English, UTC.

export type MoneyText = { amount: string; currency: string };

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const LONG_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"] as const;

/** Symbols that precede an amount on a button. A currency without one is named after the amount. */
const SIGNS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", KRW: "₩", JPY: "¥", VND: "₫" };

/** "1234567" to "1,234,567". Takes digits only. */
function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A whole number, grouped: 54321 to "54,321". */
export function formatCount(count: number | bigint): string {
  const text = count.toString();
  return text.startsWith("-") ? `-${group(text.slice(1))}` : group(text);
}

/** A decimal string, grouped before the point, its decimals untouched. */
export function formatDecimal(decimal: string): string {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(decimal) ?? [];
  return `${sign}${group(whole)}${fraction}`;
}

export function isNegative(amount: string): boolean {
  return amount.startsWith("-") && /[1-9]/.test(amount);
}

/**
 * Accounting form without currency: "12,345.60", "(2,439.18)". Decimals are the contract's, which has the currency's
 * exponent.
 */
export function formatAmount(amount: string): string {
  const text = formatDecimal(amount.replace(/^-/, ""));
  return isNegative(amount) ? `(${text})` : text;
}

/** With the code after it, for sentences: "12,345.60 USD". */
export function formatMoney(money: MoneyText): string {
  return `${formatAmount(money.amount)} ${money.currency}`;
}

/** With its symbol before it, for buttons: "$12,345.60", "₩1,200,000", "310.00 NOK". */
export function formatMoneySigned(money: MoneyText): string {
  const sign = SIGNS[money.currency];
  if (sign === undefined) return formatMoney(money);
  const text = `${sign}${formatDecimal(money.amount.replace(/^-/, ""))}`;
  return isNegative(money.amount) ? `(${text})` : text;
}

/** Currencies without a minor unit; in columns their rates are whole numbers too. */
const WHOLE_CURRENCIES = new Set(["KRW", "JPY", "VND"]);
const RATE_DECIMALS = 4;

/**
 * A rate per GPU-hour as shown in tables: four decimals, none for a currency without a minor unit. "2.35" to "2.3500",
 * "2752.625" KRW to "2,753".
 */
export function formatRate(rate: string, currency?: string): string {
  const decimals = currency !== undefined && WHOLE_CURRENCIES.has(currency) ? 0 : RATE_DECIMALS;
  const [whole = "0", fraction = ""] = rate.split(".");
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, "0"));
  const digits = (fraction.charAt(decimals) >= "5" ? kept + 1n : kept).toString().padStart(decimals + 1, "0");
  return decimals === 0 ? group(digits) : `${group(digits.slice(0, -decimals))}.${digits.slice(-decimals)}`;
}

/** A rate with all its digits, as it is locked and multiplied: "1.993548", "2752.625" to "2,752.625". */
export const formatRateFull = (rate: string): string => formatDecimal(rate);

/**
 * A share 0 to 1 as percent, rounded to `decimals`, but never rounding a part up to the whole. For gauges and notes,
 * never for availability or money.
 */
export function formatShare(share: number, decimals = 1): string {
  const most = share < 1 ? 100 - 10 ** -decimals : Infinity;
  return `${Math.min(share * 100, most).toFixed(decimals)} %`;
}

/** Seconds as minutes with two decimals, the unit of downtime budgets: 32 to "0.53". */
export function formatMinutes(seconds: number): string {
  const hundredths = Math.round((Math.abs(seconds) * 100) / 60);
  return `${seconds < 0 ? "-" : ""}${group(String(Math.trunc(hundredths / 100)))}.${String(hundredths % 100).padStart(2, "0")}`;
}

/** GPU-seconds as GPU-hours with two decimals, grouped, half away from zero. */
export function formatGpuHours(gpuSeconds: number | bigint): string {
  const hundredths = (BigInt(gpuSeconds) * 100n + 1800n) / 3600n;
  return `${group((hundredths / 100n).toString())}.${(hundredths % 100n).toString().padStart(2, "0")}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/** The two largest non-zero parts: 326,400 to "3 d 18 h", 280 to "4 min 40 s", 0 to "0 s". Seconds. */
export function formatDuration(seconds: number): string {
  let rest = Math.abs(Math.round(seconds));
  const first = UNITS.findIndex(([, size]) => rest >= size);
  if (first < 0) return "0 s";
  const parts: string[] = [];
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${group(String(count))} ${unit}`);
  }
  return parts.join(" ");
}

/** Minutes and seconds of a countdown: 792 to "13:12". Never below zero. */
export function formatCountdown(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}

export type InstantStyle = "short" | "full" | "day" | "date" | "time" | "seconds" | "exact" | "long-date";

/**
 * An instant (RFC 3339, UTC) as text in UTC. short "26 Nov 09:00" (with the year when `now` is given and its year
 * differs) · full "26 Nov 2026, 09:00 UTC" · day "26 Nov" · date "26 Nov 2026" · long-date "26 November 2026" · time
 * "09:00" · seconds "09:00:31" · exact "26 Nov 2026, 09:00:31 UTC". A malformed instant is returned unchanged, so that
 * bad data stays visible.
 */
export function formatInstant(at: string, style: InstantStyle = "short", now?: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const two = (value: number) => String(value).padStart(2, "0");
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const day = `${date.getUTCDate()} ${month}`;
  const year = date.getUTCFullYear();
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  const seconds = `${time}:${two(date.getUTCSeconds())}`;
  const yearDiffers = now !== undefined && new Date(now).getUTCFullYear() !== year;
  switch (style) {
    case "short":
      return `${day}${yearDiffers ? ` ${year}` : ""} ${time}`;
    case "day":
      return `${day}${yearDiffers ? ` ${year}` : ""}`;
    case "date":
      return `${day} ${year}`;
    case "long-date":
      return `${date.getUTCDate()} ${LONG_MONTHS[date.getUTCMonth()] ?? ""} ${year}`;
    case "time":
      return time;
    case "seconds":
      return seconds;
    case "full":
      return `${day} ${year}, ${time} UTC`;
    case "exact":
      return `${day} ${year}, ${seconds} UTC`;
  }
}

/** "1 Oct 00:00 to 1 Nov 00:00", half-open, UTC. The year appears once, at the end, unless the two differ. */
export function formatRange(start: string, end: string, now?: string): string {
  const sameYear = start.slice(0, 4) === end.slice(0, 4);
  if (sameYear) return `${formatInstant(start)} to ${formatInstant(end, "short", now)}`;
  return `${formatInstant(start, "short", end)} to ${formatInstant(end, "short", start)}`;
}

/** "2026-10" to "October 2026"; `short` gives "Oct". */
export function formatMonth(month: string, short = false): string {
  const [year = "", number = ""] = month.split("-");
  const index = Number(number) - 1;
  return short ? (MONTHS[index] ?? month) : `${LONG_MONTHS[index] ?? number} ${year}`;
}

const SIZES = ["B", "KB", "MB", "GB", "TB", "PB"] as const;

/** Bytes in steps of 1,000: 1_200_000 to "1.2 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < SIZES.length - 1) {
    value /= 1000;
    step += 1;
  }
  const text = step === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, "");
  return `${text} ${SIZES[step]}`;
}

/** Initials for the avatar: "Ingrid Solheim" to "IS", "김서연" to "서". */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s-]+/u)
    .filter(Boolean);
  const [first = "", ...others] = words;
  const last = others.at(-1);
  if (last !== undefined) return `${[...first][0] ?? ""}${[...last][0] ?? ""}`.toUpperCase();
  const letters = [...first];
  const isHangulOrHan = /[\p{Script=Hangul}\p{Script=Han}]/u.test(first);
  return isHangulOrHan ? (letters[1] ?? letters[0] ?? "") : letters.slice(0, 2).join("").toUpperCase();
}

/** "1 node", "4 nodes". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
