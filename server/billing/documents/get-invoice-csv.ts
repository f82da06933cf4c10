import { invoiceIdInput } from "@/lib/contracts/billing";
import { file } from "@/lib/contracts/common";
import { query } from "@/server/kernel/operation/operation";
import { readDocument } from "./stored-document";

/** The file as rendered and sent. Errors: not_found, invalid_state for a draft, unavailable until rendered. */
export const getInvoiceCsv = query({
  name: "billing.invoice.csv",
  summary: "The lines of an invoice as CSV.",
  input: invoiceIdInput,
  output: file,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/invoices/{id}/csv", file: true },
  taken: { subject: (input) => input.id },
  handler: (ctx, { id }) => readDocument(ctx.tx, ctx.organisationId, id, "csv"),
});
