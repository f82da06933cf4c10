// Unknown fields are refused by name: a misspelt filter would otherwise return everything, and a misspelt field its
// default. The walk also finds text that Postgres cannot store. It goes as deep as the contract and no deeper, so the
// contents of batch items (z.unknown) are left to their verb, and nesting is bounded by the contract.
import type { z } from "zod";
import type { FieldError } from "@/lib/contracts/common";
import { nearest } from "@/lib/nearest";

type Schema = z.core.$ZodTypes;

const escape = (segment: PropertyKey): string => String(segment).replaceAll("~", "~0").replaceAll("/", "~1");

// Postgres stores no NUL in text, and a lone surrogate has no UTF-8 encoding. The first expression is fast but also
// matches valid pairs; the second decides.
const SUSPECT = /[\0\ud800-\udfff]/;
const UNSTORABLE = /\0|\p{Surrogate}/u;

const MAX_NAMES_REPORTED = 20;

function unknownName(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  if (meant !== null) return `is not known here; did you mean ${meant}?`;
  return known.length === 0 ? "is not known here; nothing is asked for" : `is not known here; known are ${known.slice(0, MAX_NAMES_REPORTED).join(", ")}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const inside = (path: () => string, segment: PropertyKey) => (): string => `${path()}/${escape(segment)}`;

function walk(schema: Schema, value: unknown, path: () => string, found: FieldError[]): void {
  if (value === undefined || value === null) return;
  const { def } = schema._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return walk(def.innerType as Schema, value, path, found);
    case "pipe":
      return walk(def.in as Schema, value, path, found);
    case "array":
      if (Array.isArray(value)) for (let at = 0; at < value.length; at += 1) walk(def.element as Schema, value[at], inside(path, at), found);
      return;
    case "union":
      return walkUnion(def.options as readonly Schema[], value, path, found);
    case "record":
      if (isRecord(value)) for (const [name, inner] of Object.entries(value)) walk(def.valueType as Schema, inner, inside(path, name), found);
      return;
    case "object":
      if (!isRecord(value)) return;
      for (const name of Object.keys(value)) {
        if (Object.hasOwn(def.shape, name)) walk(def.shape[name] as Schema, value[name], inside(path, name), found);
        else if (value[name] !== undefined) found.push({ pointer: inside(path, name)(), message: unknownName(name, Object.keys(def.shape)) });
      }
      return;
    case "unknown":
    case "any":
      return;
    default:
      if (typeof value === "string" && SUSPECT.test(value) && UNSTORABLE.test(value))
        found.push({ pointer: path(), message: "holds a character that cannot be stored" });
  }
}

/** An object that fits one of several shapes is known; otherwise the nearest shape explains what is wrong. */
function walkUnion(options: readonly Schema[], value: unknown, path: () => string, found: FieldError[]): void {
  const candidates = options.filter((option) => (option._zod.def.type === "object") === isRecord(value));
  const findings = candidates.map((option) => {
    const inner: FieldError[] = [];
    walk(option, value, path, inner);
    return inner;
  });
  const [fewest] = findings.sort((a, b) => a.length - b.length);
  if (fewest) found.push(...fewest);
}

/**
 * Fields of a raw input that its contract does not have, each with the nearest known name, and text that cannot be
 * stored.
 */
export function unknownFields(contract: z.ZodType, raw: unknown): FieldError[] {
  const found: FieldError[] = [];
  walk(contract as unknown as Schema, raw, () => "", found);
  return found;
}
