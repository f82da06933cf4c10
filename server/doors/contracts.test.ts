// Guards over the contracts of all operations: external input uses the functions of lib/contracts/common.ts, so that a
// new field cannot forget the rules.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { texts } from "@/lib/contracts/common";
import { verbs } from "./registry";

type Schema = z.core.$ZodTypes;

/** Each leaf of a contract with its path. */
function* leaves(schema: Schema, path: string): Generator<[path: string, leaf: Schema]> {
  const { def } = schema._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return yield* leaves(def.innerType as Schema, path);
    case "pipe":
      yield* leaves(def.in as Schema, path);
      return yield* leaves(def.out as Schema, path);
    case "array":
      return yield* leaves(def.element as Schema, `${path}[]`);
    case "record":
      return yield* leaves(def.valueType as Schema, `${path}{}`);
    case "union":
      for (const option of def.options) yield* leaves(option as Schema, path);
      return;
    case "object":
      for (const [name, inner] of Object.entries(def.shape)) yield* leaves(inner as Schema, `${path}.${name}`);
      return;
    default:
      yield [path, schema];
  }
}

const inputs = verbs.flatMap((verb) => [...leaves(verb.input as unknown as Schema, verb.name)]);

const described = (schema: Schema): Record<string, unknown> => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

/** A text is declared as a line, lines, a reference or a secret, or has a pattern or format. */
function isDecided(schema: Schema): boolean {
  const { pattern, format } = described(schema);
  return texts.get(schema as unknown as z.ZodType) !== undefined || pattern !== undefined || format !== undefined;
}

/** A number has a minimum and a maximum; the largest safe integer does not count as a chosen limit. */
function isBounded(schema: Schema): boolean {
  const { minimum = -Infinity, maximum = Infinity } = described(schema) as { minimum?: number; maximum?: number };
  return minimum > Number.MIN_SAFE_INTEGER && maximum < Number.MAX_SAFE_INTEGER;
}

describe("the input of every operation", () => {
  it("accepts no unspecified text", () => {
    const open = inputs.filter(([, schema]) => schema._zod.def.type === "string" && !isDecided(schema)).map(([path]) => path);
    // The steps before the format check of a pasted address.
    expect(open.filter((path) => !/\.(email|apEmail)$/.test(path))).toEqual([]);
  });

  it("has bounds for every number", () => {
    const open = inputs.filter(([, schema]) => schema._zod.def.type === "number" && !isBounded(schema)).map(([path]) => path);
    expect(open).toEqual([]);
  });

  it("leaves nothing open except the single signals, which their door checks one by one", () => {
    const open = inputs.filter(([, schema]) => ["unknown", "any", "custom"].includes(schema._zod.def.type)).map(([path]) => path);
    expect(open).toEqual(["signals.signal.record.signals[]"]);
  });
});
