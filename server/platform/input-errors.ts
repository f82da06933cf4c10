// Zod's findings as JSON pointers and sentences a caller can act on.
import type { z } from "zod";
import type { FieldError } from "@/lib/contracts/common";

const escape = (segment: PropertyKey): string => String(segment).replaceAll("~", "~0").replaceAll("/", "~1");

const MOST = 50;

/** At most 50 errors, each with a JSON pointer (RFC 6901) into the input. */
export function inputErrors(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, MOST).map((issue) => ({ pointer: issue.path.map((segment) => `/${escape(segment)}`).join(""), message: issue.message }));
}
