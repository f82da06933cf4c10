import { z } from "zod";
import { LINE_KINDS, type LineKind, PREPAID_KINDS } from "../invoice-words";
import { currency, instant, interval, line, listInput, money, page, rate, reference } from "./common";

export const invoiceState = z.enum(["draft", "finalised", "sent", "partly_paid", "paid", "overdue", "credited"]);
/** What a document is for. The labels are in lib/invoice-words.ts. */
const documentKind = z.enum(["month", "correction", "prepayment", "advance", "deposit", "credit_note"]);
export const invoice = z.object({
  id: z.string(),
  number: z.string().nullable(),
  kind: documentKind,
  state: invoiceState,
  title: z.string(),
  period: interval,
  issuedAt: instant.nullable(),
  dueAt: instant.nullable(),
  subtotal: money,
  tax: money,
  total: money,
  amountDue: money,
  paid: money,
  purchaseOrders: z.array(z.string()),
});
export type InvoiceContract = z.output<typeof invoice>;
export const listInvoicesInput = listInput.extend({
  status: invoiceState.optional(),
  from: instant.optional(),
  to: instant.optional(),
  project: reference().optional(),
  purchaseOrder: line(60).optional(),
  open: z.boolean().optional().describe("true: only what waits for payment"),
  search: line(80).optional(),
  sort: z.enum(["issuedAt", "total", "number"]).default("issuedAt"),
});
export const invoiceCount = z.object({ open: z.number().int(), overdue: z.number().int() });
export const invoicePage = page(invoice);
export const invoiceIdInput = z.object({ id: reference() });
export const listInvoiceLinesInput = listInput.extend({ id: reference() });

const lineKind = z.enum(Object.keys(LINE_KINDS) as [LineKind, ...LineKind[]]);
/** A contract's prepaid money after a document: paid = used before + applied + returned + left. */
const prepaidStatus = z.object({ kind: z.enum(PREPAID_KINDS), paid: money, usedBefore: money, applied: money, returned: money, left: money });
export const invoiceLine = z.object({
  id: z.string(),
  kind: lineKind,
  /** The label of the kind, the same on every document. */
  label: z.string(),
  description: z.string(),
  /** The amount the percentage applies to. */
  note: z.string().nullable(),
  /** The tax treatment of this line. */
  taxCategory: z.string(),
  taxRatePercent: z.string(),
  reservationId: z.string().nullable(),
  quoteId: z.string().nullable(),
  clusterId: z.string().nullable(),
  clusterName: z.string().nullable(),
  projectId: z.string().nullable(),
  projectName: z.string().nullable(),
  costCentre: z.string().nullable(),
  nodeType: z.string().nullable(),
  nodes: z.number().int().nullable(),
  meteredSeconds: z.number().int().nullable(),
  gpuSeconds: z.number().int().nullable(),
  gpuHours: z.string().nullable(),
  ratePerGpuHour: rate.nullable(),
  amount: money,
  period: interval.nullable(),
  /** Number of the document a settlement refers to: the deposit being applied. */
  reference: z.string().nullable(),
  /** For a contract with prepaid money: what has become of that money so far. */
  prepaid: prepaidStatus.nullable(),
  /** Where a click leads: the metered segments, the accepted quote, or the report behind a credit. */
  metered: z.array(
    z.object({
      start: instant,
      end: instant,
      nodes: z.number().int(),
      secondsEach: z.number().int(),
      gpuHours: z.string(),
      charged: z.boolean(),
      reason: z.string(),
      amount: money,
    }),
  ),
  quote: z
    .object({ id: z.string(), acceptedAt: instant, acceptedBy: z.string(), purchaseOrder: z.string().nullable(), ratePerGpuHour: rate, slaPlan: z.string() })
    .nullable(),
  credit: z
    .object({
      slaReportId: z.string(),
      availabilityPercent: z.string().nullable(),
      targetPercent: z.string(),
      percent: z.number().int(),
      base: money,
      reason: z.string(),
    })
    .nullable(),
});
export type InvoiceLineContract = z.output<typeof invoiceLine>;
export const invoiceLinePage = page(invoiceLine);
/** How many lines an invoice's detail carries; the rest are read through the lines operation. */
export const LINES_IN_DETAIL = 500;

const party = z.object({
  name: z.string(),
  addressLines: z.array(z.string()),
  country: z.string(),
  taxId: z.string().nullable(),
  email: z.string().nullable(),
});
export const documentContract = z.object({
  kind: z.enum(["pdf", "csv"]),
  fileName: z.string(),
  contentType: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
});
export const payment = z.object({
  id: z.string(),
  invoiceId: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
  amount: money,
  /**
   * Matched to the named invoice; later set against other invoices; still on the account. Together they are the amount.
   */
  applied: money,
  allocated: money,
  unapplied: money,
  method: z.string(),
  externalReference: z.string(),
  receivedAt: instant,
});
export type PaymentContract = z.output<typeof payment>;

const invoiceLink = z.object({ id: z.string(), number: z.string().nullable() });
export const invoiceDetail = invoice.extend({
  seller: party,
  buyer: party,
  paymentReference: z.string().nullable(),
  bank: z.object({ name: z.string(), iban: z.string(), bic: z.string() }),
  netDays: z.number().int(),
  taxCategory: z.string(),
  taxRatePercent: z.string(),
  taxNote: z.string().nullable(),
  /** At most LINES_IN_DETAIL of them, in order. */
  lines: z.array(invoiceLine),
  lineCount: z.number().int(),
  /** One per tax treatment on the document; together they are the tax. */
  taxes: z.array(z.object({ category: z.string(), ratePercent: z.string(), note: z.string().nullable(), taxable: money, tax: money })),
  /** Every line of a project, including applied prepayments, so the subtotals add up to the invoice's. */
  projects: z.array(
    z.object({
      projectId: z.string().nullable(),
      name: z.string(),
      costCentre: z.string().nullable(),
      subtotal: money,
      parts: z.array(z.object({ label: z.string(), amount: money })),
    }),
  ),
  /** Corrections: the invoice being corrected, and the documents that correct this one. */
  corrects: invoiceLink.nullable(),
  corrections: z.array(invoiceLink),
  payments: z.array(payment),
  documents: z.array(documentContract),
  summary: z.array(z.object({ label: z.string(), amount: money })),
  /** When a draft gets its number, and when accounts payable is next reminded. */
  finaliseAt: instant.nullable(),
  nextReminderAt: instant.nullable(),
});
export type InvoiceDetail = z.output<typeof invoiceDetail>;

const creditNote = z.object({
  id: z.string(),
  number: z.string(),
  invoiceId: z.string(),
  invoiceNumber: z.string().nullable(),
  reason: z.string(),
  subtotal: money,
  tax: money,
  total: money,
  /** Set against invoices so far, and what is still on the account. */
  applied: money,
  unapplied: money,
  correctsNumber: z.string().nullable(),
  issuedAt: instant,
});
export const creditNotePage = page(creditNote);
/** `onAccount`: money that no open invoice has taken, one amount per currency. */
export const paymentPage = page(payment).extend({ onAccount: z.array(money) });
export const listByInvoiceInput = listInput.extend({ invoiceId: reference().optional(), from: instant.optional(), to: instant.optional() });
export const recordPaymentInput = z.object({
  invoiceId: reference(),
  amount: money,
  method: z.enum(["bank_transfer", "card", "direct_debit"]),
  externalReference: line(120),
  receivedAt: instant.optional(),
});

const usageGroup = z.enum(["project", "cluster", "nodeType", "region", "day"]);
export const usageInput = z.object({ from: instant, to: instant, groupBy: usageGroup.default("project") });
export const usage = z.object({
  data: z.array(z.object({ key: z.string(), name: z.string(), gpuSeconds: z.number().int(), gpuHours: z.string(), amount: money })),
  /** What the rows' hours add up to, the same for every grouping. */
  totalGpuHours: z.string(),
  total: money,
  nextCursor: z.string().nullable(),
});
export type Usage = z.output<typeof usage>;

/**
 * Spend in the current month: one cumulative point per day, the forecast for the whole month, and the credits accrued.
 */
export const spend = z.object({
  month: z.string(),
  currency: z.string(),
  toDate: money,
  forecast: money,
  budget: money.nullable(),
  creditsAccrued: money,
  days: z.array(z.object({ day: z.number().int(), cumulative: z.string().nullable(), forecast: z.string().nullable() })),
});
export type Spend = z.output<typeof spend>;

/** What an organisation owed and paid over a period: positive balances are owed to us. */
export const statementInput = z.object({ from: instant, to: instant, currency: currency.optional() });
export const statement = z.object({
  currency: z.string(),
  from: instant,
  to: instant,
  opening: money,
  closing: money,
  data: z.array(z.object({ at: instant, description: z.string(), amount: money, balance: money })),
});
export type Statement = z.output<typeof statement>;
