import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creditorReference, formatCreditorReference, parseCreditorReference } from "./creditor-reference";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const body = fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 21 }).map((letters) => letters.join(""));

describe("creditor references", () => {
  it("match published examples", () => {
    // The example in the standard, and the reference on the invoice mock.
    expect(parseCreditorReference("RF18 5390 0754 7034")).toBe("RF18539007547034");
    expect(creditorReference("539007547034")).toBe("RF18539007547034");
    expect(formatCreditorReference(creditorReference("NL-2026-000287"))).toBe("RF29 NL20 2600 0287");
  });

  it("can be read back from print", () => {
    fc.assert(
      fc.property(body, (text) => {
        const reference = creditorReference(text);
        expect(parseCreditorReference(formatCreditorReference(reference).toLowerCase())).toBe(reference);
      }),
    );
  });

  // Mod 97-10 guarantees this for digits, but not for mixed neighbours: M2 and 2M are both 222.
  it("catch one mistyped character and two swapped neighbours", () => {
    const sameClass = (a: string, b: string) => /\d/.test(a) === /\d/.test(b);
    fc.assert(
      fc.property(body, fc.nat(), fc.constantFrom(...alphabet), (text, seed, typed) => {
        const reference = creditorReference(text);
        const at = 4 + (seed % text.length);
        const [here, next] = [reference[at] ?? "", reference[at + 1] ?? ""];
        if (typed !== here && sameClass(typed, here)) {
          expect(parseCreditorReference(reference.slice(0, at) + typed + reference.slice(at + 1))).toBeNull();
        }
        if (next !== "" && next !== here && sameClass(next, here)) {
          expect(parseCreditorReference(reference.slice(0, at) + next + here + reference.slice(at + 2))).toBeNull();
        }
      }),
    );
  });

  it("reject malformed references", () => {
    for (const text of ["", "RF", "RF18", "XX18539007547034", `RF18${"1".repeat(22)}`, "RF1853900754703!"]) {
      expect(parseCreditorReference(text)).toBeNull();
    }
    expect(() => creditorReference("")).toThrow(RangeError);
    expect(() => creditorReference("A".repeat(22))).toThrow(RangeError);
  });
});
