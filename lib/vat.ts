/**
 * Value added tax identifiers: form and check digits, without asking a register. Rules as the tax administrations
 * publish them for VIES; Norway's organisation number with MVA is here because Nordic buyers print it on invoices.
 *
 * Fifteen countries, the ones our buyers come from first. The other EU members (BG, CY, CZ, EE, GR, HR, HU, LT, LV, MT,
 * RO, SI, SK) answer `unsupported_country`, and an identifier nobody checked never leads to a reverse charge.
 */
import { modulo97, passesLuhn, passesModulo11And10, weightedSum } from "@/lib/check-digits";

export type VatIdCheck =
  /** `vatId` is the canonical form with its country prefix, e.g. `"NL004495445B01"` or `"NO999999999MVA"`. */
  | { valid: true; country: string; vatId: string }
  | { valid: false; reason: "unsupported_country" | "format" | "checksum" };

type Rule = {
  /** Form of the part after the country prefix. */
  form: RegExp;
  /** Check digits of that part. */
  holds: (body: string) => boolean;
  /** Fills in what people leave out, before the form is looked at. */
  complete?: (body: string) => string;
};

/** The check digit a weighted sum asks for so that the whole becomes a multiple of eleven; 10 stands for none. */
const mod11Complement = (sum: number): number => (11 - (sum % 11)) % 11;

/** Old numbers satisfy the citizen number's test of eleven, those of sole traders since 2020 the whole text mod 97. */
function holdsDutch(body: string): boolean {
  return weightedSum(body, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 || modulo97(`NL${body}`) === 1;
}

const FRENCH_KEY_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Two key characters before a SIREN, which itself passes Luhn (Monaco's numbers, starting 000, have none). */
function holdsFrench(body: string): boolean {
  const siren = body.slice(2);
  if (!siren.startsWith("000") && !passesLuhn(siren)) return false;
  if (/^\d{2}/.test(body)) return Number(body.slice(0, 2)) === Number(`${siren}12`) % 97;
  const first = FRENCH_KEY_ALPHABET.indexOf(body[0] ?? "");
  const second = FRENCH_KEY_ALPHABET.indexOf(body[1] ?? "");
  const check = /^\d/.test(body) ? first * 24 + second - 10 : first * 34 + second - 100;
  return (Number(siren) + 1 + Math.floor(check / 11)) % 11 === check % 11;
}

function holdsAustrian(body: string): boolean {
  const digits = body.slice(1);
  const crossSums = [1, 3, 5].reduce((sum, place) => {
    const doubled = Number(digits[place] ?? "0") * 2;
    return sum + Math.floor(doubled / 10) + (doubled % 10);
  }, 0);
  const sum = crossSums + weightedSum(digits, [1, 0, 1, 0, 1, 0, 1]) + 4;
  return (10 - (sum % 10)) % 10 === Number(digits[7]);
}

/** Seven digits, a check letter and, since 2013, a second letter that counts nine times. */
function holdsIrish(body: string): boolean {
  const oldForm = /^\d[A-Z+*]/.test(body);
  const digits = oldForm ? `0${body.slice(2, 7)}${body[0] ?? ""}` : body.slice(0, 7);
  const letters = "WABCDEFGHIJKLMNOPQRSTUV";
  const second = oldForm ? 0 : Math.max(0, letters.indexOf(body[8] ?? "W"));
  return letters[(weightedSum(digits, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === body[7];
}

/** People: number mod 23 as a letter (foreigners' X, Y, Z count as 0, 1, 2). Companies: Luhn as digit or letter. */
function holdsSpanish(body: string): boolean {
  if (/^[\dXYZ]/.test(body)) {
    const number = Number(body.slice(0, 8).replace("X", "0").replace("Y", "1").replace("Z", "2"));
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] === body[8];
  }
  const control = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((digit) => passesLuhn(`${body.slice(1, 8)}${digit}`)) ?? -1;
  // Some kinds of company carry a letter, some a digit, most registers accept both.
  return body[8] === String(control) || body[8] === "JABCDEFGHI"[control];
}

const RULES: Readonly<Record<string, Rule>> = {
  AT: { form: /^U\d{8}$/, holds: holdsAustrian },
  BE: {
    form: /^[01]\d{9}$/,
    complete: (body) => body.padStart(10, "0"),
    holds: (body) => 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)),
  },
  DE: { form: /^[1-9]\d{8}$/, holds: passesModulo11And10 },
  DK: { form: /^[1-9]\d{7}$/, holds: (body) => weightedSum(body, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  ES: { form: /^(?:\d{8}[A-Z]|[XYZ]\d{7}[A-Z]|[A-HJ-NP-SUVW]\d{7}[0-9A-J])$/, holds: holdsSpanish },
  FI: { form: /^\d{8}$/, holds: (body) => weightedSum(body, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0 },
  FR: { form: /^[0-9A-HJ-NP-Z]{2}\d{9}$/, holds: holdsFrench },
  IE: { form: /^(?:\d{7}[A-W][A-W]?|\d[A-Z+*]\d{5}[A-W])$/, holds: holdsIrish },
  // Places 8 to 10 are the province's office, of which not every number exists.
  IT: { form: /^(?!0{7})\d{7}(?:0(?!00)\d{2}|100|12[01]|888|999)\d$/, holds: passesLuhn },
  LU: { form: /^\d{8}$/, holds: (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6)) },
  NL: {
    form: /^\d{9}B\d{2}$/,
    complete: (body) => body.padStart(12, "0"),
    holds: holdsDutch,
  },
  NO: {
    form: /^\d{9}MVA$/,
    complete: (body) => (/^\d{9}$/.test(body) ? `${body}MVA` : body),
    holds: (body) => weightedSum(body, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  PL: {
    form: /^\d{10}$/,
    holds: (body) => weightedSum(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(body[9]),
  },
  PT: {
    form: /^[1-9]\d{8}$/,
    holds: (body) => mod11Complement(weightedSum(body, [9, 8, 7, 6, 5, 4, 3, 2])) % 10 === Number(body[8]),
  },
  SE: { form: /^\d{10}(?:0[1-9]|[1-8]\d|9[0-4])$/, holds: (body) => passesLuhn(body.slice(0, 10)) },
};

/**
 * Checks an identifier of `country` (ISO 3166 alpha-2), with or without its country prefix, spaces, dots and hyphens
 * as people type them.
 */
export function checkVatId(text: string, country: string): VatIdCheck {
  const rule = Object.hasOwn(RULES, country) ? RULES[country] : undefined;
  if (!rule) return { valid: false, reason: "unsupported_country" };
  const typed = text.toUpperCase().replace(/[\s.\-/]/g, "");
  const bare = typed.startsWith(country) ? typed.slice(country.length) : typed;
  const body = rule.complete ? rule.complete(bare) : bare;
  if (!rule.form.test(body)) return { valid: false, reason: "format" };
  if (!rule.holds(body)) return { valid: false, reason: "checksum" };
  return { valid: true, country, vatId: `${country}${body}` };
}
