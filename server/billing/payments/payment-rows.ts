// Payments as rows and as contract output.
import type { PaymentContract } from "@/lib/contracts/billing";
import { toContract } from "@/lib/money";
import { formatInstant, toInstant } from "@/lib/period";

export interface PaymentRow {
  id: string;
  invoiceId: string | null;
  invoiceNumber: string | null;
  currency: string;
  amountMinor: bigint;
  appliedMinor: bigint;
  allocatedMinor: bigint;
  method: string;
  externalReference: string;
  receivedAt: Date;
}

/** Columns and tables of a payment, up to the condition. */
export const PAYMENT_COLUMNS = `p.id, p."invoiceId", i.number as "invoiceNumber", p.currency, p."amountMinor", p."appliedMinor", p."allocatedMinor",
  p.method, p."externalReference", p."receivedAt"
  from "Payment" p left join "Invoice" i on i.id = p."invoiceId" and i."organisationId" = p."organisationId"`;

export function paymentOf(row: PaymentRow): PaymentContract {
  const { id, invoiceId, invoiceNumber, method, externalReference, amountMinor, appliedMinor, allocatedMinor } = row;
  const money = (minor: bigint) => toContract({ minor, currency: row.currency });
  return {
    id,
    invoiceId,
    invoiceNumber,
    method,
    externalReference,
    amount: money(amountMinor),
    applied: money(appliedMinor),
    allocated: money(allocatedMinor),
    unapplied: money(amountMinor - appliedMinor - allocatedMinor),
    receivedAt: formatInstant(toInstant(row.receivedAt)),
  };
}
