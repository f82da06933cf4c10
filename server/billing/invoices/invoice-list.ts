// The list of invoices, for the screen and its CSV: one query, the same filters.
import type { z } from "zod";
import type { InvoiceContract, listInvoicesInput } from "@/lib/contracts/billing";
import { encodeCursor } from "@/lib/cursor";
import { toContract } from "@/lib/money";
import { formatInstant, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { type CursorValue, readCursor } from "./list-cursor";

export interface InvoiceRow {
  id: string;
  number: string | null;
  kind: InvoiceContract["kind"];
  state: InvoiceContract["state"];
  title: string;
  currency: string;
  periodStart: Date;
  periodEnd: Date;
  issuedAt: Date | null;
  dueAt: Date | null;
  subtotalMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  paidMinor: bigint;
  purchaseOrders: string[];
}

export const INVOICE_COLUMNS = `i.id, i.number, i.kind, i.state::text as state, i.title, i.currency, i."periodStart", i."periodEnd", i."issuedAt", i."dueAt",
  i."subtotalMinor", i."taxMinor", i."totalMinor", i."paidMinor", i."purchaseOrders"`;

/** To the second, without a fraction: billing writes instants the same way in every export and answer. */
export const instantText = <T extends Date | null>(at: T): T extends Date ? string : string | null =>
  (at === null ? null : formatInstant(toInstant(at))) as T extends Date ? string : string | null;

/** An invoice as shown in lists and detail. A credit note has nothing open: its amount is on the account. */
export function invoiceOf(row: InvoiceRow): InvoiceContract {
  const money = (minor: bigint) => toContract({ minor, currency: row.currency });
  const credit = row.kind === "credit_note";
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    title: row.title,
    period: { start: formatInstant(toInstant(row.periodStart)), end: formatInstant(toInstant(row.periodEnd)) },
    issuedAt: instantText(row.issuedAt),
    dueAt: instantText(row.dueAt),
    subtotal: money(row.subtotalMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    amountDue: money(credit ? 0n : row.totalMinor - row.paidMinor),
    paid: money(credit ? 0n : row.paidMinor),
    purchaseOrders: row.purchaseOrders,
  };
}

export type InvoiceFilter = Omit<z.output<typeof listInvoicesInput>, "limit" | "cursor">;

// A draft is sorted by its creation; once issued, by its issue date. The index Invoice_list has this order.
const LISTED_AT = `coalesce(i."issuedAt", i."createdAt")`;

/** The sort columns, and the SQL that parses the cursor's text. */
const SORTS: Record<InvoiceFilter["sort"], { by: string; from: string; kind: CursorValue }> = {
  issuedAt: { by: LISTED_AT, from: "::timestamptz", kind: "instant" },
  total: { by: `i."totalMinor"`, from: "::bigint", kind: "integer" },
  number: { by: `coalesce(i.number, '')`, from: "", kind: "text" },
};

const like = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/**
 * One page, newest, largest or highest first.
 * @throws OperationError validation_failed for a cursor from another list
 */
export async function readInvoices(
  tx: Tx,
  organisationId: string,
  filter: InvoiceFilter,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ rows: InvoiceRow[]; nextCursor: string | null }> {
  const { by, from, kind } = SORTS[filter.sort];
  const after = readCursor(page.cursor, [kind, "text"]);
  const rows = await tx.sql<InvoiceRow & { sortedBy: string }>(
    `select ${INVOICE_COLUMNS}, (${by})::text as "sortedBy" from "Invoice" i
      where i."organisationId" = $1
        and ($2::text is null or i.state = $2::"InvoiceState")
        and ($3::timestamptz is null or ${LISTED_AT} >= $3)
        and ($4::timestamptz is null or ${LISTED_AT} < $4)
        and ($5::text is null or exists (select from "InvoiceLine" l left join identity.project p on p.id = l."projectId"
              where l."organisationId" = $1 and l."invoiceId" = i.id and (l."projectId" = $5 or p.slug = $5)))
        and ($6::text is null or $6 = any(i."purchaseOrders"))
        and ($7::text is null or i.number ilike $7 or i.title ilike $7 or array_to_string(i."purchaseOrders", ' ') ilike $7)
        and ($8::text is null or (${by}, i.id) < (($8::text)${from}, $9::text))
        and ($11::boolean is not true or i.state in ('finalised', 'sent', 'partly_paid', 'overdue') and i.kind <> 'credit_note'
          and i."totalMinor" > i."paidMinor")
      order by ${by} desc, i.id desc limit $10`,
    [
      organisationId,
      filter.status ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.project ?? null,
      filter.purchaseOrder ?? null,
      filter.search ? like(filter.search) : null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      page.limit + 1,
      filter.open ?? null,
    ],
    `billing_invoices_${filter.sort}`,
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > page.limit && last ? encodeCursor([last.sortedBy, last.id]) : null };
}
