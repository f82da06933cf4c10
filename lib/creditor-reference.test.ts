import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creditorReference, formatCreditorReference, parseCreditorReference } from "./creditor-reference";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const body = fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 21 }).map((letters) => letters.join(""));

describe("creditor references", () => {
  it("agree with published ones", () => {
    // The example of the standard, and the reference of the drawn invoice.
    expect(parseCreditorReference("RF18 5390 0754 7034")).toBe("RF18539007547034");
    expect(creditorReference("539007547034")).toBe("RF18539007547034");
    expect(formatCreditorReference(creditorReference("NL-2026-000287"))).toBe("RF29 NL20 2600 0287");
  });

  it("are read back from print", () => {
    fc.assert(
      fc.property(body, (text) => {
        const reference = creditorReference(text);
        expect(parseCreditorReference(formatCreditorReference(reference).toLowerCase())).toBe(reference);
      }),
    );
  });

  it("catch one mistyped character and two that changed places", () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.constantFrom(...alphabet), (text, seed, letter) => {
        const reference = creditorReference(text);
        const at = 4 + (seed % text.length);
        const mistyped = reference.slice(0, at) + letter + reference.slice(at + 1);
        if (mistyped !== reference) expect(parseCreditorReference(mistyped)).toBeNull();
        const swapped = reference.slice(0, at) + reference.slice(at, at + 2).split("").reverse().join("") + reference.slice(at + 2);
        if (swapped !== reference) expect(parseCreditorReference(swapped)).toBeNull();
      }),
    );
  });

  it("refuse what is no reference", () => {
    for (const text of ["", "RF", "RF18", "XX18539007547034", `RF18${"1".repeat(22)}`, "RF1853900754703!"]) {
      expect(parseCreditorReference(text)).toBeNull();
    }
    expect(() => creditorReference("")).toThrow(RangeError);
    expect(() => creditorReference("A".repeat(22))).toThrow(RangeError);
  });
});
