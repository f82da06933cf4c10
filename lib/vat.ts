/**
 * Value added tax identifiers: form and check digits, without asking a register. The rules are stdnum's; this file says
 * which of them is a country's VAT identifier and how people write its prefix.
 *
 * Every member state has a rule or this file does not compile: a buyer in a missing country would silently be charged
 * our own VAT. Norway is included because Nordic buyers print the number on invoices, Northern Ireland (XI) because its
 * identifiers belong to the European system.
 */
import { stdnum } from "stdnum";
import type { EuCountry } from "@/lib/countries";

export type VatIdCheck =
  /** `vatId` is the canonical form with its prefix, e.g. `"NL004495445B01"`, `"EL094259216"` or `"NO999999999MVA"`. */
  { valid: true; country: string; vatId: string } | { valid: false; reason: "unsupported_country" | "format" | "checksum" };

interface Rule {
  validator: NonNullable<NonNullable<(typeof stdnum)[string]>[string]>;
  /** The prefix in its canonical form. The country code is understood too. */
  prefix: string;
  /** Fills in what people leave out. */
  complete?: (body: string) => string;
}

/** @throws Error on load when the library has no such rule, so the process does not start without it. */
function rule(prefix: string, country: string, name: string, complete?: Rule["complete"]): Rule {
  const validator = stdnum[country]?.[name];
  if (!validator) throw new Error(`stdnum has no rule ${country}.${name}: VAT identifiers of ${prefix} cannot be checked`);
  return { validator, prefix, ...(complete ? { complete } : {}) };
}

const EU_RULES: Readonly<Record<EuCountry, Rule>> = {
  AT: rule("AT", "AT", "uid"),
  BE: rule("BE", "BE", "vat", (body) => body.padStart(10, "0")),
  BG: rule("BG", "BG", "vat"),
  CY: rule("CY", "CY", "vat"),
  CZ: rule("CZ", "CZ", "dic"),
  DE: rule("DE", "DE", "vat"),
  DK: rule("DK", "DK", "cvr"),
  EE: rule("EE", "EE", "kmkr"),
  ES: rule("ES", "ES", "nif"),
  FI: rule("FI", "FI", "alv"),
  FR: rule("FR", "FR", "tva"),
  GR: rule("EL", "GR", "vat", (body) => body.padStart(9, "0")),
  HR: rule("HR", "HR", "oib"),
  HU: rule("HU", "HU", "anum"),
  IE: rule("IE", "IE", "vat"),
  IT: rule("IT", "IT", "iva"),
  LT: rule("LT", "LT", "pvm"),
  LU: rule("LU", "LU", "tva"),
  LV: rule("LV", "LV", "pvn"),
  MT: rule("MT", "MT", "vat"),
  NL: rule("NL", "NL", "btw", (body) => body.padStart(12, "0")),
  PL: rule("PL", "PL", "nip"),
  PT: rule("PT", "PT", "nif"),
  RO: rule("RO", "RO", "cif"),
  SE: rule("SE", "SE", "vat"),
  SI: rule("SI", "SI", "ddv"),
  SK: rule("SK", "SK", "dph"),
};

const RULES: Readonly<Record<string, Rule>> = {
  ...EU_RULES,
  XI: rule("XI", "GB", "vat"),
  NO: rule("NO", "NO", "mva", (body) => (/^\d{9}$/.test(body) ? `${body}MVA` : body)),
};

/**
 * Checks an identifier of `country` (ISO 3166 alpha-2), with or without its prefix, spaces, dots and hyphens. For the
 * United Kingdom only Northern Ireland identifiers are checked, because no others matter for our tax.
 */
export function checkVatId(text: string, country: string): VatIdCheck {
  const typed = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s.\-/]/g, "");
  const of = country === "GB" && typed.startsWith("XI") ? "XI" : country;
  const known = Object.hasOwn(RULES, of) ? RULES[of] : undefined;
  if (!known) return { valid: false, reason: "unsupported_country" };
  const bare = [known.prefix, of].reduce((rest, prefix) => (rest.length === typed.length && rest.startsWith(prefix) ? rest.slice(prefix.length) : rest), typed);
  const body = known.complete ? known.complete(bare) : bare;
  const checked = known.validator.validate(body);
  if (checked.isValid) return { valid: true, country: of, vatId: `${known.prefix}${body}` };
  return { valid: false, reason: checked.error.name === "InvalidChecksum" ? "checksum" : "format" };
}
