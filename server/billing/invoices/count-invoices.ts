import { z } from "zod";
import { invoiceCount } from "@/lib/contracts/billing";
import { query } from "@/server/kernel/operation/operation";

/** Invoices awaiting payment. Credit notes never do. */
export const countInvoices = query({
  name: "billing.invoice.count",
  summary: "How many invoices are open, and how many of them overdue.",
  input: z.object({}),
  output: invoiceCount,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  handler: async ({ tx, organisationId }) => {
    const [row] = await tx.sql<{ open: number; overdue: number }>(
      `select count(*)::int as open, count(*) filter (where state = 'overdue')::int as overdue from "Invoice"
        where "organisationId" = $1 and state in ('finalised', 'sent', 'partly_paid', 'overdue') and kind <> 'credit_note' and "totalMinor" > "paidMinor"`,
      [organisationId],
      "billing_invoice_count",
    );
    return row ?? { open: 0, overdue: 0 };
  },
});
