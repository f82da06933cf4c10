import { listInvoicesInput } from "@/lib/contracts/billing";
import { file } from "@/lib/contracts/common";
import { csv } from "@/lib/csv";
import { query } from "@/server/kernel/operation/operation";
import { invoiceOf, readInvoices } from "./invoice-list";

/** Maximum rows per file; a longer history is fetched in date ranges. */
const ROWS = 10_000;

const HEADER = [
  "number",
  "kind",
  "state",
  "title",
  "periodStart",
  "periodEnd",
  "issuedAt",
  "dueAt",
  "currency",
  "subtotal",
  "tax",
  "total",
  "paid",
  "amountDue",
  "purchaseOrders",
  "id",
];

/**
 * The list's view as CSV: same filters, same order. Purchase orders share a cell, one per line, which works because
 * none contains a line break.
 */
export const exportInvoices = query({
  name: "billing.invoice.export",
  summary: "The list of invoices as CSV.",
  input: listInvoicesInput.omit({ limit: true, cursor: true }),
  output: file,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/invoices/export", file: true },
  taken: { subject: (_input, output) => output.fileName },
  handler: async (ctx, filter) => {
    const { rows } = await readInvoices(ctx.tx, ctx.organisationId, filter, { limit: ROWS });
    const lines = rows
      .map(invoiceOf)
      .map((invoice) => [
        invoice.number,
        invoice.kind,
        invoice.state,
        invoice.title,
        invoice.period.start,
        invoice.period.end,
        invoice.issuedAt,
        invoice.dueAt,
        invoice.total.currency,
        invoice.subtotal.amount,
        invoice.tax.amount,
        invoice.total.amount,
        invoice.paid.amount,
        invoice.amountDue.amount,
        invoice.purchaseOrders.join("\n"),
        invoice.id,
      ]);
    return { fileName: "invoices.csv", contentType: "text/csv; charset=utf-8", bytes: new TextEncoder().encode(csv(HEADER, lines)) };
  },
});
