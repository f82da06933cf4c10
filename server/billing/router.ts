import { closeMonth } from "./close-month";
import { createAdvance } from "./create-advance";
import { exportInvoices } from "./export-invoices";
import { getInvoice } from "./get-invoice";
import { listCreditNotes } from "./list-credit-notes";
import { listInvoiceLines } from "./list-invoice-lines";
import { listInvoices } from "./list-invoices";
import { listPayments } from "./list-payments";

export const billing = {
  invoice: { list: listInvoices, get: getInvoice, lines: listInvoiceLines, export: exportInvoices },
  creditNote: { list: listCreditNotes },
  payment: { list: listPayments },
  advance: { create: createAdvance },
  month: { close: closeMonth },
};
