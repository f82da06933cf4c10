// One complete invoice, for the screen and for the documents.
import { type InvoiceDetail, type InvoiceLineContract, LINES_IN_DETAIL, type PaymentContract } from "@/lib/contracts/billing";
import { type LineKind, lineLabel, SUMMARY_ROWS, taxLabel, totalLabel } from "@/lib/invoice-words";
import { basisPointsToPercent, rateFromMicros, sumMinor, toContract } from "@/lib/money";
import { gpuHours } from "@/lib/quantity";
import type { Seller, TaxCategory } from "@/lib/tax";
import type { Tx } from "@/server/kernel/database/db";
import { notFound } from "@/server/kernel/operation/errors";
import type { LineDetail } from "../composition/drafts";
import { INVOICE_COLUMNS, instantText, type InvoiceRow, invoiceOf } from "./invoice-list";
import { taxLines } from "../composition/tax-lines";
import type { Parties } from "../composition/parties";
import { type PaymentRow, paymentOf, PAYMENT_COLUMNS } from "../payments/payment-rows";

interface DetailRow extends InvoiceRow {
  taxCategory: string;
  taxRateBasisPoints: number;
  taxNote: string | null;
  sellerCountry: Seller;
  paymentReference: string | null;
  parties: Parties;
  correctsId: string | null;
  correctsNumber: string | null;
  finaliseAt: Date | null;
  nextReminderAt: Date | null;
}

export interface LineRow {
  id: string;
  ordinal: number;
  kind: LineKind;
  description: string;
  reservationId: string | null;
  quoteId: string | null;
  clusterId: string | null;
  projectId: string | null;
  meteredSeconds: bigint | null;
  gpuSeconds: bigint | null;
  rateMicros: bigint | null;
  amountMinor: bigint;
  taxCategory: string;
  taxRateBasisPoints: number;
  detail: LineDetail;
}

const LINES = `
  select id, ordinal, kind, description, "reservationId", "quoteId", "clusterId", "projectId", "meteredSeconds", "gpuSeconds", "rateMicros", "amountMinor",
    "taxCategory", "taxRateBasisPoints", coalesce(detail, '{}') as detail
    from "InvoiceLine" where "organisationId" = $1 and "invoiceId" = $2 and ordinal > $3 order by ordinal limit $4`;

/** Lines in order, after `ordinal`. */
export function readLines(tx: Tx, organisationId: string, invoiceId: string, after: number, limit: number): Promise<LineRow[]> {
  return tx.sql<LineRow>(LINES, [organisationId, invoiceId, after, limit], "billing_lines");
}

export function lineOf(row: LineRow, currency: string): InvoiceLineContract {
  const { id, kind, description, reservationId, quoteId, clusterId, projectId } = row;
  const { creditBaseMinor: _, ...detail } = row.detail;
  return {
    id,
    kind,
    label: lineLabel(kind),
    description,
    reservationId,
    quoteId,
    clusterId,
    projectId,
    taxCategory: row.taxCategory,
    taxRatePercent: basisPointsToPercent(row.taxRateBasisPoints),
    ...detail,
    meteredSeconds: row.meteredSeconds === null ? null : Number(row.meteredSeconds),
    gpuSeconds: row.gpuSeconds === null ? null : Number(row.gpuSeconds),
    gpuHours: row.gpuSeconds === null ? null : gpuHours(row.gpuSeconds),
    ratePerGpuHour: row.rateMicros === null ? null : rateFromMicros(row.rateMicros),
    amount: toContract({ minor: row.amountMinor, currency }),
  };
}

interface SumRow {
  kind: LineKind;
  projectId: string | null;
  name: string | null;
  costCentre: string | null;
  taxCategory: TaxCategory;
  taxRateBasisPoints: number;
  taxNote: string | null;
  lines: bigint;
  amountMinor: bigint;
}

// Names come from the lines, as of their creation, in line order.
const SUMS = `
  select kind, "projectId", detail ->> 'projectName' as name, detail ->> 'costCentre' as "costCentre", "taxCategory", "taxRateBasisPoints", "taxNote",
         count(*) as lines, sum("amountMinor")::bigint as "amountMinor"
    from "InvoiceLine" where "organisationId" = $1 and "invoiceId" = $2 group by 1, 2, 3, 4, 5, 6, 7 order by min(ordinal)`;

type MoneyOf = (minor: bigint) => { amount: string; currency: string };

/** Sums by the rows of the shared vocabulary; zero rows are omitted. */
function rowsOf(sums: readonly SumRow[], money: MoneyOf): { label: string; amount: { amount: string; currency: string } }[] {
  return SUMMARY_ROWS.flatMap(({ label, kinds }) => {
    const of = sums.filter((sum) => kinds.includes(sum.kind));
    return of.length === 0 ? [] : [{ label, amount: money(sumMinor(of.map((sum) => sum.amountMinor))) }];
  });
}

function projectsOf(sums: readonly SumRow[], money: MoneyOf): InvoiceDetail["projects"] {
  const projects = new Map<string, SumRow[]>();
  for (const sum of sums) {
    const known = projects.get(sum.projectId ?? "");
    if (known) known.push(sum);
    else projects.set(sum.projectId ?? "", [sum]);
  }
  return [...projects.values()].flatMap((of) =>
    of.slice(0, 1).map(({ projectId, name, costCentre }) => ({
      projectId,
      name: name ?? "Without a project",
      costCentre,
      subtotal: money(sumMinor(of.map((sum) => sum.amountMinor))),
      parts: rowsOf(of, money),
    })),
  );
}

/** The tax per treatment, as rounded when the document was composed. */
function taxesOf(sums: readonly SumRow[], row: DetailRow, money: MoneyOf): InvoiceDetail["taxes"] {
  const lines = sums.map(({ amountMinor, taxCategory, taxRateBasisPoints, taxNote }) => ({
    amountMinor,
    tax: { category: taxCategory, rateBasisPoints: taxRateBasisPoints, legalNote: taxNote ?? "", jurisdiction: row.sellerCountry },
  }));
  return taxLines(lines).map(({ tax, taxableMinor, taxMinor }) => ({
    category: tax.category,
    ratePercent: basisPointsToPercent(tax.rateBasisPoints),
    note: tax.legalNote || null,
    taxable: money(taxableMinor),
    tax: money(taxMinor),
  }));
}

/** How the total is composed. */
function summaryOf(sums: readonly SumRow[], row: DetailRow, money: MoneyOf): InvoiceDetail["summary"] {
  return [
    ...rowsOf(sums, money),
    ...taxesOf(sums, row, money).map(({ category, ratePercent, tax }) => ({ label: taxLabel(category, ratePercent), amount: tax })),
    { label: totalLabel(row.kind), amount: money(row.totalMinor) },
  ];
}

/**
 * One invoice with its first `lineLimit` lines.
 * @throws OperationError not_found
 */
export async function readDetail(tx: Tx, organisationId: string, id: string, lineLimit: number = LINES_IN_DETAIL): Promise<InvoiceDetail> {
  const of = [organisationId, id];
  const [[row], lines, sums, payments, documents, corrections] = await Promise.all([
    tx.sql<DetailRow>(
      `select ${INVOICE_COLUMNS}, i."taxCategory", i."taxRateBasisPoints", i."taxNote", i."paymentReference", i.parties, i."finaliseAt", i."nextReminderAt",
              e.country as "sellerCountry", i."correctsId", c.number as "correctsNumber"
         from "Invoice" i join "LegalEntity" e on e.id = i."legalEntityId" left join "Invoice" c on c."organisationId" = i."organisationId"
           and c.id = i."correctsId"
        where i."organisationId" = $1 and i.id = $2`,
      of,
      "billing_invoice",
    ),
    readLines(tx, organisationId, id, 0, lineLimit),
    tx.sql<SumRow>(SUMS, of, "billing_sums"),
    tx.sql<PaymentRow>(
      `select ${PAYMENT_COLUMNS} where p."organisationId" = $1 and p."invoiceId" = $2 order by p."receivedAt", p.id limit 200`,
      of,
      "billing_payments_of",
    ),
    tx.sql<{ kind: "pdf" | "csv"; fileName: string; contentType: string; sizeBytes: number; sha256: string }>(
      `select kind, "fileName", "contentType", "sizeBytes", sha256 from "Document" where "organisationId" = $1 and "invoiceId" = $2 order by kind desc`,
      of,
      "billing_documents",
    ),
    tx.sql<{ id: string; number: string | null }>(
      `select id, number from "Invoice" where "organisationId" = $1 and "correctsId" = $2 order by "createdAt", id`,
      of,
      "billing_corrections",
    ),
  ]);
  if (!row) throw notFound("invoice", id);
  const money = (minor: bigint) => toContract({ minor, currency: row.currency });
  return {
    ...invoiceOf(row),
    ...row.parties,
    paymentReference: row.paymentReference,
    taxCategory: row.taxCategory,
    taxRatePercent: basisPointsToPercent(row.taxRateBasisPoints),
    taxNote: row.taxNote,
    lines: lines.map((line) => lineOf(line, row.currency)),
    lineCount: Number(sumMinor(sums.map((sum) => sum.lines))),
    taxes: taxesOf(sums, row, money),
    projects: projectsOf(sums, money),
    corrects: row.correctsId === null ? null : { id: row.correctsId, number: row.correctsNumber },
    corrections,
    payments: payments.map((payment): PaymentContract => paymentOf(payment)),
    documents,
    summary: summaryOf(sums, row, money),
    finaliseAt: instantText(row.finaliseAt),
    nextReminderAt: instantText(row.nextReminderAt),
  };
}
