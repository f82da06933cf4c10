// Finalises a draft: number, due date, ledger. The single path, whether triggered by a job or a confirmed reservation.
import { DOCUMENT_KINDS, type DocumentKind, type LineKind } from "@/lib/invoice-words";
import { type Instant, toDate, toInstant } from "@/lib/period";
import type { Seller } from "@/lib/tax";
import type { Tx } from "@/server/kernel/database/db";
import { notFound } from "@/server/kernel/operation/errors";
import { book } from "../ledger/ledger";
import { creditTransfer, documentTransfer } from "../ledger/ledger-rules";
import { lockAccount, type MoneyContext, setAgainstOpen } from "../payments/account-money";
import { invoiceFinalised } from "../published";
import { documentKind } from "../composition/invoice-rules";
import { dueDate, reminderSchedule } from "./invoice-states";
import { formatDocumentNumber, paymentReferenceOf, seriesYear } from "./numbering";
import type { Parties } from "../composition/parties";
import { publishCredits } from "../composition/report-credits";

interface DraftRow {
  number: string | null;
  kind: DocumentKind;
  title: string;
  legalEntityId: string;
  /** The draft's own seller; the profile may name another one by now. */
  sellerCountry: Seller;
  parties: Parties;
  currency: string;
  subtotalMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  correctsNumber: string | null;
}

export interface Finalised {
  invoiceId: string;
  number: string;
  changed: boolean;
}

// The series row stays locked until the commit: the next call waits until this number is used or rolled back. That
// keeps the series gapless.
const NEXT_NUMBER = `
  insert into "DocumentSeries" as s ("legalEntityId", kind, year, "nextNumber") values ($1, $2::"SeriesKind", $3, 2)
  on conflict ("legalEntityId", kind, year) do update set "nextNumber" = s."nextNumber" + 1
  returning "nextNumber" - 1 as ordinal`;

const FINALISE = `
  update "Invoice" set number = $2, kind = $3, title = $4, state = $5::"InvoiceState", "issuedAt" = $6, "dueAt" = $7, "paymentReference" = $8,
    "paidMinor" = $9, "nextReminderAt" = $10, "finaliseAt" = null where id = $1`;

/**
 * Numbers an invoice and books it. A repeated call finds the number and changes nothing.
 * @throws OperationError not_found
 */
export async function finalise(ctx: MoneyContext, invoiceId: string): Promise<Finalised> {
  const { tx, organisationId, now } = ctx;
  await lockAccount(ctx);
  const [draft] = await tx.sql<DraftRow>(
    `select i.number, i.kind, i.title, i."legalEntityId", e.country as "sellerCountry", i.parties, i.currency, i."subtotalMinor", i."taxMinor", i."totalMinor", c.number as "correctsNumber"
       from "Invoice" i join "LegalEntity" e on e.id = i."legalEntityId" left join "Invoice" c on c."organisationId" = i."organisationId" and c.id = i."correctsId"
      where i.id = $1 and i."organisationId" = $2 for update of i`,
    [invoiceId, organisationId],
  );
  if (!draft) throw notFound("invoice", invoiceId);
  if (draft.number !== null) return { invoiceId, number: draft.number, changed: false };
  const sums = await tx.sql<{ kind: LineKind; amountMinor: bigint }>(
    `select kind, sum("amountMinor")::bigint as "amountMinor" from "InvoiceLine" where "organisationId" = $2 and "invoiceId" = $1 group by kind order by kind`,
    [invoiceId, organisationId],
  );
  const issuedAt = toInstant(now);
  const series = documentKind(draft.totalMinor);
  const number = await nextNumber(tx, { legalEntityId: draft.legalEntityId, seller: draft.sellerCountry, series, issuedAt });
  const due = dueDate(issuedAt, draft.parties.netDays);
  const owed = draft.totalMinor > 0n;
  const [reminder] = owed ? reminderSchedule({ issuedAt, dueAt: due }) : [];
  await tx.exec(FINALISE, [
    invoiceId,
    number,
    series === "credit_note" ? "credit_note" : draft.kind,
    series === "credit_note" ? `${DOCUMENT_KINDS.credit_note}, ${draft.title}` : draft.title,
    owed ? "finalised" : "paid",
    now,
    owed ? toDate(due) : null,
    owed ? paymentReferenceOf(number) : null,
    owed ? 0n : draft.totalMinor,
    reminder ? toDate(reminder.at) : null,
  ]);
  const event = { organisationId, currency: draft.currency, occurredAt: issuedAt };
  await book(
    tx,
    documentTransfer(
      { ...event, documentId: invoiceId, number },
      { tax: { jurisdiction: draft.sellerCountry }, taxMinor: draft.taxMinor, totalMinor: draft.totalMinor, lines: sums },
    ),
  );
  if (draft.totalMinor < 0n) await keepAsCredit(ctx, { invoiceId, number, draft });
  await setAgainstOpen(ctx, draft.currency);
  await publishCredits(tx, organisationId, invoiceId);
  await ctx.emit(invoiceFinalised({ invoiceId, number }, organisationId));
  return { invoiceId, number, changed: true };
}

/** Takes the next number of a series; all others in the series wait for the commit. */
async function nextNumber(tx: Tx, from: { legalEntityId: string; seller: Seller; series: "invoice" | "credit_note"; issuedAt: Instant }): Promise<string> {
  const year = seriesYear(from.issuedAt);
  const [row] = await tx.sql<{ ordinal: number }>(NEXT_NUMBER, [from.legalEntityId, from.series, year], "billing_next_number");
  if (!row) throw new Error("the document series gave no number");
  return formatDocumentNumber({ legalEntity: from.seller, kind: from.series, year, ordinal: row.ordinal });
}

/** A document that owes the customer money: the amount goes to their account and is set against open invoices. */
async function keepAsCredit(ctx: MoneyContext, { invoiceId, number, draft }: { invoiceId: string; number: string; draft: DraftRow }): Promise<void> {
  const { tx, organisationId, now } = ctx;
  await tx.exec(
    `insert into "CreditNote" (id, "organisationId", "invoiceId", number, currency, "subtotalMinor", "taxMinor", "totalMinor", reason, "issuedAt")
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ctx.id("crn"),
      organisationId,
      invoiceId,
      number,
      draft.currency,
      -draft.subtotalMinor,
      -draft.taxMinor,
      -draft.totalMinor,
      draft.correctsNumber === null ? `Credits of ${draft.title} exceed its charges` : `${draft.title}, ${draft.correctsNumber}`,
      now,
    ],
  );
  await book(tx, creditTransfer({ organisationId, currency: draft.currency, occurredAt: toInstant(now), documentId: invoiceId, number }, -draft.totalMinor));
}
