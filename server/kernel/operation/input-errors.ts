// Zod's findings as JSON pointers and sentences a caller can act on.
import type { z } from "zod";
import type { FieldError } from "@/lib/contracts/common";

const escape = (segment: PropertyKey): string => String(segment).replaceAll("~", "~0").replaceAll("/", "~1");

const MOST = 50;

// Postgres keeps no NUL in text, and half a surrogate pair has no UTF-8. The first expression is fast and also hits whole
// pairs; the second decides.
const SUSPECT = /[\0\ud800-\udfff]/;
const UNSTORABLE = /\0|\p{Surrogate}/u;

function findUnstorable(value: unknown, pointer: () => string, found: FieldError[]): void {
  if (typeof value === "string") {
    if (SUSPECT.test(value) && UNSTORABLE.test(value) && found.length < MOST) found.push({ pointer: pointer(), message: "holds a character that cannot be stored" });
  } else if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) findUnstorable(value[at], () => `${pointer()}/${at}`, found);
  } else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    for (const name of Object.keys(value)) findUnstorable(Reflect.get(value, name), () => `${pointer()}/${escape(name)}`, found);
  }
}

/** Where in an input a text holds what cannot be stored; empty when nowhere. */
export function unstorable(value: unknown): FieldError[] {
  const found: FieldError[] = [];
  findUnstorable(value, () => "", found);
  return found;
}

/** At most 50 errors, each with a JSON pointer (RFC 6901) into the input. */
export function inputErrors(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, MOST).map((issue) => ({ pointer: issue.path.map((segment) => `/${escape(segment)}`).join(""), message: issue.message }));
}
