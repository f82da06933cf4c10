import { creditNotePage, listByInvoiceInput } from "@/lib/contracts/billing";
import { encodeCursor } from "@/lib/cursor";
import { toContract } from "@/lib/money";
import { formatInstant, toInstant } from "@/lib/period";
import { query } from "@/server/kernel/operation/operation";
import { readCursor } from "./list-cursor";

interface CreditNoteRow {
  id: string;
  number: string;
  invoiceId: string;
  invoiceNumber: string | null;
  currency: string;
  reason: string;
  issuedAt: Date;
  subtotalMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  appliedMinor: bigint;
  correctsNumber: string | null;
}

/** Credit notes of the organisation, newest first; amounts are what the customer receives. */
export const listCreditNotes = query({
  name: "billing.creditNote.list",
  summary: "Credit notes of the organisation.",
  input: listByInvoiceInput,
  output: creditNotePage,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/credit-notes" },
  handler: async (ctx, input) => {
    const after = readCursor(input.cursor, ["instant", "text"]);
    const rows = await ctx.tx.sql<CreditNoteRow>(
      `select c.id, c.number, c."invoiceId", i.number as "invoiceNumber", c.currency, c.reason, c."issuedAt", c."subtotalMinor", c."taxMinor",
        c."totalMinor", c."appliedMinor", o.number as "correctsNumber"
         from "CreditNote" c left join "Invoice" i on i.id = c."invoiceId" and i."organisationId" = c."organisationId"
              left join "Invoice" o on o.id = i."correctsId" and o."organisationId" = c."organisationId"
        where c."organisationId" = $1 and ($2::text is null or c."invoiceId" = $2)
          and ($3::timestamptz is null or c."issuedAt" >= $3) and ($4::timestamptz is null or c."issuedAt" < $4)
          and ($5::timestamptz is null or (c."issuedAt", c.id) < ($5, $6))
        order by c."issuedAt" desc, c.id desc limit $7`,
      [ctx.organisationId, input.invoiceId ?? null, input.from ?? null, input.to ?? null, after?.[0] ?? null, after?.[1] ?? null, input.limit + 1],
      "billing_credit_notes",
    );
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    return {
      data: shown.map((row) => {
        const money = (minor: bigint) => toContract({ minor, currency: row.currency });
        const { id, number, invoiceId, invoiceNumber, reason, correctsNumber } = row;
        return {
          id,
          number,
          invoiceId,
          invoiceNumber,
          reason,
          correctsNumber,
          subtotal: money(row.subtotalMinor),
          tax: money(row.taxMinor),
          total: money(row.totalMinor),
          applied: money(row.appliedMinor),
          unapplied: money(row.totalMinor - row.appliedMinor),
          issuedAt: formatInstant(toInstant(row.issuedAt)),
        };
      }),
      nextCursor: rows.length > input.limit && last ? encodeCursor([last.issuedAt.toISOString(), last.id]) : null,
    };
  },
});
