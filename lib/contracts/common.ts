// The building blocks of every contract: money, instants, pages, files, problems.
import { z } from "zod";
import { isCountry } from "../countries";
import { type IdPrefix, ID_PREFIXES } from "../ids";
import { exponentOf, isCurrency } from "../money";
import { lengthOf, tidyLine, tidyLines, wrongInLine, wrongInLines } from "../text";

/**
 * Every contract for text from outside is built by one of these functions or has a pattern; a test checks all of them.
 */
export const texts = z.registry<{ kind: "line" | "lines" | "reference" | "secret" }>();

const text = (most: number, least: number, tidy: (value: string) => string, wrong: (value: string) => string | null) =>
  z
    .string()
    .overwrite(tidy)
    .check(({ value, issues }) => {
      const length = lengthOf(value);
      const refused =
        wrong(value) ??
        (length < least
          ? least === 1
            ? "must not be empty"
            : `must have at least ${least} characters`
          : length > most
            ? `must have at most ${most} characters`
            : null);
      if (refused !== null) issues.push({ code: "custom", message: refused, input: value });
    })
    .meta({ minLength: least, maxLength: most });

/**
 * One line of human text: a name, an order number, a reason. Normalised (NFC) and trimmed of white space and invisible
 * characters. Control characters, invisible characters and bidirectional overrides are refused. Lengths are in code
 * points. Pass `least: 0` where empty text has a meaning of its own.
 */
export const line = (most: number, { least = 1 }: { least?: number } = {}) => text(most, least, tidyLine, wrongInLine).register(texts, { kind: "line" });

/** The same for several lines. */
export const lines = (most: number, { least = 1 }: { least?: number } = {}) => text(most, least, tidyLines, wrongInLines).register(texts, { kind: "lines" });

/** The id or short name of something. Only looked up, so an unknown one is "not found" rather than bad input. */
export const reference = (most = 60) =>
  z.string().min(1, "must not be empty").max(most, `must have at most ${most} characters`).register(texts, { kind: "reference" });

/** A secret: every character counts, including white space. */
export const secret = (least: number, most = 1024) =>
  z.string().min(least, `must have at least ${least} characters`).max(most, `must have at most ${most} characters`).register(texts, { kind: "secret" });

/** An e-mail address as people paste it: trimmed and lower-cased. */
export const email = z
  .string()
  .overwrite((value) => tidyLine(value).toLowerCase())
  .max(254, "must have at most 254 characters")
  .pipe(z.email("must be an e-mail address"));

/** A slug for addresses and file names, as people paste it. */
export const slug = z
  .string()
  .trim()
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "must be lower-case letters, digits and hyphens, 1 to 40 characters");

/** An id with its prefix. Deliberately loose: a well-formed but unknown id is "not found", not "bad input". */
export const idOf = (prefix: IdPrefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-Za-z]{1,40}$`), `must be the id of a ${ID_PREFIXES[prefix]}: ${prefix}_…`)
    .meta({ description: `Id of a ${ID_PREFIXES[prefix]}` });

/** ISO 4217 code in capitals. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: "must be a three-letter currency code in capitals", abort: true })
  .refine((code) => isCurrency(code), { error: "is no currency of ISO 4217", abort: true });

/** ISO 3166-1 alpha-2 code in capitals; it must be an assigned code, not just any two letters. */
export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, "must be two capital letters, ISO 3166-1")
  .refine((code) => isCountry(code), { error: "is no country of ISO 3166-1", abort: true });

// A minor-units column holds 64 bits.
const MAX_MINOR = 2n ** 63n - 1n;
const AMOUNT = /^-?(0|[1-9]\d{0,18})(\.\d{1,4})?$/;

function wrongAmount(amount: string, code: string): string | null {
  const [whole = "", fraction = ""] = amount.replace("-", "").split(".");
  const digits = exponentOf(code);
  if (fraction.length > digits) return digits === 0 ? `must have no decimals in ${code}` : `must have at most ${digits} decimals in ${code}`;
  return BigInt(whole + fraction.padEnd(digits, "0")) > MAX_MINOR ? "is larger than can be kept" : null;
}

/** Decimal string with as many digits as the currency's ISO 4217 exponent, e.g. `{ amount: "12345.60", currency: "USD" }`. */
export const money = z
  .object({
    amount: z.string().regex(AMOUNT, { error: "must be a decimal number written as text, such as 12345.60", abort: true }),
    currency,
  })
  .check(({ value, issues }) => {
    const message = wrongAmount(value.amount, value.currency);
    if (message !== null) issues.push({ code: "custom", message, input: value, path: ["amount"] });
  });
export type MoneyContract = z.output<typeof money>;

/** Currency units per GPU-hour, with up to six decimals. */
export const rate = z.string().regex(/^(0|[1-9]\d{0,11})(\.\d{1,6})?$/, "must be a decimal of at most twelve digits before and six after the point");

/** RFC 3339 in UTC with `Z`, years 0001 to 9999. */
export const instant = z.iso
  .datetime({ error: "must be an instant in UTC, such as 2026-11-22T14:00:00Z", abort: true })
  .max(40, "must have at most nine decimals of a second")
  .refine((text) => !text.startsWith("0000"), "must lie in the years 0001 to 9999");

/** Half-open `[start, end)`. */
export const interval = z.object({ start: instant, end: instant });

/** Percentage as text with five decimals, rounded down. */
export const percent5 = z.string().regex(/^\d{1,3}\.\d{5}$/, "must be a percentage with five decimals");

/** `2026-11`, a UTC month. */
export const month = z.string().regex(/^(?!0000|9999)\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-11");

/** The paging input of every list. */
export const listInput = z.object({
  limit: z.number().int().min(1).max(200).default(50),
  cursor: reference(400).optional(),
});

/** The output of every list. `nextCursor` is null on the last page. */
export const page = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });

/** A file returned by an operation; adapters send the bytes with this name and type. */
export const file = z.object({
  fileName: z.string(),
  contentType: z.string(),
  bytes: z.instanceof(Uint8Array),
});
export type FileContract = z.output<typeof file>;

/** One input error: a JSON pointer to the field and what is wrong with it. */
export const fieldError = z.object({ pointer: z.string(), message: z.string() });
export type FieldError = z.output<typeof fieldError>;

/** A limit behind a policy's refusal: what is limited, how much, how much is used and how much was requested. */
export const problemLimit = z.object({ name: z.string(), limit: z.number(), used: z.number(), asked: z.number() });
export type ProblemLimit = z.output<typeof problemLimit>;

/** RFC 9457 problem with a stable `code`, a suggestion, and the request id to quote to support. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  suggestion: z.string(),
  requestId: z.string(),
  errors: z.array(fieldError).optional(),
  limits: z.array(problemLimit).optional(),
});
export type Problem = z.output<typeof problem>;
