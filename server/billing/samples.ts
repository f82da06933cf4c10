// For the registry test: what each verb needs and an input it accepts.
import { formatInstant, addMonths, monthInterval, monthOf, toInstant } from "@/lib/period";
import { now } from "@/server/kernel/process/clock";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { type Samples, sample, type TestTenant } from "@/server/kernel/testing";
import { closeMonth } from "./months/close-month";
import { createAdvance } from "./months/create-advance";
import { exportInvoices } from "./invoices/export-invoices";
import { finaliseDueInvoices } from "./invoices/finalise-due-invoices";
import { finaliseInvoice } from "./invoices/finalise-invoice";
import { getInvoice } from "./invoices/get-invoice";
import { getInvoiceCsv } from "./documents/get-invoice-csv";
import { getInvoicePdf } from "./documents/get-invoice-pdf";
import { getReservation } from "./metering/get-reservation";
import { getSpend } from "./reports/get-spend";
import { getStatement } from "./reports/get-statement";
import { getUsage } from "./reports/get-usage";
import { listCreditNotes } from "./invoices/list-credit-notes";
import { listInvoiceLines } from "./invoices/list-invoice-lines";
import { countInvoices } from "./invoices/count-invoices";
import { listInvoices } from "./invoices/list-invoices";
import { listPayments } from "./payments/list-payments";
import { listReservations } from "./metering/list-reservations";
import { loadSellers } from "./profiles/load-sellers";
import { recordPayment } from "./payments/record-payment";
import { remindDueInvoices } from "./invoices/remind-due-invoices";
import { remindInvoice } from "./invoices/remind-invoice";
import { renderDocuments } from "./documents/render-documents";
import { reviseMonth } from "./months/revise-month";
import { setProfile } from "./profiles/set-profile";
import { testContract } from "./testing/contract";

const lastMonth = (): string => addMonths(monthOf(toInstant(now())), -1);
const job = (tenant: TestTenant) => systemCaller("a sample", tenant.organisationId, "test");

async function contract(tenant: TestTenant): Promise<string> {
  const { start, end } = monthInterval(lastMonth());
  return (await testContract(tenant, { start: formatInstant(start), end: formatInstant(end), nodes: 1 })).reservationId;
}

/** A deposit invoice, numbered and open. */
async function invoice(tenant: TestTenant): Promise<string> {
  const { invoiceId } = await run(createAdvance, job(tenant), { reservationId: await contract(tenant) });
  return invoiceId ?? "";
}

async function rendered(tenant: TestTenant): Promise<string> {
  const invoiceId = await invoice(tenant);
  await run(renderDocuments, job(tenant), { invoiceId });
  return invoiceId;
}

export const samples: Samples = {
  "billing.invoice.list": sample(listInvoices, async () => ({})),
  "billing.invoice.count": sample(countInvoices, async () => ({})),
  "billing.invoice.get": sample(getInvoice, async (tenant) => ({ id: await invoice(tenant) })),
  "billing.invoice.lines": sample(listInvoiceLines, async (tenant) => ({ id: await invoice(tenant) })),
  "billing.invoice.pdf": sample(getInvoicePdf, async (tenant) => ({ id: await rendered(tenant) })),
  "billing.invoice.csv": sample(getInvoiceCsv, async (tenant) => ({ id: await rendered(tenant) })),
  "billing.invoice.export": sample(exportInvoices, async () => ({})),
  "billing.invoice.finalise": sample(finaliseInvoice, async (tenant) => {
    await contract(tenant);
    const { invoiceIds } = await run(closeMonth, job(tenant), { month: lastMonth() });
    return { invoiceId: invoiceIds[0] ?? "" };
  }),
  "billing.invoice.finaliseDue": sample(finaliseDueInvoices, async () => ({})),
  "billing.invoice.remind": sample(remindInvoice, async (tenant) => ({ invoiceId: await invoice(tenant) })),
  "billing.invoice.remindDue": sample(remindDueInvoices, async () => ({})),
  "billing.creditNote.list": sample(listCreditNotes, async () => ({})),
  "billing.payment.list": sample(listPayments, async () => ({})),
  "billing.payment.record": sample(recordPayment, async (tenant) => ({
    invoiceId: await invoice(tenant),
    amount: { amount: "1.00", currency: "USD" },
    method: "bank_transfer" as const,
    externalReference: "statement 2026-222",
  })),
  "billing.statement.get": sample(getStatement, async () => ({ from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" })),
  "billing.reservation.list": sample(listReservations, async () => ({})),
  "billing.reservation.get": sample(getReservation, async (tenant) => ({ id: await contract(tenant) })),
  "billing.usage.get": sample(getUsage, async () => ({ from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" })),
  "billing.spend.get": sample(getSpend, async () => ({})),
  "billing.advance.create": sample(createAdvance, async (tenant) => ({ reservationId: await contract(tenant) })),
  "billing.month.close": sample(closeMonth, async () => ({ month: lastMonth() })),
  "billing.month.revise": sample(reviseMonth, async () => ({ month: lastMonth() })),
  "billing.document.render": sample(renderDocuments, async (tenant) => ({ invoiceId: await invoice(tenant) })),
  "billing.profile.set": sample(setProfile, async () => ({
    legalName: "Test AS",
    addressLines: ["Storgata 1", "0155 Oslo"],
    country: "NO",
    apEmail: "ap@test.example",
    currency: "USD",
  })),
  "billing.seller.load": sample(loadSellers, async () => ({
    sellers: [
      {
        country: "US" as const,
        name: "Berth Network Inc.",
        address: "251 Little Falls Drive, Wilmington",
        taxId: "00-0000000",
        bankName: "Testbank",
        iban: "000000000000",
        bic: "TESTUS33",
      },
    ],
  })),
};
