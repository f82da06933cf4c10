/**
 * Structured creditor reference, ISO 11649: `RF`, two check digits, up to 21 letters and digits. A payer's bank refuses
 * a mistyped one, so bank transfers are matched to invoices without manual work.
 */
import { modulo97 } from "@/lib/check-digits";

const BODY = /^[A-Z0-9]{1,21}$/;
const REFERENCE = /^RF(\d{2})([A-Z0-9]{1,21})$/;

/**
 * `"NL-2026-000287"` → `"RF29NL2026000287"`. Hyphens and spaces are dropped and letters become capitals. Throws
 * RangeError when the source is empty, longer than 21 characters or contains other characters.
 */
export function creditorReference(source: string): string {
  const body = source.replace(/[\s-]/g, "").toUpperCase();
  if (!BODY.test(body)) throw new RangeError(`cannot make a creditor reference from ${JSON.stringify(source)}`);
  const check = 98 - modulo97(`${body}RF00`);
  return `RF${String(check).padStart(2, "0")}${body}`;
}

/**
 * The canonical form (no spaces, capitals) of a reference as people and banks write it, or null when its form or check
 * digits are wrong.
 */
export function parseCreditorReference(text: string): string | null {
  const reference = text.replace(/\s/g, "").toUpperCase();
  const match = REFERENCE.exec(reference);
  if (!match) return null;
  return modulo97(`${match[2] ?? ""}RF${match[1] ?? ""}`) === 1 ? reference : null;
}

/** In groups of four, as printed: `"RF29 NL20 2600 0287"`. */
export function formatCreditorReference(reference: string): string {
  return reference.replace(/(.{4})(?=.)/g, "$1 ");
}
