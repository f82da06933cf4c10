import { invoiceDetail, invoiceIdInput } from "@/lib/contracts/billing";
import { query } from "@/server/kernel/operation/operation";
import { readDetail } from "./invoice-detail";

/** One invoice with the details behind every line. Errors: not_found. */
export const getInvoice = query({
  name: "billing.invoice.get",
  summary: "One invoice with its lines, payments and documents.",
  input: invoiceIdInput,
  output: invoiceDetail,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/invoices/{id}" },
  handler: (ctx, { id }) => readDetail(ctx.tx, ctx.organisationId, id),
});
