/**
 * Document numbers: `NL-2026-000042` for invoices, `NL-CN-2026-000019` for credit notes. Each legal entity, kind and
 * UTC year of issue is one gapless series, counted from 1 by a row of `DocumentSeries` in the transaction that
 * finalises the document. Throws RangeError for a malformed number.
 */
import { creditorReference } from "@/lib/creditor-reference";
import { type Instant, monthOf } from "@/lib/period";
import type { Seller } from "@/lib/tax";

export type DocumentNumber = { legalEntity: Seller; kind: "invoice" | "credit_note"; year: number; ordinal: number };

const NUMBER = /^(NL|SG|US)-(CN-)?(\d{4})-(\d{6,})$/;

/** At least six digits, zero-padded; a seventh appears when a year needs it. Sorted by number, not by text. */
export function formatDocumentNumber(number: DocumentNumber): string {
  if (!Number.isSafeInteger(number.ordinal) || number.ordinal < 1) {
    throw new RangeError(`a series counts from 1, got ${number.ordinal}`);
  }
  const kind = number.kind === "credit_note" ? "CN-" : "";
  return `${number.legalEntity}-${kind}${String(number.year).padStart(4, "0")}-${String(number.ordinal).padStart(6, "0")}`;
}

/** The parts of a number, or null when the text is not one in canonical form. */
export function parseDocumentNumber(text: string): DocumentNumber | null {
  const match = NUMBER.exec(text);
  if (!match) return null;
  const [, entity, creditNote, year, ordinal] = match;
  if (entity !== "NL" && entity !== "SG" && entity !== "US") return null;
  const number: DocumentNumber = {
    legalEntity: entity,
    kind: creditNote ? "credit_note" : "invoice",
    year: Number(year),
    ordinal: Number(ordinal),
  };
  return number.ordinal >= 1 && formatDocumentNumber(number) === text ? number : null;
}

/** The year whose series a document issued at this instant belongs to. */
export function seriesYear(issuedAt: Instant): number {
  return Number(monthOf(issuedAt).slice(0, 4));
}

/** `"NL-2026-000287"` → `"RF29NL2026000287"`: the reference for bank transfers (ISO 11649). */
export function paymentReferenceOf(documentNumber: string): string {
  return creditorReference(documentNumber);
}
