// The content of the PDF: the invoice's detail as finished text, in page order. Pure.
import type { InvoiceDetail } from "@/lib/contracts/billing";
import { formatCreditorReference } from "@/lib/creditor-reference";
import { DOCUMENT_KINDS, INVOICE_LABELS, notChargedWord, taxLabel, totalLabel } from "@/lib/invoice-words";
import { exponentOf } from "@/lib/money";
import { parseInstant } from "@/lib/period";
import { dayName, momentName } from "../invoices/month-name";

interface PdfLine {
  name: string;
  notes: string[];
  gpuHours: string;
  rate: string;
  amount: string;
  segments: { what: string; gpuHours: string; amount: string; charged: boolean }[];
}

export interface PdfModel {
  title: string;
  number: string;
  seller: string;
  subtitle: string;
  /** The buyer's country, where known: it decides how Han characters look. */
  country: string | null;
  headline: { amount: string; note: string };
  summary: { label: string; amount: string; strong: boolean }[];
  parties: { label: string; lines: string[] }[];
  linesTitle: string;
  currency: string;
  groups: { name: string; costCentre: string; subtotal: string; lines: PdfLine[] }[];
  totals: { label: string; note: string; amount: string }[];
  /** Prepaid money: paid, used before, applied here, returned here, left. */
  prepaid: { name: string; kind: string; amounts: string[] }[];
  prepaidTitle: string;
  total: { label: string; amount: string };
  payment: { label: string; value: string }[];
  footer: string;
}

/** Segments shown per line; a line with more is complete only in the CSV and the console. */
const SEGMENTS_PER_LINE = 24;

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** `"-22356.46"` → `"(22,356.46)"`: grouped, negatives in accounting form. */
export function amountText(amount: string): string {
  const [whole = "0", fraction] = amount.replace(/^-/, "").split(".");
  const text = `${grouped(whole)}${fraction === undefined ? "" : `.${fraction}`}`;
  return amount.startsWith("-") ? `(${text})` : text;
}

/** At least three decimals where the currency has any, so that rates in a column align. */
function rateText(rate: string, currency: string): string {
  const [whole = "0", fraction = ""] = rate.split(".");
  const digits = exponentOf(currency) === 0 ? fraction : fraction.padEnd(3, "0");
  return `${grouped(whole)}${digits === "" ? "" : `.${digits}`}`;
}

const moment = (instant: string, seconds = false): string => momentName(parseInstant(instant), seconds);
const day = (instant: string): string => dayName(parseInstant(instant));
/** The first purchase orders, and how many more the console and the CSV list. */
const ordersOf = (orders: readonly string[]): string[] => (orders.length > 6 ? [...orders.slice(0, 5), `and ${orders.length - 5} more orders`] : [...orders]);
const count = (value: number): string => grouped(String(value));

type Line = InvoiceDetail["lines"][number];

function notesOf(line: Line): string[] {
  const { period, quote, credit } = line;
  return [
    ...(period && line.kind !== "credit" ? [`${moment(period.start)} to ${moment(period.end)} UTC`] : []),
    ...(quote && line.kind === "usage"
      ? [`Quote ${quote.id}, accepted ${day(quote.acceptedAt)} by ${quote.acceptedBy}${quote.purchaseOrder === null ? "" : `, ${quote.purchaseOrder}`}`]
      : []),
    ...(line.note === null ? [] : [line.note]),
    ...(line.reference === null ? [] : [`Invoiced as ${line.reference}`]),
    ...(credit ? [`${credit.percent} % of ${amountText(credit.base.amount)}, report ${credit.slaReportId}, credited without a claim`] : []),
  ];
}

function segmentsOf(line: Line): PdfLine["segments"] {
  // A single plain segment adds nothing to the line.
  if (line.metered.every((segment) => segment.charged) && line.metered.length < 2) return [];
  const shown = line.metered.slice(0, SEGMENTS_PER_LINE).map((segment) => ({
    what: `${moment(segment.start, true)} to ${moment(segment.end, true)}, ${count(segment.nodes)} ${segment.nodes === 1 ? "node" : "nodes"}, ${count(segment.secondsEach)} s each${segment.charged ? "" : `, ${notChargedWord(segment.reason)}`}`,
    gpuHours: segment.charged ? amountText(segment.gpuHours) : "not charged",
    amount: amountText(segment.amount.amount),
    charged: segment.charged,
  }));
  const more = line.metered.length - shown.length;
  return more > 0 ? [...shown, { what: `and ${count(more)} more, in the CSV and the console`, gpuHours: "", amount: "", charged: true }] : shown;
}

function lineText(line: Line): PdfLine {
  return {
    name: line.description,
    notes: notesOf(line),
    gpuHours: line.gpuHours === null ? "" : amountText(line.gpuHours),
    rate: line.ratePerGpuHour === null ? "" : rateText(line.ratePerGpuHour, line.amount.currency),
    amount: amountText(line.amount.amount),
    segments: segmentsOf(line),
  };
}

function headlineOf(invoice: InvoiceDetail): PdfModel["headline"] {
  const { currency } = invoice.total;
  if (invoice.kind === "credit_note") return { amount: amountText(invoice.total.amount.replace(/^-/, "")), note: `${currency} credited to your account` };
  const open = Number(invoice.amountDue.amount) !== 0;
  return {
    amount: amountText(invoice.amountDue.amount),
    note: open && invoice.dueAt !== null ? `${currency} to pay by ${day(invoice.dueAt)}` : `${currency} to pay`,
  };
}

function summaryOf(invoice: InvoiceDetail): PdfModel["summary"] {
  const rows = invoice.summary.map((row, index) => ({ label: row.label, amount: amountText(row.amount.amount), strong: index === invoice.summary.length - 1 }));
  if (Number(invoice.paid.amount) === 0) return rows;
  return [
    ...rows,
    { label: INVOICE_LABELS.received, amount: amountText(`-${invoice.paid.amount}`), strong: false },
    { label: INVOICE_LABELS.open, amount: amountText(invoice.amountDue.amount), strong: true },
  ];
}

/** Lines by project, in invoice order, with their settlements, so that cost centres add up. */
function groupsOf(invoice: InvoiceDetail): PdfModel["groups"] {
  const byProject = new Map<string, PdfLine[]>();
  for (const line of invoice.lines) {
    const key = line.projectId ?? "";
    const known = byProject.get(key);
    if (known) known.push(lineText(line));
    else byProject.set(key, [lineText(line)]);
  }
  return invoice.projects.map((project) => ({
    name: project.name,
    costCentre: project.costCentre === null ? "" : `cost centre ${project.costCentre}`,
    subtotal: amountText(project.subtotal.amount),
    lines: byProject.get(project.projectId ?? "") ?? [],
  }));
}

function totalsOf(invoice: InvoiceDetail): PdfModel["totals"] {
  const several = invoice.taxes.length > 1;
  return [
    { label: INVOICE_LABELS.subtotal, note: "", amount: amountText(invoice.subtotal.amount) },
    ...invoice.taxes.map(({ category, ratePercent, note, taxable, tax }) => ({
      label: taxLabel(category, ratePercent),
      note: [...(several ? [`on ${amountText(taxable.amount)}`] : []), ...(note === null ? [] : [note])].join(". "),
      amount: amountText(tax.amount),
    })),
  ];
}

function paymentOf(invoice: InvoiceDetail): PdfModel["payment"] {
  if (invoice.kind === "credit_note" || Number(invoice.amountDue.amount) === 0 || invoice.paymentReference === null) return [];
  return [
    { label: "Amount", value: `${amountText(invoice.amountDue.amount)} ${invoice.total.currency}` },
    { label: "Due", value: invoice.dueAt === null ? "" : `${day(invoice.dueAt)}, net ${invoice.netDays} days` },
    { label: "To", value: invoice.seller.name },
    { label: "Bank", value: invoice.bank.name },
    { label: "IBAN", value: invoice.bank.iban },
    { label: "BIC", value: invoice.bank.bic },
    { label: "Payment reference", value: formatCreditorReference(invoice.paymentReference) },
  ];
}

/** What became of prepaid money, per contract: paid = used before + applied + returned + left. */
function prepaidRows(invoice: InvoiceDetail): PdfModel["prepaid"] {
  return invoice.lines.flatMap((line) =>
    line.prepaid === null
      ? []
      : [
          {
            name: line.clusterName ?? line.description,
            kind: DOCUMENT_KINDS[line.prepaid.kind],
            amounts: [line.prepaid.paid, line.prepaid.usedBefore, line.prepaid.applied, line.prepaid.returned, line.prepaid.left].map(({ amount }) =>
              amountText(amount),
            ),
          },
        ],
  );
}

/** A credit note requests nothing: it says what happens with its amount instead of how to pay. */
function termsOf(invoice: InvoiceDetail): { reference: string[]; last: PdfModel["parties"][number] } {
  if (invoice.kind === "credit_note") {
    return {
      reference: [],
      last: {
        label: INVOICE_LABELS.credited,
        lines: [INVOICE_LABELS.setAgainst, ...(invoice.corrects?.number ? [`Corrects ${invoice.corrects.number}`] : [])],
      },
    };
  }
  const { paymentReference } = invoice;
  const lines = paymentReference === null ? ["Nothing to pay"] : [formatCreditorReference(paymentReference), `Bank transfer, ${invoice.total.currency}`];
  return { reference: paymentReference === null ? [] : [`Net ${invoice.netDays}`], last: { label: INVOICE_LABELS.payWith, lines } };
}

/**
 * The model of a numbered invoice with all its lines.
 * @throws RangeError for a draft: documents are rendered once the invoice is final
 */
export function pdfModelOf(invoice: InvoiceDetail): PdfModel {
  const { number, issuedAt } = invoice;
  if (number === null || issuedAt === null) throw new RangeError(`invoice ${invoice.id} has no number yet`);
  const what = invoice.kind === "credit_note" ? "Credit note" : "Invoice";
  const subject = invoice.kind === "month" ? `${what} for ${invoice.title}` : invoice.kind === "credit_note" ? invoice.title : `${what}: ${invoice.title}`;
  const taxId = (value: string | null): string[] => (value === null ? [] : [`${INVOICE_LABELS.taxId} ${value}`]);
  const terms = termsOf(invoice);
  return {
    title: `${what} ${number}`,
    number,
    seller: invoice.seller.name,
    country: invoice.buyer.country,
    subtitle: `${subject}, issued ${day(issuedAt)}`,
    headline: headlineOf(invoice),
    summary: summaryOf(invoice),
    parties: [
      { label: INVOICE_LABELS.from, lines: [invoice.seller.name, ...invoice.seller.addressLines, ...taxId(invoice.seller.taxId)] },
      { label: INVOICE_LABELS.to, lines: [invoice.buyer.name, ...invoice.buyer.addressLines, ...taxId(invoice.buyer.taxId)] },
      {
        label: INVOICE_LABELS.reference,
        lines: [...ordersOf(invoice.purchaseOrders), ...(invoice.buyer.email === null ? [] : [`AP: ${invoice.buyer.email}`]), ...terms.reference],
      },
      terms.last,
    ],
    linesTitle: "Lines, all times UTC",
    currency: invoice.total.currency,
    groups: groupsOf(invoice),
    totals: totalsOf(invoice),
    prepaid: prepaidRows(invoice),
    prepaidTitle: `${INVOICE_LABELS.prepaid}, ${invoice.total.currency}`,
    total: { label: `${totalLabel(invoice.kind)}, ${invoice.total.currency}`, amount: amountText(invoice.total.amount) },
    payment: paymentOf(invoice),
    footer: `${invoice.seller.name}, ${number}`,
  };
}
