import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allCountries } from "./countries";
import { parseInstant } from "./period";
import { type Seller, sellerFor, taxTreatment } from "./tax";

const at = parseInstant("2026-11-22T00:00:00Z");
// A valid identifier for the countries tested here.
const VAT_IDS: Readonly<Record<string, string>> = { NL: "NL004495445B01", DE: "DE136695976", FR: "FR40303265045", NO: "NO995525828MVA", GR: "EL094259216" };
const treatment = (seller: Seller, country: string, hasVatId = false, when = at) =>
  taxTreatment({ seller, buyer: { country, taxId: hasVatId ? (VAT_IDS[country] ?? "123") : null }, at: when });

describe("sellers", () => {
  it.each([
    ["NL", "NL DE FR NO IS CH GB LI SE FI DK UA GL"],
    ["US", "US CA MX BR CL AR JM"],
    ["SG", "SG KR JP VN AU NZ IN AE SA ZA KE NG EG"],
  ] as const)("%s sells to its part of the world", (seller, countries) => {
    for (const country of countries.split(" ")) expect(sellerFor(country)).toBe(seller);
  });

  it("require a country code", () => {
    expect(() => sellerFor("Norway")).toThrow(RangeError);
  });
});

describe("tax", () => {
  it("is domestic in the seller's own country, with or without an identifier", () => {
    expect(treatment("NL", "NL", true)).toMatchObject({ category: "S", rateBasisPoints: 2_100, jurisdiction: "NL" });
    expect(treatment("SG", "SG")).toMatchObject({ category: "S", rateBasisPoints: 900 });
    expect(treatment("US", "US")).toMatchObject({ category: "O", rateBasisPoints: 0 });
  });

  it("is reverse charged to a business in another member state, and only there", () => {
    expect(treatment("NL", "DE", true)).toMatchObject({ category: "AE", rateBasisPoints: 0 });
    expect(treatment("NL", "DE", false)).toMatchObject({ category: "S", rateBasisPoints: 2_100 });
    for (const country of ["NO", "CH", "GB", "IS"]) expect(treatment("NL", country, true).category).toBe("O");
    expect(treatment("SG", "KR", true).category).toBe("O");
    expect(treatment("US", "CA").category).toBe("O");
  });

  it("explains Dutch VAT without contradicting the page", () => {
    const of = (country: string, taxId: string | null) => taxTreatment({ seller: "NL", buyer: { country, taxId }, at });
    expect(of("GR", "EL094259216")).toMatchObject({ category: "AE", rateBasisPoints: 0 });
    expect(of("GR", null)).toMatchObject({ category: "S", legalNote: expect.stringContaining("no VAT identification number") });
    expect(of("GR", "EL094259217")).toMatchObject({ category: "S", legalNote: expect.stringContaining("the number on file is not a valid") });
    expect(of("GB", "XI980780684")).toMatchObject({ category: "AE", rateBasisPoints: 0 });
    expect(of("GB", "GB980780684")).toMatchObject({ category: "O" });
  });

  it("covers every ISO country and no other code, for every seller", () => {
    expect(allCountries()).toHaveLength(249);
    for (const country of allCountries()) for (const seller of ["NL", "SG", "US"] as const) expect(treatment(seller, country).jurisdiction).toBe(seller);
    for (const country of ["ZZ", "XK", "EU", "UK", "XI", "EL"]) expect(() => sellerFor(country)).toThrow(RangeError);
  });

  it("follows the dates in the table", () => {
    const before = parseInstant("2023-12-31T23:59:59Z");
    expect(treatment("SG", "SG", false, before).rateBasisPoints).toBe(800);
    expect(treatment("SG", "SG", false, before + 1).rateBasisPoints).toBe(900);
    expect(() => treatment("NL", "NL", false, 0)).toThrow(RangeError);
  });

  it("always gives a reason when nothing is charged, and none of the reasons is a rate", () => {
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
