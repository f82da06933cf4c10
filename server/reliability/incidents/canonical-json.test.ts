import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { canonicalJson, hashOf } from "./canonical-json";

it("writes equal content as equal text, whatever the order of keys", () => {
  expect(canonicalJson({ b: [1, { z: null, a: "é\n" }], a: true, c: undefined })).toBe('{"a":true,"b":[1,{"a":"é\\n","z":null}]}');
  expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
  expect(hashOf({})).toBe(createHash("sha256").update("{}").digest("hex"));
});
