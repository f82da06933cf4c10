import { z } from "zod";
import { month as monthContract } from "@/lib/contracts/common";
import { type Month, monthInterval } from "@/lib/period";
import type { Seller, TaxCategory } from "@/lib/tax";
import type { Tx } from "@/server/kernel/database/db";
import { command } from "@/server/kernel/operation/operation";
import { taxFor } from "../profiles/profiles";
import { writeUsageRecords } from "../metering/usage-records";
import { correctionLines, type MonthBilled } from "../composition/correction-rules";
import { replaceDraft, writeDraft } from "../composition/drafts";
import { finalise } from "../invoices/finalisation";
import { composeInvoice } from "../composition/invoice-rules";
import { composeMonth, type MonthGroup } from "../composition/month-composition";
import { monthName } from "../invoices/month-name";

interface DocumentRow {
  id: string;
  sourceReference: string;
  number: string | null;
  purchaseOrders: string[];
}

const DOCUMENTS = `
  select id, "sourceReference", number, "purchaseOrders" from "Invoice"
   where "organisationId" = $1 and (starts_with("sourceReference", 'month:' || $2 || ':') or starts_with("sourceReference", 'correction:' || $2 || ':'))
     order by "createdAt", id`;

const BILLED = `
  select l."reservationId",
         coalesce(sum(l."amountMinor") filter (where l.kind in ('usage', 'usage_correction')), 0)::bigint as "usageMinor",
         coalesce(sum(l."amountMinor") filter (where l.kind in ('credit', 'credit_correction')), 0)::bigint as "creditMinor",
         coalesce(sum(l."meteredSeconds"), 0)::bigint as "meteredSeconds", coalesce(sum(l."gpuSeconds"), 0)::bigint as "gpuSeconds",
         (array_agg(l."taxCategory" order by l.kind = 'usage' desc))[1] as "taxCategory",
         (array_agg(l."taxRateBasisPoints" order by l.kind = 'usage' desc))[1] as "taxRateBasisPoints",
         (array_agg(l."taxNote" order by l.kind = 'usage' desc))[1] as "taxNote", min(e.country) as jurisdiction
    from "InvoiceLine" l join "Invoice" i on i."organisationId" = l."organisationId" and i.id = l."invoiceId" join "LegalEntity" e on e.id = i."legalEntityId"
   where l."organisationId" = $1 and l."invoiceId" = any($2) and l.kind in ('usage', 'usage_correction', 'credit', 'credit_correction')
     and l."reservationId" is not null group by 1`;

type BilledRow = Omit<MonthBilled, "tax"> & {
  reservationId: string;
  taxCategory: TaxCategory;
  taxRateBasisPoints: number;
  taxNote: string | null;
  jurisdiction: Seller;
};

async function readMonthBilled(tx: Tx, organisationId: string, invoiceIds: readonly string[]): Promise<Map<string, MonthBilled>> {
  const rows = await tx.sql<BilledRow>(BILLED, [organisationId, invoiceIds]);
  return new Map(
    rows.map(({ reservationId, taxCategory, taxRateBasisPoints, taxNote, jurisdiction, ...sums }) => [
      reservationId,
      { ...sums, tax: { category: taxCategory, rateBasisPoints: taxRateBasisPoints, legalNote: taxNote ?? "", jurisdiction } },
    ]),
  );
}

type Context = Parameters<typeof finalise>[0];

/**
 * The difference between a group's documents and what it comes to now, as a separate document; null when there is none.
 */
async function correct(ctx: Context, month: Month, group: MonthGroup, documents: readonly DocumentRow[]): Promise<string | null> {
  const { tx, organisationId, now } = ctx;
  const [first] = documents;
  if (!first) return null;
  const billed = await readMonthBilled(
    tx,
    organisationId,
    documents.map((document) => document.id),
  );
  const names = new Map(group.entries.map(({ contract }) => [contract.reservationId, contract.name]));
  const tax = taxFor(group.profile, now);
  const charges = correctionLines(group.invoice.lines, billed, (id) => names.get(id) ?? id, tax);
  if (charges.length === 0) return null;
  const period = monthInterval(month);
  const id = await writeDraft(ctx, {
    organisationId,
    profile: group.profile,
    period,
    kind: "correction",
    title: `Correction of ${monthName(period.start)}`,
    invoice: composeInvoice({ currency: group.profile.currency, tax: charges[0]?.tax ?? tax, usages: [], charges }),
    sourceReference: `${first.sourceReference.replace(/^month:/, "correction:")}:${documents.length}`,
    purchaseOrders: first.purchaseOrders,
    contextOf: group.contextOf,
    finaliseAt: null,
    correctsId: first.id,
  });
  if (id !== null) await finalise(ctx, id);
  return id;
}

/**
 * Brings the bill of a closed month to the current measurements and decisions: a draft is recomposed; a numbered
 * invoice is corrected by a separate document, a credit note when the customer is owed. Repeating it, or without
 * changes, does nothing. A month that is not closed yet is left to its close.
 */
export const reviseMonth = command({
  name: "billing.month.revise",
  summary: "Bring the bill of a closed month to what is measured and decided now.",
  input: z.object({ month: monthContract }),
  output: z.object({ month: monthContract, recomposed: z.array(z.string()), corrections: z.array(z.string()) }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.month },
  idempotency: "natural",
  handler: async (ctx, { month }) => {
    const { tx, organisationId, now } = ctx;
    const revised = { month, recomposed: [] as string[], corrections: [] as string[] };
    const [closed] = await tx.sql<{ month: Month }>(`select month from "MonthClose" where "organisationId" = $1 and month = $2 for update`, [
      organisationId,
      month,
    ]);
    if (!closed) return revised;
    const documents = await tx.sql<DocumentRow>(DOCUMENTS, [organisationId, month]);
    const own = documents.filter((document) => document.sourceReference.startsWith("month:"));
    const { metered, groups } = await composeMonth(
      tx,
      organisationId,
      month,
      now,
      own.map((document) => document.id),
    );
    await tx.exec(`delete from "UsageRecord" where "organisationId" = $1 and month = $2`, [organisationId, month]);
    await writeUsageRecords(ctx, month, metered);
    for (const group of groups) {
      const draft = own.find((document) => document.sourceReference === group.sourceReference && document.number === null);
      if (draft) {
        await replaceDraft(ctx, draft.id, group);
        revised.recomposed.push(draft.id);
        continue;
      }
      const suffix = group.sourceReference.slice("month:".length);
      const id = await correct(
        ctx,
        month,
        group,
        documents.filter(({ sourceReference }) => sourceReference.slice(sourceReference.indexOf(":") + 1).startsWith(suffix)),
      );
      if (id !== null) revised.corrections.push(id);
    }
    ctx.audited({ recomposed: revised.recomposed.length, corrections: revised.corrections.length });
    return revised;
  },
});
