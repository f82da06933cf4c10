// Input errors as JSON pointers and sentences a caller can act on.
import type { z } from "zod";
import type { FieldError } from "@/lib/contracts/common";
import { unknownFields } from "./known-fields";

const escape = (segment: PropertyKey): string => String(segment).replaceAll("~", "~0").replaceAll("/", "~1");

const MOST = 50;

const pointerOf = (path: readonly PropertyKey[]): string => path.map((segment) => `/${escape(segment)}`).join("");

/** At most 50 errors, each with a JSON pointer (RFC 6901) into the input. */
export function inputErrors(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, MOST).map((issue) => ({ pointer: pointerOf(issue.path), message: issue.message }));
}

/** The field names of half-open periods: the first instant and the one after the last. */
const PERIODS = [
  ["from", "to"],
  ["start", "end"],
] as const;

/**
 * A period that ends before it begins is meaningless and an empty one holds nothing, so both are refused here for every
 * operation. Minimum lengths for purchases are separate rules (server/capacity/quotes).
 */
function wrongPeriods(raw: unknown): FieldError[] {
  const data = raw as Readonly<Record<string, unknown>>;
  return PERIODS.flatMap(([first, last]) => {
    const [from, to] = [data[first], data[last]];
    if (typeof from !== "string" || typeof to !== "string") return [];
    const seconds = Date.parse(to) - Date.parse(from);
    return seconds < 0 || (seconds === 0 && first === "from") ? [{ pointer: `/${last}`, message: `must be after ${first}` }] : [];
  });
}

/** The input parsed by its contract, or everything wrong with it: unknown names and refused values. */
export function readInput<I extends z.ZodType>(contract: I, raw: unknown): { data: z.output<I> } | { errors: FieldError[] } {
  const given = raw ?? {};
  const unknown = unknownFields(contract, given);
  const parsed = contract.safeParse(given);
  const periods = wrongPeriods(given);
  if (parsed.success && unknown.length === 0 && periods.length === 0) return { data: parsed.data };
  // The first error of each field is enough.
  const errors: FieldError[] = [...unknown];
  const told = new Set(unknown.map(({ pointer }) => pointer));
  errors.push(...(parsed.success ? [] : inputErrors(parsed.error)).filter(({ pointer }) => !told.has(pointer)));
  errors.push(...periods.filter(({ pointer }) => !errors.some((known) => known.pointer === pointer)));
  return { errors: errors.slice(0, MOST) };
}
