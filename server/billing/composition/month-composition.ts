// An organisation's month, computed from measured time, decided reports and existing documents. Nothing is stored here:
// a close writes the result as drafts, a revision compares it with what was billed.
import { LINE_KINDS, type PrepaidKind } from "@/lib/invoice-words";
import { roundHalfAwayFromZero, sumMinor, toDecimal } from "@/lib/money";
import { prepaidByMonth, shareByMonth } from "@/lib/payment-plan";
import { type Interval, type Month, addMonths, intersect, lengthOf, monthInterval, monthOf, SECONDS_PER_HOUR } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { type Contract, exactPrice, readContracts, readMetering } from "../metering/contracts";
import { type Segment, prorate } from "../metering/proration";
import { type Profile, profileFor, readProfiles, soldBy, taxFor } from "../profiles/profiles";
import type { LineContext } from "./drafts";
import { type ChargeInput, type ComposedInvoice, type ComposedLine, composeInvoice, creditBaseOf, type PrepaidInput, type UsageInput } from "./invoice-rules";
import { monthName } from "../invoices/month-name";
import { type Billed, readBilled } from "./prepaid-rows";
import { potsMinor } from "./prepaid-rules";

export interface ReportRow {
  id: string;
  clusterId: string;
  revision: number;
  creditPercent: number;
  reason: string;
  availabilityPercent: string | null;
  targetPercent: string;
}

const REPORTS = `
  select distinct on ("clusterId") id, "clusterId", revision, "creditPercent", reason, "availabilityPercent", "targetPercent"
    from reliability.sla_report where "organisationId" = $1 and month = $2 order by "clusterId", revision desc`;

export interface Metered {
  contract: Contract;
  segments: Segment[];
}

/** One invoice of the month: a billing profile and a seller. */
export interface MonthGroup {
  sourceReference: string;
  profile: Profile;
  entries: Metered[];
  invoice: ComposedInvoice;
  purchaseOrders: string[];
  reports: ReadonlyMap<string, ReportRow>;
  contextOf(line: ComposedLine): LineContext;
}

export interface ComposedMonth {
  metered: Metered[];
  groups: MonthGroup[];
}

const PREPAID_KIND_OF = { upfront: "prepayment", monthly_advance: "advance", deposit_25: "deposit" } as const satisfies Record<
  Contract["paymentSchedule"],
  PrepaidKind
>;

export const prepaidKindOf = (contract: Contract): PrepaidKind => PREPAID_KIND_OF[contract.paymentSchedule];

const hours = (span: Interval): string => {
  const whole = lengthOf(span) / SECONDS_PER_HOUR;
  return Number.isInteger(whole) ? String(whole) : whole.toFixed(2);
};

/** The contract's prepaid money for this month, and what earlier months could not use. */
function prepaidOf(contract: Contract, month: Month, billed: Billed | undefined): PrepaidInput | null {
  const kind = prepaidKindOf(contract);
  const shares = prepaidByMonth(contract.paymentSchedule, exactPrice(contract), contract.window);
  const share = shares.find((entry) => entry.month === month);
  if (!share) return null;
  const earlier = sumMinor(shares.filter((entry) => entry.month < month).map((entry) => entry.amountMinor));
  const pots = billed?.pots ?? [];
  const takenMinor = billed?.takenMinor ?? 0n;
  const carriedMinor = earlier - takenMinor;
  const of = kind === "advance" ? `The advance for ${monthName(share.period.start)}` : `${hours(share.period)} of the ${hours(contract.window)} h of the term`;
  const paid = kind === "advance" ? "" : ` of ${toDecimal({ minor: potsMinor(pots), currency: contract.currency })}`;
  const left = carriedMinor === 0n ? "" : `, and ${toDecimal({ minor: carriedMinor, currency: contract.currency })} left from before`;
  return {
    kind,
    name: contract.name,
    basis: `${of}${paid}${left}`,
    shareMinor: share.amountMinor,
    carriedMinor,
    last: shares.at(-1)?.month === month,
    pots,
    takenMinor,
  };
}

/** Take-or-pay months are invoiced before they begin, the first one when the reservation is confirmed. */
function nextAdvance(contract: Contract, month: Month): ChargeInput | null {
  const next = addMonths(month, 1);
  if (contract.paymentSchedule !== "monthly_advance" || monthOf(contract.window.start) >= next) return null;
  const share = shareByMonth(exactPrice(contract), contract.window).find((entry) => entry.month === next);
  if (!share || share.amountMinor === 0n) return null;
  return {
    kind: "advance",
    description: `${LINE_KINDS.advance}, ${contract.name}`,
    note: `For ${monthName(share.period.start)}, before the month begins`,
    projectId: contract.projectId,
    reservationId: contract.reservationId,
    quoteId: contract.quoteId,
    clusterId: contract.cluster.id,
    amountMinor: share.amountMinor,
  };
}

/** What was quoted is what is billed: months are rounded separately, and the last one absorbs the difference. */
function roundingOf(contract: Contract, month: Month): UsageInput["rounding"] {
  const last = shareByMonth(exactPrice(contract), contract.window).at(-1);
  if (last?.month !== month) return null;
  const amountMinor = last.amountMinor - roundHalfAwayFromZero(exactPrice(contract, last.period));
  return amountMinor === 0n ? null : { description: `Rounding to the quoted price, ${contract.name}`, amountMinor };
}

function usageOf({ contract, segments }: Metered, month: Month, report: ReportRow | undefined, billed: Billed | undefined): UsageInput {
  return {
    projectId: contract.projectId,
    reservationId: contract.reservationId,
    quoteId: contract.quoteId,
    clusterId: contract.cluster.id,
    description: `${contract.name}, ${contract.nodes} × ${contract.nodeTypeId}`,
    rateMicros: contract.rateMicros,
    segments,
    credits:
      report && report.creditPercent > 0
        ? [{ slaReportId: report.id, description: `${LINE_KINDS.credit}, ${contract.name}: ${report.reason}`, percent: report.creditPercent }]
        : [],
    prepaid: prepaidOf(contract, month, billed),
    rounding: roundingOf(contract, month),
  };
}

/** The base of a cluster's credit for the month. */
export function creditBaseIn(contract: Contract, month: Month, chargedMinor: bigint): bigint {
  return creditBaseOf(prepaidOf(contract, month, undefined), chargedMinor);
}

/** The details behind each line. */
function contextFor(group: Pick<MonthGroup, "entries" | "reports">, month: Month, chargedOf: (reservationId: string) => bigint) {
  const contracts = new Map(group.entries.map(({ contract }) => [contract.reservationId, contract]));
  return (line: Pick<ComposedLine, "kind" | "reservationId" | "clusterId">): LineContext => {
    const contract = contracts.get(line.reservationId ?? "") ?? null;
    const measured =
      contract !== null && (line.kind === "usage" || line.kind === "usage_correction" || line.kind === "credit" || line.kind === "credit_correction");
    const baseMinor = measured ? creditBaseIn(contract, month, chargedOf(contract.reservationId)) : null;
    const report = line.kind === "credit" || line.kind === "credit_correction" ? group.reports.get(line.clusterId ?? "") : undefined;
    return {
      contract,
      period: contract && intersect(contract.window, monthInterval(line.kind === "advance" ? addMonths(month, 1) : month)),
      credit: report && baseMinor !== null ? { ...report, slaReportId: report.id, percent: report.creditPercent, baseMinor } : null,
      creditBaseMinor: baseMinor,
    };
  };
}

const monthReference = (month: Month, profile: Profile): string => `month:${month}:${profile.id}:${profile.legalEntityId}`;

/**
 * Composes a month from current measurements and decisions. `excluding`: drafts of this month that are being
 * recomposed.
 */
export async function composeMonth(tx: Tx, organisationId: string, month: Month, now: Date, excluding: readonly string[]): Promise<ComposedMonth> {
  const period = monthInterval(month);
  const upcoming = monthInterval(addMonths(month, 1));
  const [contracts, profiles, reportRows] = await Promise.all([
    readContracts(tx, organisationId, { start: period.start, end: upcoming.end }),
    readProfiles(tx, organisationId),
    tx.sql<ReportRow>(REPORTS, [organisationId, month]),
  ]);
  const reports = new Map(reportRows.map((row) => [row.clusterId, row]));
  const [metering, billed] = await Promise.all([
    readMetering(tx, organisationId, contracts, period),
    readBilled(
      tx,
      organisationId,
      contracts.map((contract) => contract.reservationId),
      excluding,
    ),
  ]);
  const metered = contracts.map((contract): Metered => {
    const reservation = metering.get(contract.reservationId);
    return { contract, segments: reservation ? prorate(reservation, period) : [] };
  });
  const byReference = new Map<string, { profile: Profile; entries: Metered[] }>();
  for (const entry of metered) {
    const own = profileFor(profiles, entry.contract.currency);
    const profile = await soldBy(tx, own, billed.get(entry.contract.reservationId)?.legalEntityId ?? own.legalEntityId);
    const reference = monthReference(month, profile);
    const group = byReference.get(reference);
    if (group) group.entries.push(entry);
    else byReference.set(reference, { profile, entries: [entry] });
  }
  const groups = [...byReference].map(([sourceReference, { profile, entries }]): MonthGroup => {
    const invoice = composeInvoice({
      currency: profile.currency,
      tax: taxFor(profile, now),
      usages: entries
        .filter(({ segments }) => segments.length > 0)
        .map((entry) => usageOf(entry, month, reports.get(entry.contract.cluster.id), billed.get(entry.contract.reservationId))),
      charges: entries.flatMap(({ contract }) => nextAdvance(contract, month) ?? []),
    });
    const usages = new Map(invoice.lines.filter((line) => line.kind === "usage").map((line) => [line.reservationId ?? "", line.amountMinor]));
    const named = new Set(invoice.lines.map((line) => line.reservationId));
    return {
      sourceReference,
      profile,
      entries,
      invoice,
      reports,
      purchaseOrders: [...new Set(entries.flatMap(({ contract }) => (named.has(contract.reservationId) ? (contract.purchaseOrder ?? []) : [])))].sort(),
      contextOf: contextFor({ entries, reports }, month, (reservationId) => usages.get(reservationId) ?? 0n),
    };
  });
  return { metered, groups: groups.filter(({ invoice }) => invoice.lines.length > 0) };
}
