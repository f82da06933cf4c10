// Guards over the contracts of all operations: what comes from outside is decided by the functions of
// lib/contracts/common.ts, so that a new field cannot forget the rules.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { texts } from "@/lib/contracts/common";
import { verbs } from "./registry";

type Schema = z.core.$ZodTypes;

/** Each leaf of a contract with the path to it. */
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

/** A text says what it is: a line, lines, a reference or a secret, or by its pattern or format. */
function isDecided(schema: Schema): boolean {
  const { pattern, format } = described(schema);
  return texts.has(schema as unknown as z.ZodType) || pattern !== undefined || format !== undefined;
}

/** A number has a least and a most; the largest safe integer is no limit that anybody chose. */
function isBounded(schema: Schema): boolean {
  const { minimum = -Infinity, maximum = Infinity } = described(schema) as { minimum?: number; maximum?: number };
  return minimum > Number.MIN_SAFE_INTEGER && maximum < Number.MAX_SAFE_INTEGER;
}

describe("the input of every operation", () => {
  it("takes no text that nothing is said about", () => {
    const open = inputs.filter(([, schema]) => schema._zod.def.type === "string" && !isDecided(schema)).map(([path]) => path);
    // What comes before the format of a pasted address; the format follows it.
    expect(open.filter((path) => !/\.(email|apEmail)$/.test(path))).toEqual([]);
  });

  it("bounds every number", () => {
    const open = inputs.filter(([, schema]) => schema._zod.def.type === "number" && !isBounded(schema)).map(([path]) => path);
    expect(open).toEqual([]);
  });

  it("leaves nothing open but the single signals, which their door judges one by one", () => {
    const open = inputs.filter(([, schema]) => ["unknown", "any", "custom"].includes(schema._zod.def.type)).map(([path]) => path);
    expect(open).toEqual(["signals.signal.record.signals[]"]);
  });
});
