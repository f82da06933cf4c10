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

/** An input as its contract has it, or everything that is wrong with it: names it does not know, and values it refuses. */
export function readInput<I extends z.ZodType>(contract: I, raw: unknown): { data: z.output<I> } | { errors: FieldError[] } {
  const given = raw ?? {};
  const unknown = unknownFields(contract, given);
  const parsed = contract.safeParse(given);
  if (parsed.success && unknown.length === 0) return { data: parsed.data };
  const told = new Set(unknown.map(({ pointer }) => pointer));
  const refused = parsed.success ? [] : inputErrors(parsed.error).filter(({ pointer }) => !told.has(pointer));
  return { errors: [...unknown, ...refused].slice(0, MOST) };
}
