import { invoiceLinePage, listInvoiceLinesInput } from "@/lib/contracts/billing";
import { notFound } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { lineOf, readLines } from "./invoice-detail";

/** Lines of an invoice in order, paginated. Errors: not_found. */
export const listInvoiceLines = query({
  name: "billing.invoice.lines",
  summary: "Lines of an invoice.",
  input: listInvoiceLinesInput,
  output: invoiceLinePage,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/invoices/{id}/lines" },
  handler: async (ctx, { id, limit, cursor }) => {
    const after = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 0;
    const [[invoice], rows] = await Promise.all([
      ctx.tx.sql<{ currency: string }>(`select currency from "Invoice" where id = $1 and "organisationId" = $2`, [id, ctx.organisationId]),
      readLines(ctx.tx, ctx.organisationId, id, after, limit + 1),
    ]);
    if (!invoice) throw notFound("invoice", id);
    const shown = rows.slice(0, limit);
    return { data: shown.map((row) => lineOf(row, invoice.currency)), nextCursor: rows.length > limit ? String(shown.at(-1)?.ordinal ?? "") || null : null };
  },
});
