import { payment, recordPaymentInput } from "@/lib/contracts/billing";
import { exponentOf, fromContract } from "@/lib/money";
import { toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { notFound, OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { type InvoiceState, nextInvoiceState } from "../invoices/invoice-states";
import { book } from "../ledger/ledger";
import { paymentTransfer } from "../ledger/ledger-rules";
import { lockAccount, setAgainstOpen } from "./account-money";
import { PAYMENT_COLUMNS, type PaymentRow, paymentOf } from "./payment-rows";
import { invoicePaid } from "../published";

interface OpenInvoice {
  number: string | null;
  kind: string;
  state: InvoiceState;
  currency: string;
  totalMinor: bigint;
  paidMinor: bigint;
}

/** The amount in minor units of the invoice's currency. */
function amountIn(invoice: OpenInvoice, amount: { amount: string; currency: string }): bigint {
  const wrong = (pointer: string, message: string) =>
    new OperationError("validation_failed", "The amount does not fit the invoice.", { errors: [{ pointer, message }] });
  if (amount.currency !== invoice.currency) throw wrong("/amount/currency", `must be ${invoice.currency}, the invoice's currency`);
  const fraction = amount.amount.split(".")[1] ?? "";
  if (fraction.length > exponentOf(invoice.currency)) throw wrong("/amount/amount", `must have at most ${exponentOf(invoice.currency)} decimals`);
  const { minor } = fromContract(amount);
  if (minor <= 0n) throw wrong("/amount/amount", "must be more than zero");
  return minor;
}

const known = async (tx: Tx, organisationId: string, externalReference: string): Promise<PaymentRow | undefined> =>
  (await tx.sql<PaymentRow>(`select ${PAYMENT_COLUMNS} where p."organisationId" = $1 and p."externalReference" = $2`, [organisationId, externalReference]))[0];

/**
 * Books a payment for an invoice. A bank's or provider's reference is booked once: the same reference with the same
 * figures returns the first payment, with different ones it is a conflict. The excess is set against other open
 * invoices, oldest due date first; the rest stays on the customer's account. Errors: not_found, validation_failed,
 * invalid_state (a draft or a credit note), conflict.
 */
export const recordPayment = command({
  name: "billing.payment.record",
  summary: "Book money received for an invoice.",
  input: recordPaymentInput,
  output: payment,
  // Customers cannot mark their own invoices paid: payments come from bank statements and verified webhooks.
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const { tx, organisationId, now } = ctx;
    const { invoiceId, externalReference } = input;
    await lockAccount(ctx);
    const [invoice] = await tx.sql<OpenInvoice>(
      `select number, kind, state::text as state, currency, "totalMinor", "paidMinor" from "Invoice" where id = $1 and "organisationId" = $2 for update`,
      [invoiceId, organisationId],
    );
    if (!invoice) throw notFound("invoice", invoiceId);
    const { number, currency } = invoice;
    if (number === null || invoice.kind === "credit_note")
      throw new OperationError("invalid_state", number === null ? "A draft cannot be paid yet." : "A credit note owes nothing.", {
        suggestion: "Pay an invoice that has a number and an open amount.",
      });
    const amountMinor = amountIn(invoice, input.amount);
    const openMinor = invoice.totalMinor - invoice.paidMinor;
    const matchedMinor = amountMinor < openMinor ? amountMinor : openMinor;
    const receivedAt = input.receivedAt === undefined ? now : new Date(input.receivedAt);
    if (receivedAt > now)
      throw new OperationError("validation_failed", "Money cannot have come in later than now.", {
        errors: [{ pointer: "/receivedAt", message: "must not lie in the future" }],
      });
    const id = ctx.id("pay");
    const made = await tx.exec(
      `insert into "Payment" (id, "organisationId", "invoiceId", currency, "amountMinor", "appliedMinor", method, "externalReference", "receivedAt")
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict ("organisationId", "externalReference") do nothing`,
      [id, organisationId, invoiceId, currency, amountMinor, matchedMinor, input.method, externalReference, receivedAt],
    );
    if (made === 0) {
      const first = await known(tx, organisationId, externalReference);
      if (first?.invoiceId === invoiceId && first.amountMinor === amountMinor) return paymentOf(first);
      throw new OperationError("conflict", `The reference ${externalReference} was booked before with other figures.`, {
        suggestion: "Check the bank's reference, the invoice and the amount.",
      });
    }
    const event = openMinor === matchedMinor ? "full_payment" : "part_payment";
    await tx.exec(
      `update "Invoice" set "paidMinor" = "paidMinor" + $2, state = $3::"InvoiceState", "nextReminderAt" = case when $4 then null else "nextReminderAt" end
        where id = $1`,
      [invoiceId, matchedMinor, nextInvoiceState(invoice.state, event) ?? invoice.state, event === "full_payment"],
    );
    await book(
      tx,
      paymentTransfer({ organisationId, currency, occurredAt: toInstant(receivedAt), paymentId: id, externalReference }, { amountMinor, matchedMinor }),
    );
    await ctx.emit(invoicePaid({ invoiceId, number, paymentId: id }, organisationId));
    if (amountMinor > matchedMinor) await setAgainstOpen(ctx, currency);
    ctx.audited({ invoice: number, amount: input.amount.amount, currency, reference: externalReference });
    const booked = await known(tx, organisationId, externalReference);
    if (!booked) throw new Error(`payment ${id} is gone`);
    return paymentOf(booked);
  },
});
