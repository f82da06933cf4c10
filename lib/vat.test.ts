import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EU_COUNTRIES } from "./countries";
import { checkVatId } from "./vat";

// Published examples: handbooks of the tax administrations, and identifiers that companies print on their sites.
const VALID: Record<string, string[]> = {
  BG: ["BG 175 074 752"],
  CY: ["CY-10259033P"],
  CZ: ["CZ 25123891"],
  EE: ["EE 100 931 558", "EE100594102"],
  GR: ["EL094259216", "GR 094259216", "94259216"],
  HR: ["HR 33392005961"],
  HU: ["HU-12892312"],
  LT: ["LT 119511515", "LT 100001919017"],
  LV: ["LV 4000 3521 600"],
  MT: ["MT 1167-9112"],
  RO: ["RO 185 472 90"],
  SI: ["SI 5022 3054"],
  SK: ["SK 202 274 96 19"],
  XI: ["XI 980 7806 84"],
  AT: ["ATU13585627"],
  BE: ["BE 0428.759.497", "428759497"],
  DE: ["DE 136 695 976"],
  DK: ["DK 13585628"],
  ES: ["ESB58378431", "J99216582", "54362315K", "X5253868R"],
  FI: ["FI 20774740"],
  FR: ["FR 40 303 265 045", "23334175221", "K7399859412"],
  IE: ["IE 6433435F", "IE6433435OA", "8D79739I"],
  IT: ["IT 00743110157"],
  LU: ["LU 150 274 42"],
  NL: ["NL004495445B01", "NL4495445B01", "NL000099998B57"],
  NO: ["NO 995 525 828 MVA", "995525828"],
  PL: ["PL 8567346215"],
  PT: ["PT 501 964 843"],
  SE: ["SE 123456789701"],
};

const WRONG_CHECK_DIGITS: Record<string, string> = {
  BG: "175074751",
  CY: "10259033Z",
  CZ: "25123890",
  EE: "100594103",
  GR: "123456781",
  HR: "33392005962",
  HU: "12892313",
  LT: "100001919018",
  LV: "40003521601",
  MT: "11679113",
  RO: "18547291",
  SI: "50223055",
  SK: "2022749618",
  XI: "802311781",
  AT: "U13585626",
  BE: "0428759498",
  DE: "136695977",
  DK: "13585627",
  ES: "B58378432",
  FI: "20774741",
  FR: "84323140391",
  IE: "6433435E",
  IT: "00743110158",
  LU: "15027443",
  NL: "123456789B90",
  NO: "995525829MVA",
  PL: "8567346216",
  PT: "501964842",
  SE: "123456789101",
};

describe("VAT identifiers", () => {
  it.each(Object.keys(VALID))("of %s: published ones pass in every spelling", (country) => {
    for (const text of VALID[country] ?? []) {
      const checked = checkVatId(text, country);
      expect(checked).toMatchObject({ valid: true, country });
      if (checked.valid) expect(checkVatId(checked.vatId.toLowerCase(), country)).toEqual(checked);
    }
  });

  it.each(Object.keys(WRONG_CHECK_DIGITS))("of %s: wrong check digits are refused", (country) => {
    expect(checkVatId(WRONG_CHECK_DIGITS[country] ?? "", country)).toEqual({ valid: false, reason: "checksum" });
  });

  it.each(["BE", "DE", "DK", "FI", "IT", "LU", "NO", "PL", "PT", "SE"])("of %s: one wrong digit never passes", (country) => {
    const first = checkVatId(VALID[country]?.[0] ?? "", country);
    const vatId = first.valid ? first.vatId : "";
    // The last two digits of a Swedish number count establishments and are not covered by the check digit.
    const places = [...vatId].flatMap((character, at) => (/\d/.test(character) ? [at] : [])).slice(0, country === "SE" ? -2 : undefined);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.integer({ min: 0, max: 9 }), (at, digit) => {
        const typed = vatId.slice(0, at) + String(digit) + vatId.slice(at + 1);
        expect(checkVatId(typed, country).valid).toBe(typed === vatId);
      }),
    );
  });

  it("of every member state have a rule", () => {
    expect(EU_COUNTRIES).toHaveLength(27);
    expect(EU_COUNTRIES.filter((country) => checkVatId(VALID[country]?.[0] ?? "", country).valid)).toEqual([...EU_COUNTRIES]);
    expect(checkVatId("XI980780684", "GB")).toEqual({ valid: true, country: "XI", vatId: "XI980780684" });
    expect(checkVatId("094259216", "GR")).toEqual({ valid: true, country: "GR", vatId: "EL094259216" });
  });

  it("of another country or form are refused, and unknown rules say so", () => {
    expect(checkVatId("DE136695976", "NL")).toEqual({ valid: false, reason: "format" });
    expect(checkVatId("", "NL")).toEqual({ valid: false, reason: "format" });
    expect(checkVatId("NL004495445", "NL")).toEqual({ valid: false, reason: "format" });
    expect(checkVatId("EL094259216", "DE")).toEqual({ valid: false, reason: "format" });
    expect(checkVatId("GB980780684", "GB")).toEqual({ valid: false, reason: "unsupported_country" });
    expect(checkVatId("123", "constructor")).toEqual({ valid: false, reason: "unsupported_country" });
  });
});
