// The shapes every contract is made of: money, instants, pages, problems.
import { z } from "zod";
import { type IdPrefix, ID_PREFIXES } from "../ids";

/** An id with its prefix. The pattern is loose on purpose: a well-formed id of nothing is "not found", not "bad input". */
export const idOf = (prefix: IdPrefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-Za-z]{1,40}$`), `must be the id of a ${ID_PREFIXES[prefix]}: ${prefix}_…`)
    .meta({ description: `Id of a ${ID_PREFIXES[prefix]}` });

/** ISO 4217 code in capitals. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, "must be a three-letter currency code in capitals");

/** `{"amount":"12345.60","currency":"USD"}`: a decimal string with exactly the currency's exponent. */
export const money = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/, "must be a decimal number written as text"),
  currency: currencyCode,
});
export type Money = z.output<typeof money>;

/** A rate per GPU-hour: decimal string, up to six digits after the point. */
export const rate = z.string().regex(/^\d+(\.\d{1,6})?$/, "must be a decimal with at most six digits after the point");

/** Percent as text with a fixed number of decimals, e.g. `99.98765`. */
export const percent = z.string().regex(/^\d{1,3}(\.\d{1,5})?$/, "must be a percentage written as text");

/** An instant: RFC 3339 in UTC with `Z`. */
export const instant = z.iso.datetime({ error: "must be an instant in UTC, such as 2026-11-22T14:00:00Z" });

/** A calendar month in UTC, `2026-10`. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-10");

/** Half-open interval [start, end). */
export const period = z.object({ start: instant, end: instant });

export const PAGE_LIMIT_DEFAULT = 50;
export const PAGE_LIMIT_MAX = 200;

/** Spread into the input of a list: `z.object({ ...pageInput, status: … })`. */
export const pageInput = {
  limit: z.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  cursor: z.string().max(500).optional(),
};

/** The answer of a list. `nextCursor` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });

/** A file, from verbs whose REST definition says `file: true`: the door sends `body` as it is. */
export const file = z.object({
  filename: z.string().regex(/^[\w.-]+$/),
  contentType: z.string(),
  /** base64 for binary types; contracts are plain JSON. */
  encoding: z.enum(["utf8", "base64"]),
  body: z.string(),
});
export type FileOutput = z.output<typeof file>;

/** One thing wrong with the input: a JSON pointer to it and what is wrong. */
export const fieldError = z.object({ pointer: z.string(), message: z.string() });
export type FieldError = z.output<typeof fieldError>;

/** RFC 9457 problem details, as every refused call answers. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  suggestion: z.string(),
  requestId: z.string(),
  errors: z.array(fieldError).optional(),
});
export type Problem = z.output<typeof problem>;
