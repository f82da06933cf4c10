import { closeMonth } from "./close-month";
import { createAdvance } from "./create-advance";
import { exportInvoices } from "./export-invoices";
import { finaliseDueInvoices } from "./finalise-due-invoices";
import { finaliseInvoice } from "./finalise-invoice";
import { getInvoice } from "./get-invoice";
import { getInvoiceCsv } from "./get-invoice-csv";
import { getInvoicePdf } from "./get-invoice-pdf";
import { getReservation } from "./get-reservation";
import { getSpend } from "./get-spend";
import { getStatement } from "./get-statement";
import { getUsage } from "./get-usage";
import { listCreditNotes } from "./list-credit-notes";
import { listInvoiceLines } from "./list-invoice-lines";
import { listInvoices } from "./list-invoices";
import { listPayments } from "./list-payments";
import { listReservations } from "./list-reservations";
import { loadSellers } from "./load-sellers";
import { recordPayment } from "./record-payment";
import { remindDueInvoices } from "./remind-due-invoices";
import { remindInvoice } from "./remind-invoice";
import { renderDocuments } from "./render-documents";
import { setProfile } from "./set-profile";

export const billing = {
  invoice: {
    list: listInvoices, get: getInvoice, lines: listInvoiceLines, pdf: getInvoicePdf, csv: getInvoiceCsv, export: exportInvoices,
    finalise: finaliseInvoice, finaliseDue: finaliseDueInvoices, remind: remindInvoice, remindDue: remindDueInvoices,
  },
  creditNote: { list: listCreditNotes },
  payment: { list: listPayments, record: recordPayment },
  statement: { get: getStatement },
  reservation: { list: listReservations, get: getReservation },
  usage: { get: getUsage },
  spend: { get: getSpend },
  advance: { create: createAdvance },
  month: { close: closeMonth },
  document: { render: renderDocuments },
  profile: { set: setProfile },
  seller: { load: loadSellers },
};
