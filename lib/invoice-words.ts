/**
 * The vocabulary of invoices, shared by page, PDF, CSV and API so that each thing has one name.
 *
 * Glossary: a *prepayment* is the whole price paid before the term begins; an *advance* is one month's price, invoiced
 * before that month; a *deposit* is 25 % of the quoted price, paid when the reservation is confirmed. Each is *applied*
 * to the usage it was paid for, and any remainder that can no longer be used is *returned*.
 */

export const LINE_KINDS = {
  usage: "Usage",
  usage_correction: "Usage correction",
  adjustment: "Adjustment",
  cancellation_fee: "Cancellation fee",
  credit: "SLA credit",
  credit_correction: "SLA credit correction",
  prepayment: "Prepayment",
  advance: "Advance",
  deposit: "Deposit",
  prepayment_applied: "Prepayment applied",
  advance_applied: "Advance applied",
  deposit_applied: "Deposit applied",
  prepayment_returned: "Prepayment returned",
  advance_returned: "Advance returned",
  deposit_returned: "Deposit returned",
} as const;

export type LineKind = keyof typeof LINE_KINDS;
/** Money invoiced ahead of the period it pays for. */
export const PREPAID_KINDS = ["prepayment", "advance", "deposit"] as const;
export type PrepaidKind = (typeof PREPAID_KINDS)[number];
export const appliedKind = (kind: PrepaidKind) => `${kind}_applied` as const;
export const returnedKind = (kind: PrepaidKind) => `${kind}_returned` as const;

const SETTLEMENTS: ReadonlySet<string> = new Set<LineKind>(PREPAID_KINDS.flatMap((kind) => [appliedKind(kind), returnedKind(kind)]));

/** Lines that apply prepaid money to usage or give it back: they settle, they do not charge. */
export const isSettlement = (kind: string): boolean => SETTLEMENTS.has(kind);

export const lineLabel = (kind: string): string => (Object.hasOwn(LINE_KINDS, kind) ? LINE_KINDS[kind as LineKind] : kind);

/** How a total is composed, in display order. Every kind of line is in exactly one row. */
export const SUMMARY_ROWS: readonly { label: string; kinds: readonly LineKind[] }[] = [
  { label: "Usage", kinds: ["usage", "usage_correction", "adjustment"] },
  { label: "Cancellation fees", kinds: ["cancellation_fee"] },
  { label: "SLA credits", kinds: ["credit", "credit_correction"] },
  { label: "Prepayments", kinds: ["prepayment"] },
  { label: "Advances", kinds: ["advance"] },
  { label: "Deposits", kinds: ["deposit"] },
  { label: "Prepayments applied", kinds: ["prepayment_applied"] },
  { label: "Advances applied", kinds: ["advance_applied"] },
  { label: "Deposits applied", kinds: ["deposit_applied"] },
  { label: "Prepayments returned", kinds: ["prepayment_returned"] },
  { label: "Advances returned", kinds: ["advance_returned"] },
  { label: "Deposits returned", kinds: ["deposit_returned"] },
];

export const DOCUMENT_KINDS = {
  month: "Monthly invoice",
  correction: "Correction",
  prepayment: "Prepayment",
  advance: "Advance",
  deposit: "Deposit",
  credit_note: "Credit note",
} as const;

export type DocumentKind = keyof typeof DOCUMENT_KINDS;

/** Why some seconds of a segment were not charged. */
export const NOT_CHARGED = {
  before_hand_over: "before hand-over",
  site_dark: "site dark",
  node_down: "node down",
  unassigned: "no node in service",
  unwatched: "not measured",
} as const;

export const notChargedWord = (reason: string): string => (Object.hasOwn(NOT_CHARGED, reason) ? NOT_CHARGED[reason as keyof typeof NOT_CHARGED] : reason);

/** Labels shared by page and PDF. */
export const INVOICE_LABELS = {
  from: "From",
  to: "To",
  reference: "Your reference",
  payWith: "Pay with reference",
  credited: "Credited",
  setAgainst: "Set against what you owe",
  subtotal: "Subtotal",
  taxId: "VAT",
  received: "Received or set off",
  open: "Open",
  prepaid: "Paid in advance",
} as const;

/** "Tax, category S, 21 %": one row per tax treatment on a document. */
export const taxLabel = (category: string, ratePercent: string): string => `Tax, category ${category}, ${ratePercent} %`;
export const totalLabel = (kind: DocumentKind): string => (kind === "credit_note" ? "Credit note total" : "Invoice total");
