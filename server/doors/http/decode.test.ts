import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OperationError } from "@/server/kernel/operation/errors";
import { decodeBytes, jsonObject, queryOf, repeatedMember } from "./decode";

const refused = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    return error instanceof OperationError ? error.errors : String(error);
  }
};

describe("bytes", () => {
  it("are valid UTF-8 or refused, never repaired", () => {
    for (const broken of [[0xe6], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xff], [0xf4, 0x90, 0x80, 0x80]]) {
      expect(refused(() => jsonObject(Buffer.concat([Buffer.from('{"name":"'), Buffer.from(broken), Buffer.from('"}')])))).toEqual([
        { pointer: "", message: "is not UTF-8" },
      ]);
      expect(refused(() => queryOf(`a=${broken.map((byte) => `%${byte.toString(16)}`).join("")}`))).toMatchObject([
        { message: expect.stringContaining("UTF-8") as string },
      ]);
    }
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => decodeBytes(Buffer.from(`x${text}`)) === `x${text}`));
  });

  it("can begin with a byte order mark", () => {
    expect(jsonObject(Buffer.from('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });
});

describe("JSON", () => {
  it("can be nested to any depth, and duplicate members are reported", () => {
    const deep = `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(Object.keys(jsonObject(Buffer.from(deep)))).toEqual(["a"]);
    expect(repeatedMember('{"a":1,"b":{"c":[{"d/e":1},{"d/e":1, "d\\u002fe" : 2}]}}')).toBe("/b/c/1/d~1e");
    expect(repeatedMember('{"a":"{\\"a\\":1}","b":["a","a"],"c":{"a":1}}')).toBeNull();
    expect(refused(() => jsonObject(Buffer.from('{"amount":1,"amount":2}')))).toEqual([{ pointer: "/amount", message: "stands twice" }]);
  });

  it("has no duplicate members when written by JSON.stringify", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => repeatedMember(JSON.stringify(value)) === null));
  });
});

describe("query strings", () => {
  it("are parsed as browsers write them", () => {
    const written = new URLSearchParams([
      ["a b", "1+1=2"],
      ["ü", "서울"],
      ["a b", "&"],
      ["empty", ""],
    ]);
    expect([...queryOf(written.toString())]).toEqual([...written]);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }))), (pairs) => {
        expect([...queryOf(new URLSearchParams(pairs).toString())]).toEqual(pairs);
      }),
    );
  });
});
