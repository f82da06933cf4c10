import { z } from "zod";

/** Decimal string with as many digits as the currency's ISO 4217 exponent, e.g. `{ amount: "12345.60", currency: "USD" }`. */
export const money = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type MoneyContract = z.output<typeof money>;

/** Currency units per GPU-hour, up to six digits after the point. */
export const rate = z.string().regex(/^\d+(\.\d{1,6})?$/);

/** RFC 3339 in UTC with `Z`. */
export const instant = z.iso.datetime();

/** Half-open `[start, end)`. */
export const interval = z.object({ start: instant, end: instant });

/** Percentage as text with five decimals, rounded down. */
export const percent5 = z.string().regex(/^\d{1,3}\.\d{5}$/);

/** `2026-11`, a UTC month. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const currency = z.string().regex(/^[A-Z]{3}$/);

/** The paging part of every list's input. */
export const listInput = z.object({
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});

/** What every list answers. */
export const page = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });

/** A file an operation hands out; adapters send the bytes with this name and type. */
export const file = z.object({
  fileName: z.string(),
  contentType: z.string(),
  bytes: z.instanceof(Uint8Array),
});

/** RFC 9457 with a stable `code`, what to do about it, and the id to quote to support. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  suggestion: z.string().optional(),
  requestId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});
export type Problem = z.output<typeof problem>;
