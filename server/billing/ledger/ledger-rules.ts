/**
 * Which entries an event books. Pure: builds balanced transfers, `billing/ledger` writes them.
 *
 * Debits are positive, credits negative, and every transfer sums to zero in its one currency (docs/sla-and-billing.md,
 * Ledger). `sourceReference` names the event and is unique in the database, so an event can never be booked twice.
 * Throws RangeError when the figures of an event contradict each other; nothing unbalanced is ever returned.
 */
import { sumMinor } from "@/lib/money";
import type { Instant } from "@/lib/period";
import type { TaxTreatment } from "@/lib/tax";
import type { LineKind } from "@/lib/invoice-words";
import type { ComposedInvoice } from "../composition/invoice-rules";

/** Accounts of an organisation, named as in `LedgerAccount.kind`. */
export const ACCOUNT_KINDS = [
  "receivable",
  "unapplied_cash",
  "deferred_revenue",
  "revenue_compute",
  "revenue_fees",
  "sla_credit",
  "tax_payable",
  "cash",
] as const;

export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** `jurisdiction` is the country for `tax_payable` and empty for all other kinds. */
export type AccountRef = { kind: AccountKind; jurisdiction: string; currency: string };

export type TransferEntry = { account: AccountRef; amountMinor: bigint };

export type Transfer = {
  organisationId: string;
  sourceReference: string;
  description: string;
  occurredAt: Instant;
  currency: string;
  /** One entry per account, sorted by `accountName`, which is the lock order. None is zero. */
  entries: TransferEntry[];
};

/** Stable name of an account within its organisation; sorts the locks. */
export function accountName(account: AccountRef): string {
  const place = account.jurisdiction === "" ? "" : `:${account.jurisdiction}`;
  return `${account.kind}${place}/${account.currency}`;
}

type Event = { organisationId: string; currency: string; occurredAt: Instant };

/** Sums per account, drops zeros, sorts, and refuses what does not balance. */
function transferOf(
  event: Event,
  sourceReference: string,
  description: string,
  postings: readonly { kind: AccountKind; jurisdiction?: string; amountMinor: bigint }[],
): Transfer {
  const entries = new Map<string, TransferEntry>();
  for (const { kind, jurisdiction = "", amountMinor } of postings) {
    const account = { kind, jurisdiction, currency: event.currency };
    const name = accountName(account);
    entries.set(name, { account, amountMinor: (entries.get(name)?.amountMinor ?? 0n) + amountMinor });
  }
  const sorted = [...entries.entries()]
    .filter(([, entry]) => entry.amountMinor !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
  const left = sumMinor(sorted.map((entry) => entry.amountMinor));
  if (left !== 0n) throw new RangeError(`transfer ${sourceReference} does not balance by ${left}`);
  return {
    organisationId: event.organisationId,
    sourceReference,
    description,
    occurredAt: event.occurredAt,
    currency: event.currency,
    entries: sorted,
  };
}

/** The account opposite the receivable for each kind of line. */
const ACCOUNT_OF_LINE: Record<LineKind, AccountKind> = {
  usage: "revenue_compute",
  usage_correction: "revenue_compute",
  adjustment: "revenue_compute",
  cancellation_fee: "revenue_fees",
  credit: "sla_credit",
  credit_correction: "sla_credit",
  // Money for unused time is owed to the customer until the month that uses it is closed.
  prepayment: "deferred_revenue",
  advance: "deferred_revenue",
  deposit: "deferred_revenue",
  prepayment_applied: "deferred_revenue",
  advance_applied: "deferred_revenue",
  deposit_applied: "deferred_revenue",
  prepayment_returned: "deferred_revenue",
  advance_returned: "deferred_revenue",
  deposit_returned: "deferred_revenue",
};

/**
 * An invoice or credit note becomes final: receivable against revenue, SLA credit, deferred revenue and tax payable. A
 * credit note's amounts are negative, so the same rule books it in reverse.
 */
export function documentTransfer(
  event: Event & { documentId: string; number: string },
  document: Pick<ComposedInvoice, "taxMinor" | "totalMinor"> & {
    tax: Pick<TaxTreatment, "jurisdiction">;
    lines: readonly { kind: LineKind; amountMinor: bigint }[];
  },
): Transfer {
  return transferOf(event, `document:${event.documentId}`, `${event.number} finalised`, [
    { kind: "receivable", amountMinor: document.totalMinor },
    ...document.lines.map((line) => ({ kind: ACCOUNT_OF_LINE[line.kind], amountMinor: -line.amountMinor })),
    { kind: "tax_payable", jurisdiction: document.tax.jurisdiction, amountMinor: -document.taxMinor },
  ]);
}

/**
 * A payment: cash against the receivable for the matched part; the rest is unapplied cash. Throws RangeError unless 0 <
 * amount and 0 ≤ matched ≤ amount.
 */
export function paymentTransfer(
  event: Event & { paymentId: string; externalReference: string },
  payment: { amountMinor: bigint; matchedMinor: bigint },
): Transfer {
  const { amountMinor, matchedMinor } = payment;
  if (amountMinor <= 0n || matchedMinor < 0n || matchedMinor > amountMinor) {
    throw new RangeError(`payment of ${amountMinor} cannot be matched for ${matchedMinor}`);
  }
  return transferOf(event, `payment:${event.paymentId}`, `Payment ${event.externalReference}`, [
    { kind: "cash", amountMinor },
    { kind: "receivable", amountMinor: -matchedMinor },
    { kind: "unapplied_cash", amountMinor: matchedMinor - amountMinor },
  ]);
}

/**
 * Money on account is set against an invoice later. `allocationId` names this match. Throws RangeError unless the
 * amount is positive.
 */
export function allocationTransfer(event: Event & { allocationId: string; number: string }, amountMinor: bigint): Transfer {
  if (amountMinor <= 0n) throw new RangeError(`cannot allocate ${amountMinor}`);
  return transferOf(event, `allocation:${event.allocationId}`, `Unapplied cash set against ${event.number}`, [
    { kind: "unapplied_cash", amountMinor },
    { kind: "receivable", amountMinor: -amountMinor },
  ]);
}

/**
 * A credit note owes the customer money and there is no open invoice: it moves from the receivable to their account.
 * Throws RangeError unless the amount is positive.
 */
export function creditTransfer(event: Event & { documentId: string; number: string }, amountMinor: bigint): Transfer {
  if (amountMinor <= 0n) throw new RangeError(`cannot credit ${amountMinor}`);
  return transferOf(event, `credit:${event.documentId}`, `${event.number} credited to the account`, [
    { kind: "receivable", amountMinor },
    { kind: "unapplied_cash", amountMinor: -amountMinor },
  ]);
}
