import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCreditorReference } from "@/lib/creditor-reference";
import { parseInstant } from "@/lib/period";
import { formatDocumentNumber, parseDocumentNumber, paymentReferenceOf, seriesYear } from "./numbering";

const number = fc.record({
  legalEntity: fc.constantFrom("NL", "SG", "US"),
  kind: fc.constantFrom("invoice", "credit_note"),
  year: fc.integer({ min: 2020, max: 2099 }),
  ordinal: fc.integer({ min: 1, max: 99_999_999 }),
});

describe("document numbers", () => {
  it("round-trip, and no two look alike", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(parseDocumentNumber(formatDocumentNumber(a))).toEqual(a);
        if (JSON.stringify(a) !== JSON.stringify(b)) expect(formatDocumentNumber(a)).not.toBe(formatDocumentNumber(b));
        expect(parseCreditorReference(paymentReferenceOf(formatDocumentNumber(a)))).not.toBeNull();
      }),
    );
    expect(formatDocumentNumber({ legalEntity: "NL", kind: "invoice", year: 2026, ordinal: 42 })).toBe("NL-2026-000042");
    expect(formatDocumentNumber({ legalEntity: "NL", kind: "credit_note", year: 2026, ordinal: 19 })).toBe("NL-CN-2026-000019");
    expect(formatDocumentNumber({ legalEntity: "SG", kind: "invoice", year: 2026, ordinal: 1_000_000 })).toBe("SG-2026-1000000");
    expect(paymentReferenceOf("NL-2026-000287")).toBe("RF29NL2026000287");
  });

  it("have one spelling", () => {
    for (const text of ["NL-2026-42", "NL-2026-0000042", "NL-2026-000000", "DE-2026-000042", "nl-2026-000042", "NL-CN-000042", ""]) {
      expect(parseDocumentNumber(text)).toBeNull();
    }
    for (const ordinal of [0, -1, 1.5]) {
      expect(() => formatDocumentNumber({ legalEntity: "NL", kind: "invoice", year: 2026, ordinal })).toThrow(RangeError);
    }
  });

  it("start a new series each UTC year", () => {
    expect(seriesYear(parseInstant("2026-12-31T23:59:59Z"))).toBe(2026);
    expect(seriesYear(parseInstant("2027-01-01T00:00:00Z"))).toBe(2027);
  });
});
