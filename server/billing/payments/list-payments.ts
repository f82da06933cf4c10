import { listByInvoiceInput, paymentPage } from "@/lib/contracts/billing";
import { encodeCursor } from "@/lib/cursor";
import { toContract } from "@/lib/money";
import { query } from "@/server/kernel/operation/operation";
import { readCursor } from "../invoices/list-cursor";
import { PAYMENT_COLUMNS, type PaymentRow, paymentOf } from "./payment-rows";

/** Payments received from the organisation, newest first. */
export const listPayments = query({
  name: "billing.payment.list",
  summary: "Payments of the organisation.",
  input: listByInvoiceInput,
  output: paymentPage,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/payments" },
  handler: async (ctx, input) => {
    const after = readCursor(input.cursor, ["instant", "text"]);
    const rows = await ctx.tx.sql<PaymentRow>(
      `select ${PAYMENT_COLUMNS} where p."organisationId" = $1 and ($2::text is null or p."invoiceId" = $2)
          and ($3::timestamptz is null or p."receivedAt" >= $3) and ($4::timestamptz is null or p."receivedAt" < $4)
          and ($5::timestamptz is null or (p."receivedAt", p.id) < ($5, $6))
        order by p."receivedAt" desc, p.id desc limit $7`,
      [ctx.organisationId, input.invoiceId ?? null, input.from ?? null, input.to ?? null, after?.[0] ?? null, after?.[1] ?? null, input.limit + 1],
      "billing_payments",
    );
    const accounts = await ctx.tx.sql<{ currency: string; minor: bigint }>(
      `select currency, -"balanceMinor" as minor from "LedgerAccount" where "organisationId" = $1 and kind = 'unapplied_cash' and "balanceMinor" <> 0
        order by currency`,
      [ctx.organisationId],
    );
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    return {
      data: shown.map(paymentOf),
      nextCursor: rows.length > input.limit && last ? encodeCursor([last.receivedAt.toISOString(), last.id]) : null,
      onAccount: accounts.map(toContract),
    };
  },
});
