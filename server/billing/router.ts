import { closeMonth } from "./months/close-month";
import { countInvoices } from "./invoices/count-invoices";
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

export const billing = {
  invoice: {
    list: listInvoices,
    count: countInvoices,
    get: getInvoice,
    lines: listInvoiceLines,
    pdf: getInvoicePdf,
    csv: getInvoiceCsv,
    export: exportInvoices,
    finalise: finaliseInvoice,
    finaliseDue: finaliseDueInvoices,
    remind: remindInvoice,
    remindDue: remindDueInvoices,
  },
  creditNote: { list: listCreditNotes },
  payment: { list: listPayments, record: recordPayment },
  statement: { get: getStatement },
  reservation: { list: listReservations, get: getReservation },
  usage: { get: getUsage },
  spend: { get: getSpend },
  advance: { create: createAdvance },
  month: { close: closeMonth, revise: reviseMonth },
  document: { render: renderDocuments },
  profile: { set: setProfile },
  seller: { load: loadSellers },
};
