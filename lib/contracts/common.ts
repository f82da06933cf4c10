// The shapes every contract is made of: money, instants, pages, files, problems.
import { z } from "zod";
import { isCountry } from "../countries";
import { type IdPrefix, ID_PREFIXES } from "../ids";

/** An id with its prefix. Loose on purpose: a well-formed id of nothing is "not found", not "bad input". */
export const idOf = (prefix: IdPrefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-Za-z]{1,40}$`), `must be the id of a ${ID_PREFIXES[prefix]}: ${prefix}_…`)
    .meta({ description: `Id of a ${ID_PREFIXES[prefix]}` });

/** ISO 4217 code in capitals. */
export const currency = z.string().regex(/^[A-Z]{3}$/, "must be a three-letter currency code in capitals");

/** ISO 3166-1 alpha-2 code in capitals: a country that exists, not only two letters. */
export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, "must be two capital letters, ISO 3166-1")
  .refine((code) => isCountry(code), { error: "is no country of ISO 3166-1", abort: true });

/** Decimal string with as many digits as the currency's ISO 4217 exponent, e.g. `{ amount: "12345.60", currency: "USD" }`. */
export const money = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/, "must be a decimal number written as text"),
  currency,
});
export type MoneyContract = z.output<typeof money>;

/** Currency units per GPU-hour, up to six digits after the point. */
export const rate = z.string().regex(/^\d+(\.\d{1,6})?$/, "must be a decimal with at most six digits after the point");

/** RFC 3339 in UTC with `Z`. */
export const instant = z.iso.datetime({ error: "must be an instant in UTC, such as 2026-11-22T14:00:00Z" });

/** Half-open `[start, end)`. */
export const interval = z.object({ start: instant, end: instant });

/** Percentage as text with five decimals, rounded down. */
export const percent5 = z.string().regex(/^\d{1,3}\.\d{5}$/, "must be a percentage with five decimals");

/** `2026-11`, a UTC month. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-11");

/** The paging part of every list's input. */
export const listInput = z.object({
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});

/** What every list answers. `nextCursor` is null on the last page. */
export const page = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });

/** A file an operation hands out; adapters send the bytes with this name and type. */
export const file = z.object({
  fileName: z.string(),
  contentType: z.string(),
  bytes: z.instanceof(Uint8Array),
});
export type FileContract = z.output<typeof file>;

/** One thing wrong with the input: a JSON pointer to it and what is wrong. */
export const fieldError = z.object({ pointer: z.string(), message: z.string() });
export type FieldError = z.output<typeof fieldError>;

/** A limit a policy refused by: what is limited, how much, what is used and what was asked. */
export const problemLimit = z.object({ name: z.string(), limit: z.number(), used: z.number(), asked: z.number() });
export type ProblemLimit = z.output<typeof problemLimit>;

/** RFC 9457 with a stable `code`, what to do about it, and the id to quote to support. */
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
