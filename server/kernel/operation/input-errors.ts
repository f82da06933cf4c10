// What is wrong with an input, as JSON pointers and sentences a caller can act on.
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

/** Names under which an input gives a period, half-open: its first instant and the one after its last. */
const PERIODS = [
  ["from", "to"],
  ["start", "end"],
] as const;

/**
 * A period that ends before it begins means nothing anywhere, and one without length holds nothing: decided here for every
 * operation. How long what is bought must last is said by its own rules (server/capacity/quotes).
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

/** An input as its contract has it, or everything that is wrong with it: names it does not know, and values it refuses. */
export function readInput<I extends z.ZodType>(contract: I, raw: unknown): { data: z.output<I> } | { errors: FieldError[] } {
  const given = raw ?? {};
  const unknown = unknownFields(contract, given);
  const parsed = contract.safeParse(given);
  const periods = wrongPeriods(given);
  if (parsed.success && unknown.length === 0 && periods.length === 0) return { data: parsed.data };
  // What is said first of a field is enough.
  const errors: FieldError[] = [...unknown];
  const told = new Set(unknown.map(({ pointer }) => pointer));
  errors.push(...(parsed.success ? [] : inputErrors(parsed.error)).filter(({ pointer }) => !told.has(pointer)));
  errors.push(...periods.filter(({ pointer }) => !errors.some((known) => known.pointer === pointer)));
  return { errors: errors.slice(0, MOST) };
}
