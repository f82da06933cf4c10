import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstant } from "./period";
import { type Seller, sellerFor, taxTreatment } from "./tax";

const at = parseInstant("2026-11-22T00:00:00Z");
const treatment = (seller: Seller, buyerCountry: string, hasValidVatId = false, when = at) =>
  taxTreatment({ seller, buyerCountry, hasValidVatId, at: when });

describe("sellers", () => {
  it.each([
    ["NL", "NL DE FR NO IS CH GB LI SE FI DK UA GL"],
    ["US", "US CA MX BR CL AR JM"],
    ["SG", "SG KR JP VN AU NZ IN AE SA ZA KE NG EG"],
  ] as const)("%s sells to its part of the world", (seller, countries) => {
    for (const country of countries.split(" ")) expect(sellerFor(country)).toBe(seller);
  });

  it("need a country code", () => {
    expect(() => sellerFor("Norway")).toThrow(RangeError);
  });
});

describe("tax", () => {
  it("is domestic in the seller's own country, with or without an identifier", () => {
    expect(treatment("NL", "NL", true)).toMatchObject({ category: "S", rateBasisPoints: 2_100, jurisdiction: "NL" });
    expect(treatment("SG", "SG")).toMatchObject({ category: "S", rateBasisPoints: 900 });
    expect(treatment("US", "US")).toMatchObject({ category: "O", rateBasisPoints: 0 });
  });

  it("is reverse charged to a business of another member state, and only there", () => {
    expect(treatment("NL", "DE", true)).toMatchObject({ category: "AE", rateBasisPoints: 0 });
    expect(treatment("NL", "DE", false)).toMatchObject({ category: "S", rateBasisPoints: 2_100 });
    for (const country of ["NO", "CH", "GB", "IS"]) expect(treatment("NL", country, true).category).toBe("O");
    expect(treatment("SG", "KR", true).category).toBe("O");
    expect(treatment("US", "CA").category).toBe("O");
  });

  it("follows the dates of the table", () => {
    const before = parseInstant("2023-12-31T23:59:59Z");
    expect(treatment("SG", "SG", false, before).rateBasisPoints).toBe(800);
    expect(treatment("SG", "SG", false, before + 1).rateBasisPoints).toBe(900);
    expect(() => treatment("NL", "NL", false, 0)).toThrow(RangeError);
  });

  it("always gives a reason when it charges nothing, and none of it is a rate", () => {
    const country = fc.constantFrom(..."NL DE FR NO CH GB US CA BR SG KR JP VN ZA AE".split(" "));
    fc.assert(
      fc.property(country, fc.boolean(), (buyer, hasValidVatId) => {
        const result = treatment(sellerFor(buyer), buyer, hasValidVatId);
        expect(result.rateBasisPoints > 0).toBe(result.category === "S");
        if (result.category !== "S") expect(result.legalNote).not.toBe("");
      }),
    );
  });
});
