// What the PDF says, word for word: the invoice's detail as finished text, in the order of the page. Pure.
import { formatCreditorReference } from "@/lib/creditor-reference";
import { exponentOf } from "@/lib/money";
import { parseInstant } from "@/lib/period";
import type { Detail } from "../invoices/invoice-detail";
import { isSettlement } from "../invoices/invoice-rules";
import { dayName, momentName } from "../invoices/month-name";

interface PdfLine {
  name: string;
  shape: string;
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
  headline: { amount: string; note: string };
  summary: { label: string; amount: string; strong: boolean }[];
  parties: { label: string; lines: string[] }[];
  linesTitle: string;
  currency: string;
  groups: { name: string; costCentre: string; subtotal: string; lines: PdfLine[] }[];
  totals: { label: string; note: string; amount: string }[];
  total: { label: string; amount: string };
  payment: { label: string; value: string }[];
  footer: string;
}

/** Segments shown of one line; a line torn into more is told whole by the CSV and the console. */
const SEGMENTS_A_LINE = 24;

const NOT_CHARGED: Readonly<Record<string, string>> = {
  before_hand_over: "before hand-over",
  site_dark: "site dark",
  node_down: "node down",
  unassigned: "no node in service",
};

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** `"-22356.46"` → `"(22,356.46)"`: grouped, negatives in accounting form. */
export function amountText(amount: string): string {
  const [whole = "0", fraction] = amount.replace(/^-/, "").split(".");
  const text = `${grouped(whole)}${fraction === undefined ? "" : `.${fraction}`}`;
  return amount.startsWith("-") ? `(${text})` : text;
}

/** At least three digits where the currency has decimals, so that rates of one column line up. */
function rateText(rate: string, currency: string): string {
  const [whole = "0", fraction = ""] = rate.split(".");
  const digits = exponentOf(currency) === 0 ? fraction : fraction.padEnd(3, "0");
  return `${grouped(whole)}${digits === "" ? "" : `.${digits}`}`;
}

const moment = (instant: string, seconds = false): string => momentName(parseInstant(instant), seconds);
const day = (instant: string): string => dayName(parseInstant(instant));
const count = (value: number): string => grouped(String(value));

type Line = Detail["lines"][number];

function notesOf(line: Line): string[] {
  const { period, quote, credit } = line;
  return [
    ...(period && line.kind !== "credit" ? [`${moment(period.start)} to ${moment(period.end)} UTC`] : []),
    ...(quote && line.kind === "usage" ? [`Quote ${quote.id}, accepted ${day(quote.acceptedAt)} by ${quote.acceptedBy}${quote.purchaseOrder === null ? "" : `, ${quote.purchaseOrder}`}`] : []),
    ...(credit ? [`${credit.percent} % of ${amountText(credit.base.amount)}, report ${credit.slaReportId}, credited without a claim`] : []),
  ];
}

function segmentsOf(line: Line): PdfLine["segments"] {
  // One plain segment says nothing the line does not say.
  if (line.metered.every((segment) => segment.charged) && line.metered.length < 2) return [];
  const shown = line.metered.slice(0, SEGMENTS_A_LINE).map((segment) => ({
    what: `${moment(segment.start, true)} to ${moment(segment.end, true)}, ${count(segment.nodes)} ${segment.nodes === 1 ? "node" : "nodes"}, ${count(segment.secondsEach)} s each${segment.charged ? "" : `, ${NOT_CHARGED[segment.reason] ?? segment.reason}`}`,
    gpuHours: segment.charged ? amountText(segment.gpuHours) : "not charged",
    amount: amountText(segment.amount.amount),
    charged: segment.charged,
  }));
  const more = line.metered.length - shown.length;
  return more > 0 ? [...shown, { what: `and ${count(more)} more, in the CSV and the console`, gpuHours: "", amount: "", charged: true }] : shown;
}

function lineText(line: Line): PdfLine {
  const usage = line.kind === "usage";
  return {
    name: usage ? (line.clusterName ?? line.description) : line.description,
    shape: usage && line.nodes !== null && line.nodeType !== null ? `${count(line.nodes)} × ${line.nodeType}` : "",
    notes: notesOf(line),
    gpuHours: line.gpuHours === null ? "" : amountText(line.gpuHours),
    rate: line.ratePerGpuHour === null ? "" : rateText(line.ratePerGpuHour, line.amount.currency),
    amount: amountText(line.amount.amount),
    segments: segmentsOf(line),
  };
}

function headlineOf(invoice: Detail): PdfModel["headline"] {
  const { currency } = invoice.total;
  if (invoice.kind === "credit_note") return { amount: amountText(invoice.total.amount.replace(/^-/, "")), note: `${currency} credited to your account` };
  const open = Number(invoice.amountDue.amount) !== 0;
  return { amount: amountText(invoice.amountDue.amount), note: open && invoice.dueAt !== null ? `${currency} to pay by ${day(invoice.dueAt)}` : `${currency} to pay` };
}

function summaryOf(invoice: Detail): PdfModel["summary"] {
  const rows = invoice.summary.map((row, index) => ({ label: row.label, amount: amountText(row.amount.amount), strong: index === invoice.summary.length - 1 }));
  if (Number(invoice.paid.amount) === 0) return rows;
  return [
    ...rows,
    { label: "Received or credited before", amount: amountText(`-${invoice.paid.amount}`), strong: false },
    { label: "To pay", amount: amountText(invoice.amountDue.amount), strong: true },
  ];
}

/** Lines by project, in the order of the invoice. Settlements stand below them, in the totals. */
function groupsOf(invoice: Detail): PdfModel["groups"] {
  const byProject = new Map<string, PdfLine[]>();
  for (const line of invoice.lines) {
    if (isSettlement(line.kind)) continue;
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

function totalsOf(invoice: Detail): PdfModel["totals"] {
  const settlements = invoice.lines.filter((line) => isSettlement(line.kind));
  return [
    ...settlements.map((line) => ({ label: line.description, note: line.reference ?? "", amount: amountText(line.amount.amount) })),
    { label: "Subtotal", note: "", amount: amountText(invoice.subtotal.amount) },
    { label: `Tax, category ${invoice.taxCategory}, ${invoice.taxRatePercent} %`, note: invoice.taxNote ?? "", amount: amountText(invoice.tax.amount) },
  ];
}

function paymentOf(invoice: Detail): PdfModel["payment"] {
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

/**
 * The model of a numbered invoice, all its lines included.
 * @throws RangeError for a draft: a document is rendered when the invoice is final
 */
export function pdfModelOf(invoice: Detail): PdfModel {
  const { number, issuedAt, paymentReference } = invoice;
  if (number === null || issuedAt === null) throw new RangeError(`invoice ${invoice.id} has no number yet`);
  const what = invoice.kind === "credit_note" ? "Credit note" : "Invoice";
  const subject = invoice.kind === "month" ? `${what} for ${invoice.title}` : invoice.kind === "advance" ? `${what}: ${invoice.title}` : invoice.title;
  const taxId = (value: string | null): string[] => (value === null ? [] : [`Tax id ${value}`]);
  return {
    title: `${what} ${number}`,
    number,
    seller: invoice.seller.name,
    subtitle: `${subject}, issued ${day(issuedAt)}`,
    headline: headlineOf(invoice),
    summary: summaryOf(invoice),
    parties: [
      { label: "From", lines: [invoice.seller.name, ...invoice.seller.addressLines, ...taxId(invoice.seller.taxId)] },
      { label: "To", lines: [invoice.buyer.name, ...invoice.buyer.addressLines, ...taxId(invoice.buyer.taxId)] },
      { label: "Your reference", lines: [...invoice.purchaseOrders.slice(0, 6), ...(invoice.buyer.email === null ? [] : [`AP: ${invoice.buyer.email}`]), `Net ${invoice.netDays}`] },
      { label: "Pay with reference", lines: paymentReference === null ? [] : [formatCreditorReference(paymentReference), `Bank transfer, ${invoice.total.currency}`] },
    ],
    linesTitle: "Lines, all times UTC",
    currency: invoice.total.currency,
    groups: groupsOf(invoice),
    totals: totalsOf(invoice),
    total: { label: `${what} total, ${invoice.total.currency}`, amount: amountText(invoice.total.amount) },
    payment: paymentOf(invoice),
    footer: `${invoice.seller.name}, ${number}`,
  };
}
