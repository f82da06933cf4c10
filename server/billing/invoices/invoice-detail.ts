// One invoice whole: what the screen shows and what the documents are made of.
import { type InvoiceDetail, type InvoiceLineContract, LINES_IN_DETAIL, type PaymentContract } from "@/lib/contracts/billing";
import { basisPointsToPercent, rateFromMicros, sumMinor, toContract } from "@/lib/money";
import { gpuHours } from "@/lib/quantity";
import type { Tx } from "@/server/kernel/database/db";
import { notFound } from "@/server/kernel/operation/errors";
import type { LineDetail } from "./drafts";
import { type Parties, partiesOf } from "./finalisation";
import { INVOICE_COLUMNS, type InvoiceRow, invoiceOf } from "./invoice-list";
import { isSettlement } from "./invoice-rules";
import { type PaymentRow, paymentOf, PAYMENT_COLUMNS } from "../payments/payment-rows";
import { readProfiles } from "../profiles/profiles";

interface DetailRow extends InvoiceRow {
  billingProfileId: string;
  taxCategory: string;
  taxRateBasisPoints: number;
  taxNote: string | null;
  paymentReference: string | null;
  parties: Parties | null;
  finaliseAt: Date | null;
  nextReminderAt: Date | null;
}

export interface LineRow {
  id: string;
  ordinal: number;
  kind: string;
  description: string;
  reservationId: string | null;
  quoteId: string | null;
  clusterId: string | null;
  projectId: string | null;
  meteredSeconds: bigint | null;
  gpuSeconds: bigint | null;
  rateMicros: bigint | null;
  amountMinor: bigint;
  detail: LineDetail;
}

const LINES = `
  select id, ordinal, kind, description, "reservationId", "quoteId", "clusterId", "projectId", "meteredSeconds", "gpuSeconds", "rateMicros", "amountMinor", detail
    from "InvoiceLine" where "organisationId" = $1 and "invoiceId" = $2 and ordinal > $3 order by ordinal limit $4`;

/** Lines in their order, from after `ordinal` on. */
export function readLines(tx: Tx, organisationId: string, invoiceId: string, after: number, limit: number): Promise<LineRow[]> {
  return tx.sql<LineRow>(LINES, [organisationId, invoiceId, after, limit], "billing_lines");
}

export function lineOf(row: LineRow, currency: string): InvoiceLineContract & { reference: string | null } {
  const { id, kind, description, reservationId, quoteId, clusterId, projectId, detail } = row;
  return {
    id, kind, description, reservationId, quoteId, clusterId, projectId,
    ...detail,
    meteredSeconds: row.meteredSeconds === null ? null : Number(row.meteredSeconds),
    gpuSeconds: row.gpuSeconds === null ? null : Number(row.gpuSeconds),
    gpuHours: row.gpuSeconds === null ? null : gpuHours(row.gpuSeconds),
    ratePerGpuHour: row.rateMicros === null ? null : rateFromMicros(row.rateMicros),
    amount: toContract({ minor: row.amountMinor, currency }),
  };
}

interface SumRow { kind: string; projectId: string | null; name: string | null; costCentre: string | null; lines: bigint; amountMinor: bigint }

// Names come from the lines, as they stood; the order is that of the lines.
const SUMS = `
  select kind, "projectId", detail ->> 'projectName' as name, detail ->> 'costCentre' as "costCentre", count(*) as lines, sum("amountMinor")::bigint as "amountMinor"
    from "InvoiceLine" where "organisationId" = $1 and "invoiceId" = $2 group by 1, 2, 3, 4 order by min(ordinal)`;

function projectsOf(sums: readonly SumRow[], currency: string): InvoiceDetail["projects"] {
  const projects = new Map<string, { projectId: string | null; name: string; costCentre: string | null; minor: bigint }>();
  for (const sum of sums) {
    if (isSettlement(sum.kind)) continue;
    const key = sum.projectId ?? "";
    const known = projects.get(key) ?? { projectId: sum.projectId, name: sum.name ?? "Without a project", costCentre: sum.costCentre, minor: 0n };
    projects.set(key, { ...known, minor: known.minor + sum.amountMinor });
  }
  return [...projects.values()].map(({ minor, ...project }) => ({ ...project, subtotal: toContract({ minor, currency }) }));
}

const SUMMARY: readonly (readonly [label: string, kinds: readonly string[]])[] = [
  ["Charges", ["usage", "cancellation_fee", "adjustment"]],
  ["Charged in advance", ["prepayment"]],
  ["Deposits", ["deposit"]],
  ["SLA credits", ["credit"]],
  ["Prepayments applied", ["prepaid_applied"]],
  ["Deposits applied", ["deposit_applied"]],
  ["Prepaid money returned", ["prepaid_returned"]],
];

/** How the total comes about; what is nothing is left out. */
function summaryOf(sums: readonly SumRow[], row: DetailRow): InvoiceDetail["summary"] {
  const money = (minor: bigint) => toContract({ minor, currency: row.currency });
  const parts = SUMMARY.flatMap(([label, kinds]) => {
    const of = sums.filter((sum) => kinds.includes(sum.kind));
    const lines = Number(sumMinor(of.map((sum) => sum.lines)));
    if (lines === 0) return [];
    return [{ label: label === "Charges" ? `Charges, ${lines} ${lines === 1 ? "line" : "lines"}` : label, amount: money(sumMinor(of.map((sum) => sum.amountMinor))) }];
  });
  return [
    ...parts,
    { label: `Tax, category ${row.taxCategory}, ${basisPointsToPercent(row.taxRateBasisPoints)} %`, amount: money(row.taxMinor) },
    { label: row.kind === "credit_note" ? "Credit note total" : "Invoice total", amount: money(row.totalMinor) },
  ];
}

export type Detail = Omit<InvoiceDetail, "lines"> & { lines: ReturnType<typeof lineOf>[] };

/**
 * One invoice with its first `lineLimit` lines.
 * @throws OperationError not_found
 */
export async function readDetail(tx: Tx, organisationId: string, id: string, lineLimit: number = LINES_IN_DETAIL): Promise<Detail> {
  const of = [organisationId, id];
  const [[row], lines, sums, payments, documents] = await Promise.all([
    tx.sql<DetailRow>(
      `select ${INVOICE_COLUMNS}, i."billingProfileId", i."taxCategory", i."taxRateBasisPoints", i."taxNote", i."paymentReference", i.parties, i."finaliseAt", i."nextReminderAt"
         from "Invoice" i where i."organisationId" = $1 and i.id = $2`,
      of,
      "billing_invoice",
    ),
    readLines(tx, organisationId, id, 0, lineLimit),
    tx.sql<SumRow>(SUMS, of, "billing_sums"),
    tx.sql<PaymentRow>(`select ${PAYMENT_COLUMNS} where p."organisationId" = $1 and p."invoiceId" = $2 order by p."receivedAt", p.id limit 200`, of, "billing_payments_of"),
    tx.sql<{ kind: "pdf" | "csv"; fileName: string; contentType: string; sizeBytes: number; sha256: string }>(
      `select kind, "fileName", "contentType", "sizeBytes", sha256 from "Document" where "organisationId" = $1 and "invoiceId" = $2 order by kind desc`,
      of,
      "billing_documents",
    ),
  ]);
  if (!row) throw notFound("invoice", id);
  const parties = row.parties ?? (await currentParties(tx, organisationId, row.billingProfileId));
  return {
    ...invoiceOf(row),
    ...parties,
    paymentReference: row.paymentReference,
    taxCategory: row.taxCategory,
    taxRatePercent: basisPointsToPercent(row.taxRateBasisPoints),
    taxNote: row.taxNote,
    lines: lines.map((line) => lineOf(line, row.currency)),
    lineCount: Number(sumMinor(sums.map((sum) => sum.lines))),
    projects: projectsOf(sums, row.currency),
    payments: payments.map((payment): PaymentContract => paymentOf(payment)),
    documents,
    summary: summaryOf(sums, row),
    finaliseAt: row.finaliseAt?.toISOString() ?? null,
    nextReminderAt: row.nextReminderAt?.toISOString() ?? null,
  };
}

/** A draft names the parties as they are now; they are fixed when it becomes final. */
async function currentParties(tx: Tx, organisationId: string, billingProfileId: string): Promise<Parties> {
  const profile = (await readProfiles(tx, organisationId)).find((candidate) => candidate.id === billingProfileId);
  if (!profile) throw new Error(`billing profile ${billingProfileId} is gone`);
  return partiesOf(profile);
}
