// Writes a composed invoice as a draft: the row, its lines, and with each line its details as of that moment.
import type { IdPrefix } from "@/lib/ids";
import type { InvoiceLineContract } from "@/lib/contracts/billing";
import { rateFromMicros, toContract } from "@/lib/money";
import { type Interval, formatInstant, toDate } from "@/lib/period";
import { gpuHours } from "@/lib/quantity";
import type { Tx } from "@/server/kernel/database/db";
import type { Contract } from "../metering/contracts";
import type { DocumentKind } from "@/lib/invoice-words";
import { type ComposedInvoice, type ComposedLine, invoiceFault } from "./invoice-rules";
import { partiesOf } from "./parties";
import { publishCredits } from "./report-credits";
import type { Profile } from "../profiles/profiles";

/** The explanatory part of a line. Stored whole, so that renaming a project never changes an invoice. */
export type LineDetail = Pick<
  InvoiceLineContract,
  "clusterName" | "projectName" | "costCentre" | "nodeType" | "nodes" | "period" | "metered" | "quote" | "credit"
> & {
  /** Number of the document a settlement refers to: the deposit being applied. */
  reference: string | null;
  note: string | null;
  prepaid: InvoiceLineContract["prepaid"];
  /** The base of a contract's credit for this month, as text, for the report that shows it. */
  creditBaseMinor: string | null;
};

/** The report behind a credit, as the line shows it. */
export interface CreditReason {
  slaReportId: string;
  availabilityPercent: string | null;
  targetPercent: string;
  percent: number;
  baseMinor: bigint;
  reason: string;
}

export interface LineContext {
  contract: Contract | null;
  period: Interval | null;
  credit?: CreditReason | null;
  creditBaseMinor?: bigint | null;
}

function detailOf(line: ComposedLine, currency: string, { contract, period, credit, creditBaseMinor }: LineContext): LineDetail {
  const money = (minor: bigint) => toContract({ minor, currency });
  return {
    clusterName: contract?.name ?? null,
    projectName: contract?.projectName ?? null,
    costCentre: contract?.costCentre ?? null,
    nodeType: contract?.nodeTypeId ?? null,
    nodes: contract?.nodes ?? null,
    period: period && { start: formatInstant(period.start), end: formatInstant(period.end) },
    metered: line.segments.map((segment) => ({
      start: formatInstant(segment.start),
      end: formatInstant(segment.end),
      nodes: segment.nodes,
      secondsEach: segment.secondsEach,
      gpuHours: gpuHours(segment.gpuSeconds),
      charged: segment.charged,
      reason: segment.reason,
      amount: toContract({ minor: segment.amountMinor, currency }),
    })),
    quote: contract && {
      id: contract.quoteId,
      acceptedAt: contract.acceptedAt.toISOString(),
      acceptedBy: contract.acceptedBy,
      purchaseOrder: contract.purchaseOrder,
      ratePerGpuHour: rateFromMicros(contract.rateMicros),
      slaPlan: contract.slaPlan.id,
    },
    credit: credit
      ? {
          slaReportId: credit.slaReportId,
          availabilityPercent: credit.availabilityPercent,
          targetPercent: credit.targetPercent,
          percent: credit.percent,
          base: toContract({ minor: credit.baseMinor, currency }),
          reason: credit.reason,
        }
      : null,
    reference: line.reference,
    note: line.note,
    creditBaseMinor: creditBaseMinor?.toString() ?? null,
    prepaid: line.prepaid && {
      kind: line.prepaid.kind,
      paid: money(line.prepaid.paidMinor),
      usedBefore: money(line.prepaid.usedBeforeMinor),
      applied: money(line.prepaid.appliedMinor),
      returned: money(line.prepaid.returnedMinor),
      left: money(line.prepaid.leftMinor),
    },
  };
}

export interface Draft {
  organisationId: string;
  profile: Profile;
  kind: Exclude<DocumentKind, "credit_note">;
  title: string;
  /** Identifies the event; no second draft is created for the same one. */
  sourceReference: string;
  period: Interval;
  purchaseOrders: string[];
  invoice: ComposedInvoice;
  /** The invoice being corrected. */
  correctsId: string | null;
  /** When it is finalised automatically; null when that follows at once. */
  finaliseAt: Date | null;
  contextOf(line: ComposedLine): LineContext;
}

/** Lines per statement, so that an invoice of thousands of lines takes only a few statements. */
const LINES_PER_STATEMENT = 1_000;

const INVOICE = `
  insert into "Invoice" (id, "organisationId", "billingProfileId", "legalEntityId", kind, title, "sourceReference", currency, "periodStart", "periodEnd",
    "subtotalMinor", "taxMinor", "totalMinor", "taxCategory", "taxRateBasisPoints", "taxNote", "purchaseOrders", "createdAt", "finaliseAt", parties, "correctsId")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20::jsonb, $21)
  on conflict ("organisationId", "sourceReference") do nothing`;

const RECOMPOSED = `
  update "Invoice" set "subtotalMinor" = $2, "taxMinor" = $3, "totalMinor" = $4, "taxCategory" = $5, "taxRateBasisPoints" = $6, "taxNote" = $7, "purchaseOrders" = $8, parties = $9::jsonb
   where id = $1 and number is null`;

const LINES = `
  insert into "InvoiceLine" (id, "organisationId", "invoiceId", ordinal, kind, description, "reservationId", "quoteId", "clusterId", "projectId", "slaReportId",
    "meteredSeconds", "gpuSeconds", "rateMicros", "amountMinor", "taxCategory", "taxRateBasisPoints", "taxNote", detail)
  select l.id, $1, $2, l.ordinal, l.kind, l.description, l.reservation, l.quote, l.cluster, l.project, l.report, l.metered, l.gpu, l.rate, l.amount, l.category, l.tax_rate, l.tax_note, l.detail::jsonb
    from unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[],
        $16::text[], $17::int[], $18::text[], $19::text[])
      as l (id, ordinal, kind, description, reservation, quote, cluster, project, report, metered, gpu, rate, amount, category, tax_rate, tax_note, detail)`;

type Context = { tx: Tx; now: Date; organisationId: string; id(prefix: IdPrefix): string };

function assertSound(invoice: ComposedInvoice, what: string): void {
  const fault = invoiceFault(invoice);
  if (fault !== null) throw new Error(`invoice for ${what}: ${fault}`);
}

async function writeLines(ctx: Context, invoiceId: string, { invoice, contextOf }: Pick<Draft, "invoice" | "contextOf">): Promise<void> {
  for (let at = 0; at < invoice.lines.length; at += LINES_PER_STATEMENT) {
    const lines = invoice.lines.slice(at, at + LINES_PER_STATEMENT);
    await ctx.tx.exec(LINES, [
      ctx.organisationId,
      invoiceId,
      lines.map(() => ctx.id("lin")),
      lines.map((line) => line.ordinal),
      lines.map((line) => line.kind),
      lines.map((line) => line.description),
      lines.map((line) => line.reservationId),
      lines.map((line) => line.quoteId),
      lines.map((line) => line.clusterId),
      lines.map((line) => line.projectId),
      lines.map((line) => line.slaReportId),
      lines.map((line) => line.meteredSeconds),
      lines.map((line) => line.gpuSeconds),
      lines.map((line) => line.rateMicros),
      lines.map((line) => line.amountMinor),
      lines.map((line) => line.tax.category),
      lines.map((line) => line.tax.rateBasisPoints),
      lines.map((line) => line.tax.legalNote || null),
      lines.map((line) => JSON.stringify(detailOf(line, invoice.currency, contextOf(line)))),
    ]);
  }
}

/**
 * Stores the draft and its lines.
 * @returns its id, or null when the event already has an invoice
 */
export async function writeDraft(ctx: Context, draft: Draft): Promise<string | null> {
  const { organisationId, profile, invoice, period } = draft;
  assertSound(invoice, draft.sourceReference);
  const id = ctx.id("inv");
  const made = await ctx.tx.exec(INVOICE, [
    id,
    organisationId,
    profile.id,
    profile.legalEntityId,
    draft.kind,
    draft.title,
    draft.sourceReference,
    invoice.currency,
    toDate(period.start),
    toDate(period.end),
    invoice.subtotalMinor,
    invoice.taxMinor,
    invoice.totalMinor,
    invoice.tax.category,
    invoice.tax.rateBasisPoints,
    invoice.tax.legalNote || null,
    draft.purchaseOrders,
    ctx.now,
    draft.finaliseAt,
    JSON.stringify(partiesOf(profile)),
    draft.correctsId,
  ]);
  if (made === 0) return null;
  await writeLines(ctx, id, draft);
  await publishCredits(ctx.tx, organisationId, id);
  return id;
}

/** Replaces a draft's content with what its month comes to now. Id, grace period and seller stay. */
export async function replaceDraft(ctx: Context, id: string, draft: Pick<Draft, "profile" | "invoice" | "purchaseOrders" | "contextOf">): Promise<void> {
  const { invoice, profile } = draft;
  assertSound(invoice, id);
  const replaced = await ctx.tx.exec(RECOMPOSED, [
    id,
    invoice.subtotalMinor,
    invoice.taxMinor,
    invoice.totalMinor,
    invoice.tax.category,
    invoice.tax.rateBasisPoints,
    invoice.tax.legalNote || null,
    draft.purchaseOrders,
    JSON.stringify(partiesOf(profile)),
  ]);
  if (replaced === 0) throw new Error(`invoice ${id} got its number while it was composed anew`);
  await ctx.tx.exec(`delete from "InvoiceLine" where "organisationId" = $1 and "invoiceId" = $2`, [ctx.organisationId, id]);
  await writeLines(ctx, id, draft);
  await publishCredits(ctx.tx, ctx.organisationId, id);
}
