// Making a draft final: number, parties, due date, books. One way in, whether a job or a confirmed reservation asks.
import type { IdPrefix } from "@/lib/ids";
import { type Instant, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import type { EmittedEvent } from "@/server/kernel/events/events";
import { notFound } from "@/server/kernel/operation/errors";
import { invoiceFinalised } from "../published";
import { type InvoiceLineKind, documentKind } from "./invoice-rules";
import { dueDate, reminderSchedule } from "./invoice-states";
import { book } from "../ledger/ledger";
import { allocationTransfer, creditTransfer, documentTransfer } from "../ledger/ledger-rules";
import { formatDocumentNumber, paymentReferenceOf, seriesYear } from "./numbering";
import { type Profile, readProfiles } from "../profiles/profiles";

interface Context {
  tx: Tx;
  now: Date;
  organisationId: string;
  id(prefix: IdPrefix): string;
  emit(event: EmittedEvent): Promise<void>;
}

interface DraftRow {
  number: string | null;
  kind: string;
  title: string;
  billingProfileId: string;
  legalEntityId: string;
  currency: string;
  subtotalMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
}

/** Buyer and seller as they are printed; stored with the invoice the moment it becomes final. */
export interface Parties {
  seller: { name: string; addressLines: string[]; taxId: string | null; email: string | null };
  buyer: { name: string; addressLines: string[]; taxId: string | null; email: string | null };
  bank: { name: string; iban: string; bic: string };
  netDays: number;
}

export function partiesOf(profile: Profile): Parties {
  const { seller } = profile;
  return {
    seller: { name: seller.name, addressLines: seller.address.split(/\s*\n\s*/), taxId: seller.taxId, email: null },
    buyer: { name: profile.legalName, addressLines: profile.addressLines, taxId: profile.taxId, email: profile.apEmail },
    bank: { name: seller.bankName, iban: seller.iban, bic: seller.bic },
    netDays: profile.netDays,
  };
}

export interface Finalised { invoiceId: string; number: string; changed: boolean }

// The row of the series is locked from here to the commit: whoever comes next waits for this number to be used or given
// back. That is what keeps the series without a gap.
const NEXT_NUMBER = `
  insert into "DocumentSeries" as s ("legalEntityId", kind, year, "nextNumber") values ($1, $2::"SeriesKind", $3, 2)
  on conflict ("legalEntityId", kind, year) do update set "nextNumber" = s."nextNumber" + 1
  returning "nextNumber" - 1 as ordinal`;

const FINALISE = `
  update "Invoice" set number = $2, kind = $3, title = $4, state = $5::"InvoiceState", "issuedAt" = $6, "dueAt" = $7, "paymentReference" = $8, parties = $9::jsonb,
    "paidMinor" = $10, "nextReminderAt" = $11, "finaliseAt" = null where id = $1`;

/**
 * Numbers an invoice and books it. A second call finds the number and changes nothing.
 * @throws OperationError not_found
 */
export async function finalise(ctx: Context, invoiceId: string): Promise<Finalised> {
  const { tx, organisationId, now } = ctx;
  const [draft] = await tx.sql<DraftRow>(
    `select number, kind, title, "billingProfileId", "legalEntityId", currency, "subtotalMinor", "taxMinor", "totalMinor"
       from "Invoice" where id = $1 and "organisationId" = $2 for update`,
    [invoiceId, organisationId],
  );
  if (!draft) throw notFound("invoice", invoiceId);
  if (draft.number !== null) return { invoiceId, number: draft.number, changed: false };
  const [profiles, sums] = await Promise.all([
    readProfiles(tx, organisationId),
    tx.sql<{ kind: InvoiceLineKind; amountMinor: bigint }>(`select kind, sum("amountMinor")::bigint as "amountMinor" from "InvoiceLine" where "invoiceId" = $1 group by kind order by kind`, [invoiceId]),
  ]);
  const profile = profiles.find((candidate) => candidate.id === draft.billingProfileId);
  if (!profile) throw new Error(`invoice ${invoiceId} names a billing profile that is gone`);
  const issuedAt = toInstant(now);
  const series = documentKind(draft.totalMinor);
  const number = await nextNumber(tx, { legalEntityId: draft.legalEntityId, seller: profile.seller.country, series, issuedAt });
  const due = dueDate(issuedAt, profile.netDays);
  const owed = draft.totalMinor > 0n;
  const [reminder] = owed ? reminderSchedule({ issuedAt, dueAt: due }) : [];
  await tx.exec(FINALISE, [
    invoiceId, number, series === "credit_note" ? "credit_note" : draft.kind, series === "credit_note" ? `Credit note, ${draft.title}` : draft.title,
    owed ? "finalised" : "paid", now, toDate(due), paymentReferenceOf(number), JSON.stringify(partiesOf(profile)),
    owed ? 0n : draft.totalMinor, reminder ? toDate(reminder.at) : null,
  ]);
  const event = { organisationId, currency: draft.currency, occurredAt: issuedAt };
  await book(tx, documentTransfer({ ...event, documentId: invoiceId, number }, { tax: { jurisdiction: profile.seller.country }, taxMinor: draft.taxMinor, totalMinor: draft.totalMinor, lines: sums }));
  if (draft.totalMinor < 0n) await keepAsCredit(ctx, { invoiceId, number, draft });
  if (owed) await useAccountCredit(ctx, { invoiceId, number, currency: draft.currency, totalMinor: draft.totalMinor });
  await ctx.emit(invoiceFinalised({ invoiceId, number }, organisationId));
  return { invoiceId, number, changed: true };
}

/** Takes the next number of a series; everyone else of the series waits for the commit. */
async function nextNumber(tx: Tx, from: { legalEntityId: string; seller: Profile["seller"]["country"]; series: "invoice" | "credit_note"; issuedAt: Instant }): Promise<string> {
  const year = seriesYear(from.issuedAt);
  const [row] = await tx.sql<{ ordinal: number }>(NEXT_NUMBER, [from.legalEntityId, from.series, year], "billing_next_number");
  if (!row) throw new Error("the document series gave no number");
  return formatDocumentNumber({ legalEntity: from.seller, kind: from.series, year, ordinal: row.ordinal });
}

/** A document that owes the customer money: it waits on their account for the next invoice. */
async function keepAsCredit(ctx: Context, { invoiceId, number, draft }: { invoiceId: string; number: string; draft: DraftRow }): Promise<void> {
  const { tx, organisationId, now } = ctx;
  await tx.exec(
    `insert into "CreditNote" (id, "organisationId", "invoiceId", number, currency, "subtotalMinor", "taxMinor", "totalMinor", reason, "issuedAt")
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [ctx.id("crn"), organisationId, invoiceId, number, draft.currency, -draft.subtotalMinor, -draft.taxMinor, -draft.totalMinor, `Credits of ${draft.title} exceed its charges`, now],
  );
  await book(tx, creditTransfer({ organisationId, currency: draft.currency, occurredAt: toInstant(now), documentId: invoiceId, number }, -draft.totalMinor));
}

/** Sets money the customer has with us against a new invoice, as far as it reaches. */
async function useAccountCredit(ctx: Context, invoice: { invoiceId: string; number: string; currency: string; totalMinor: bigint }): Promise<void> {
  const { tx, organisationId, now } = ctx;
  const { invoiceId, number, currency, totalMinor } = invoice;
  const [account] = await tx.sql<{ balance: bigint }>(
    `select "balanceMinor" as balance from "LedgerAccount" where "organisationId" = $1 and kind = 'unapplied_cash' and currency = $2 for update`,
    [organisationId, currency],
  );
  const available = -(account?.balance ?? 0n);
  if (available <= 0n) return;
  const amountMinor = available < totalMinor ? available : totalMinor;
  const paymentId = ctx.id("pay");
  await tx.exec(
    `insert into "Payment" (id, "organisationId", "invoiceId", currency, "amountMinor", "appliedMinor", method, "externalReference", "receivedAt")
     values ($1, $2, $3, $4, $5, $5, 'account_credit', $6, $7)`,
    [paymentId, organisationId, invoiceId, currency, amountMinor, `account credit on ${number}`, now],
  );
  await tx.exec(
    `update "Invoice" set "paidMinor" = $2, state = (case when $2 = "totalMinor" then 'paid' else 'partly_paid' end)::"InvoiceState",
       "nextReminderAt" = case when $2 = "totalMinor" then null else "nextReminderAt" end where id = $1`,
    [invoiceId, amountMinor],
  );
  await book(tx, allocationTransfer({ organisationId, currency, occurredAt: toInstant(now), allocationId: paymentId, number }, amountMinor));
}
