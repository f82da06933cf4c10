import { invoicePage, listInvoicesInput } from "@/lib/contracts/billing";
import { query } from "@/server/kernel/operation/operation";
import { invoiceOf, readInvoices } from "./invoice-list";

/** Invoices, advances and credit notes of the organisation, including drafts. `project` is an id or a short name. */
export const listInvoices = query({
  name: "billing.invoice.list",
  summary: "Invoices of the organisation.",
  input: listInvoicesInput,
  output: invoicePage,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/invoices" },
  handler: async (ctx, { limit, cursor, ...filter }) => {
    const { rows, nextCursor } = await readInvoices(ctx.tx, ctx.organisationId, filter, { limit, cursor });
    return { data: rows.map(invoiceOf), nextCursor };
  },
});
