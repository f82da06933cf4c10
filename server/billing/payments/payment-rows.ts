// Payments as rows and as the contract shows them.
import type { PaymentContract } from "@/lib/contracts/billing";
import { toContract } from "@/lib/money";

export interface PaymentRow {
  id: string;
  invoiceId: string | null;
  invoiceNumber: string | null;
  currency: string;
  amountMinor: bigint;
  method: string;
  externalReference: string;
  receivedAt: Date;
}

/** Columns and tables of a payment, up to the condition. */
export const PAYMENT_COLUMNS = `p.id, p."invoiceId", i.number as "invoiceNumber", p.currency, p."amountMinor", p.method, p."externalReference", p."receivedAt"
  from "Payment" p left join "Invoice" i on i.id = p."invoiceId" and i."organisationId" = p."organisationId"`;

export function paymentOf(row: PaymentRow): PaymentContract {
  const { id, invoiceId, invoiceNumber, method, externalReference } = row;
  return { id, invoiceId, invoiceNumber, method, externalReference, amount: toContract({ minor: row.amountMinor, currency: row.currency }), receivedAt: row.receivedAt.toISOString() };
}
