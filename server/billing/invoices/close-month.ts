import { z } from "zod";
import { month as monthContract } from "@/lib/contracts/common";
import { roundHalfAwayFromZero, sumMinor } from "@/lib/money";
import { prepaidByMonth, shareByMonth } from "@/lib/payment-plan";
import { type Interval, type Month, addMonths, intersect, monthInterval, monthOf, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { type Contract, exactPrice, readContracts, readMetering } from "../metering/contracts";
import { type CreditReason, type LineContext, writeDraft } from "./drafts";
import { type ChargeInput, type ComposedLine, type PrepaidInput, type UsageInput, composeInvoice } from "./invoice-rules";
import { monthName } from "./month-name";
import { type Profile, profileFor, readProfiles, taxFor } from "../profiles/profiles";
import { type Segment, prorate } from "../metering/proration";
import { writeUsageRecords } from "../metering/usage-records";

/** Between the close and the number: time to look at the draft. */
const GRACE_SECONDS = 86_400;

interface ReportRow { id: string; clusterId: string; creditPercent: number; reason: string; availabilityPercent: string | null; targetPercent: string }

// The newest revision stands at the time of closing; a later one is corrected by a credit note.
const REPORTS = `
  select distinct on ("clusterId") id, "clusterId", "creditPercent", reason, "availabilityPercent", "targetPercent"
    from "SlaReport" where "organisationId" = $1 and month = $2 order by "clusterId", revision desc`;

/** Prepaid money set against usage, or given back, by the months closed so far; amounts are negative. */
const SETTLED = `
  select l."reservationId", sum(l."amountMinor")::bigint as "amountMinor" from "InvoiceLine" l
   where l."organisationId" = $1 and l."reservationId" = any($2) and l.kind in ('prepaid_applied', 'deposit_applied', 'prepaid_returned') group by 1`;

/** Where each contract's prepaid money was last invoiced, to be named where it is applied: its advance, or the month before. */
const ADVANCES = `
  select distinct on (l."reservationId") l."reservationId", i.number from "InvoiceLine" l join "Invoice" i on i."organisationId" = l."organisationId" and i.id = l."invoiceId"
   where l."organisationId" = $1 and l."reservationId" = any($2) and l.kind in ('prepayment', 'deposit') order by l."reservationId", i."createdAt" desc`;

interface Settled { minor: ReadonlyMap<string, bigint>; advanceNumbers: ReadonlyMap<string, string | null> }

async function readSettled(tx: Tx, organisationId: string, contracts: readonly Contract[]): Promise<Settled> {
  const ids = contracts.map((contract) => contract.reservationId);
  const [settled, advances] = await Promise.all([
    tx.sql<{ reservationId: string; amountMinor: bigint }>(SETTLED, [organisationId, ids]),
    tx.sql<{ reservationId: string; number: string | null }>(ADVANCES, [organisationId, ids]),
  ]);
  return {
    minor: new Map(settled.map((row) => [row.reservationId, row.amountMinor])),
    advanceNumbers: new Map(advances.map((row) => [row.reservationId, row.number])),
  };
}

/** The prepaid money of a contract that belongs to this month, and what earlier months could not use. */
function prepaidOf(contract: Contract, month: Month, settled: Settled): PrepaidInput | null {
  const deposit = contract.paymentSchedule === "deposit_25";
  const shares = prepaidByMonth(contract.paymentSchedule, exactPrice(contract), contract.window);
  const share = shares.find((entry) => entry.month === month);
  if (!share) return null;
  const earlier = sumMinor(shares.filter((entry) => entry.month < month).map((entry) => entry.amountMinor));
  return {
    kind: deposit ? "deposit" : "prepayment",
    description: `${deposit ? "Deposit" : "Prepayment"} applied, ${contract.name}`,
    shareMinor: share.amountMinor,
    carriedMinor: earlier + (settled.minor.get(contract.reservationId) ?? 0n),
    last: shares.at(-1)?.month === month,
  };
}

/** Take-or-pay months are invoiced before they begin; the first one was, when the reservation was confirmed. */
function nextAdvance(contract: Contract, month: Month): ChargeInput | null {
  const next = addMonths(month, 1);
  if (contract.paymentSchedule !== "monthly_advance" || monthOf(contract.window.start) >= next) return null;
  const share = shareByMonth(exactPrice(contract), contract.window).find((entry) => entry.month === next);
  if (!share || share.amountMinor === 0n) return null;
  return {
    kind: "prepayment",
    description: `Advance for ${monthName(share.period.start)}, ${contract.name}`,
    projectId: contract.projectId,
    reservationId: contract.reservationId,
    quoteId: contract.quoteId,
    clusterId: contract.cluster?.id ?? null,
    amountMinor: share.amountMinor,
  };
}

/** What was quoted is what is billed: months are rounded one by one, and the last one makes up the difference. */
function roundingOf(contract: Contract, month: Month): UsageInput["rounding"] {
  const last = shareByMonth(exactPrice(contract), contract.window).at(-1);
  if (last?.month !== month) return null;
  const amountMinor = last.amountMinor - roundHalfAwayFromZero(exactPrice(contract, last.period));
  return amountMinor === 0n ? null : { description: `Rounding to the quoted price, ${contract.name}`, amountMinor };
}

interface Metered { contract: Contract; segments: Segment[] }

function usageOf({ contract, segments }: Metered, month: Month, report: ReportRow | undefined, settled: Settled): UsageInput {
  return {
    projectId: contract.projectId,
    reservationId: contract.reservationId,
    quoteId: contract.quoteId,
    clusterId: contract.cluster?.id ?? null,
    description: `${contract.name}, ${contract.nodes} × ${contract.nodeTypeId}`,
    rateMicros: contract.rateMicros,
    segments,
    credits: report && report.creditPercent > 0 ? [{ slaReportId: report.id, description: `SLA credit, ${contract.name}: ${report.reason}`, percent: report.creditPercent }] : [],
    prepaid: prepaidOf(contract, month, settled),
    rounding: roundingOf(contract, month),
  };
}

/** What stands behind each line when it is clicked. */
function contextFor(metered: readonly Metered[], reports: ReadonlyMap<string, ReportRow>, settled: Settled, month: Month, usageMinor: (reservationId: string) => bigint) {
  const contracts = new Map(metered.map(({ contract }) => [contract.reservationId, contract]));
  const whole = monthInterval(month);
  return (line: ComposedLine): LineContext => {
    const contract = contracts.get(line.reservationId ?? "") ?? null;
    const span: Interval = line.kind === "prepayment" ? monthInterval(addMonths(month, 1)) : whole;
    const report = line.kind === "credit" ? reports.get(line.clusterId ?? "") : undefined;
    const credit: CreditReason | null = report
      ? { slaReportId: report.id, availabilityPercent: report.availabilityPercent, targetPercent: report.targetPercent, percent: report.creditPercent, baseMinor: usageMinor(line.reservationId ?? ""), reason: report.reason }
      : null;
    const settles = line.kind === "prepaid_applied" || line.kind === "deposit_applied" || line.kind === "prepaid_returned";
    return {
      contract,
      period: contract && intersect(contract.window, span),
      credit,
      reference: settles ? (settled.advanceNumbers.get(line.reservationId ?? "") ?? null) : null,
    };
  };
}

/**
 * Closes a month of an organisation: stores what was metered and draws up one draft invoice a billing profile, with
 * usage, SLA credits, prepaid money applied and next month's advances. The row of MonthClose is the lock: a second
 * close, at any time or at the same time, changes nothing.
 * Errors: invalid_state while the month runs.
 */
export const closeMonth = command({
  name: "billing.month.close",
  summary: "Close a month of an organisation and draw up its draft invoices.",
  input: z.object({ month: monthContract }),
  output: z.object({ month: monthContract, closed: z.boolean(), invoiceIds: z.array(z.string()) }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.month },
  idempotency: "natural",
  handler: async (ctx, { month }) => {
    const { tx, organisationId, now } = ctx;
    const period = monthInterval(month);
    if (toInstant(now) < period.end) throw new OperationError("invalid_state", `${month} is not over yet.`, { suggestion: "Close it after its last second, UTC." });
    const first = await tx.exec(`insert into "MonthClose" ("organisationId", month, "closedAt") values ($1, $2, $3) on conflict do nothing`, [organisationId, month, now]);
    if (first === 0) {
      const made = await tx.sql<{ id: string }>(`select id from "Invoice" where "organisationId" = $1 and starts_with("sourceReference", $2) order by id`, [organisationId, `month:${month}:`]);
      return { month, closed: false, invoiceIds: made.map((row) => row.id) };
    }
    const upcoming = monthInterval(addMonths(month, 1));
    const [contracts, profiles, reportRows] = await Promise.all([
      readContracts(tx, organisationId, { start: period.start, end: upcoming.end }),
      readProfiles(tx, organisationId),
      tx.sql<ReportRow>(REPORTS, [organisationId, month]),
    ]);
    const reports = new Map(reportRows.map((row) => [row.clusterId, row]));
    const [metering, settled] = await Promise.all([readMetering(tx, organisationId, contracts, period), readSettled(tx, organisationId, contracts)]);
    const metered = contracts.map((contract): Metered => {
      const reservation = metering.get(contract.reservationId);
      return { contract, segments: reservation ? prorate(reservation, period) : [] };
    });
    await writeUsageRecords(ctx, month, metered);
    const byProfile = new Map<Profile, Metered[]>();
    for (const entry of metered) {
      const profile = profileFor(profiles, entry.contract.currency);
      byProfile.set(profile, [...(byProfile.get(profile) ?? []), entry]);
    }
    const invoiceIds: string[] = [];
    for (const [profile, entries] of byProfile) {
      const invoice = composeInvoice({
        currency: profile.currency,
        tax: taxFor(profile, now),
        usages: entries.filter(({ segments }) => segments.length > 0).map((entry) => usageOf(entry, month, reports.get(entry.contract.cluster?.id ?? ""), settled)),
        charges: entries.flatMap(({ contract }) => nextAdvance(contract, month) ?? []),
      });
      if (invoice.lines.length === 0) continue;
      const usages = new Map(invoice.lines.filter((line) => line.kind === "usage").map((line) => [line.reservationId ?? "", line.amountMinor]));
      const billed = new Set(invoice.lines.map((line) => line.reservationId));
      const id = await writeDraft(ctx, {
        organisationId, profile, invoice, period, kind: "month", title: monthName(period.start),
        sourceReference: `month:${month}:${profile.id}`,
        purchaseOrders: [...new Set(entries.flatMap(({ contract }) => (billed.has(contract.reservationId) ? (contract.purchaseOrder ?? []) : [])))].sort(),
        finaliseAt: new Date(now.getTime() + GRACE_SECONDS * 1000),
        contextOf: contextFor(entries, reports, settled, month, (reservationId) => usages.get(reservationId) ?? 0n),
      });
      if (id !== null) invoiceIds.push(id);
    }
    ctx.audited({ invoices: invoiceIds.length, contracts: metered.length });
    return { month, closed: true, invoiceIds };
  },
});
