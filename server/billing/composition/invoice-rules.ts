/**
 * From metered time to an invoice, without a clock or a database. Minor units and one currency throughout.
 *
 * Rounding (docs/sla-and-billing.md, Charging): each line is rounded once, half away from zero, from its exact value;
 * sums are sums of rounded lines; tax is rounded once per treatment on the document. So everything adds up by hand.
 *
 * Signs: what the customer owes is positive; credits and applied prepayments are negative. A document with a negative
 * total is issued as a credit note (`documentKind`).
 *
 * Tax belongs to a line, not to the document: prepaid money gives back the tax it was charged with, whatever the
 * treatment of the month that uses it.
 */
import { appliedKind, isSettlement, LINE_KINDS, type LineKind, type PrepaidKind, returnedKind } from "@/lib/invoice-words";
import { basisPointsOf, chargeFor, roundHalfAwayFromZero, splitByLargestRemainder, sumMinor } from "@/lib/money";
import { MAX_CREDIT_PERCENT } from "@/lib/sla-terms";
import type { TaxTreatment } from "@/lib/tax";
import { type Segment, chargedTime } from "../metering/proration";
import { type TaxLine, taxLines } from "./tax-lines";
import { drawFrom, type Pot, potsMinor, settlePrepaid } from "./prepaid-rules";

export type LineSegment = Segment & { amountMinor: bigint };

export type ComposedLine = {
  ordinal: number;
  kind: LineKind;
  description: string;
  projectId: string | null;
  reservationId: string | null;
  quoteId: string | null;
  clusterId: string | null;
  slaReportId: string | null;
  /** Charged node-seconds and GPU-seconds of a usage line; null elsewhere. */
  meteredSeconds: bigint | null;
  gpuSeconds: bigint | null;
  rateMicros: bigint | null;
  amountMinor: bigint;
  /** Its tax treatment; for prepaid money that of the document it was invoiced on. */
  tax: TaxTreatment;
  /** Settlements: number of the document that invoiced the money; null while that has none. */
  reference: string | null;
  /** What the amount is a percentage of, where the description does not say it. */
  note: string | null;
  /** Usage lines of a contract with prepaid money: what has become of it so far. */
  prepaid: PrepaidStatus | null;
  /** Usage lines: the segments behind the amount; their amounts sum to the line's. */
  segments: LineSegment[];
};

/** A contract's prepaid money after a document: paid = used before + applied + returned + left. */
export type PrepaidStatus = { kind: PrepaidKind; paidMinor: bigint; usedBeforeMinor: bigint; appliedMinor: bigint; returnedMinor: bigint; leftMinor: bigint };

/** The credit for a missed promise, as decided by the SLA report. `percent` is whole percent of the month's charges. */
export type CreditInput = { slaReportId: string; description: string; percent: number };

export type PrepaidInput = {
  kind: PrepaidKind;
  /** Name of the contract as its lines show it. */
  name: string;
  /** Which part of the prepaid money belongs to this month, as text. */
  basis: string;
  /** The part of the prepaid money that belongs to this month (`shareByMonth` in lib/payment-plan). */
  shareMinor: bigint;
  /** Carried forward from earlier months. */
  carriedMinor: bigint;
  /** True in the last month of the reservation: what cannot be used any more is returned. */
  last: boolean;
  /** What was invoiced in advance so far, oldest first, and how much of it earlier months used. */
  pots: readonly Pot[];
  takenMinor: bigint;
};

export type UsageInput = {
  projectId: string | null;
  reservationId: string;
  quoteId: string;
  /** Null before delivery. */
  clusterId: string | null;
  description: string;
  rateMicros: bigint;
  segments: readonly Segment[];
  credits: readonly CreditInput[];
  prepaid: PrepaidInput | null;
  /**
   * Last month only: the difference that makes the separately rounded months add up to the quoted price. Default zero.
   */
  rounding?: { description: string; amountMinor: bigint } | null;
};

/** Anything not metered: a deposit, a prepayment, a fee, a correction. The amount carries its sign. */
export type ChargeInput = {
  kind: PrepaidKind | "cancellation_fee" | "adjustment" | "usage_correction" | "credit_correction";
  description: string;
  note?: string | null;
  slaReportId?: string | null;
  meteredSeconds?: bigint | null;
  gpuSeconds?: bigint | null;
  /** Defaults to the document's own treatment. */
  tax?: TaxTreatment;
  projectId: string | null;
  reservationId: string | null;
  quoteId: string | null;
  clusterId: string | null;
  amountMinor: bigint;
};

export type ComposedInvoice = {
  currency: string;
  tax: TaxTreatment;
  lines: ComposedLine[];
  /** One per treatment, in order of first appearance; together they are the tax. */
  taxes: TaxLine[];
  /** In order of first appearance, with every line of the project, so that cost centres add up to the subtotal. */
  projects: { projectId: string | null; subtotalMinor: bigint }[];
  /** All lines that are neither credits nor settlements. */
  chargesMinor: bigint;
  creditsMinor: bigint;
  settlementsMinor: bigint;
  subtotalMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  /** Prepaid money that each reservation carries forward to its next month. */
  carried: { reservationId: string; carriedMinor: bigint }[];
};

type Line = Omit<ComposedLine, "ordinal">;

const PLAIN = { slaReportId: null, meteredSeconds: null, gpuSeconds: null, rateMicros: null, reference: null, note: null, prepaid: null, segments: [] };

const ofUsage = ({ projectId, reservationId, quoteId, clusterId }: UsageInput) => ({ projectId, reservationId, quoteId, clusterId });

function usageLine(usage: UsageInput, currency: string, tax: TaxTreatment): Line {
  const { nodeSeconds, gpuSeconds } = chargedTime(usage.segments);
  const amountMinor = roundHalfAwayFromZero(chargeFor({ rateMicrosPerGpuHour: usage.rateMicros, gpuSeconds, currency }));
  const amounts = splitByLargestRemainder(
    amountMinor,
    usage.segments.map((segment) => (segment.charged ? segment.gpuSeconds : 0n)),
  );
  return {
    ...PLAIN,
    ...ofUsage(usage),
    kind: "usage",
    description: usage.description,
    meteredSeconds: nodeSeconds,
    gpuSeconds,
    rateMicros: usage.rateMicros,
    amountMinor,
    tax,
    segments: usage.segments.map((segment, index) => ({ ...segment, amountMinor: amounts[index] ?? 0n })),
  };
}

const plainLine = (usage: UsageInput, kind: LineKind, description: string, amountMinor: bigint, tax: TaxTreatment): Line => ({
  ...PLAIN,
  ...ofUsage(usage),
  kind,
  description,
  amountMinor,
  tax,
});

/**
 * The base of a credit: the month's charge, or the month's share of the price where all of it was paid in advance
 * (docs/sla-and-billing.md, Credits). A deposit pays only a part, so its months use the charge.
 */
export function creditBaseOf(prepaid: Pick<PrepaidInput, "kind" | "shareMinor"> | null, chargedMinor: bigint): bigint {
  return prepaid === null || prepaid.kind === "deposit" ? chargedMinor : prepaid.shareMinor;
}

/**
 * The SLA credits of one cluster: percent of its base for the month, together at most 100 %. Credits are taken in the
 * given order; the one that reaches the cap is cut, later ones are dropped.
 */
function creditLines(usage: UsageInput, baseMinor: bigint, tax: TaxTreatment): Line[] {
  let left = MAX_CREDIT_PERCENT;
  let credited = 0n;
  const lines: Line[] = [];
  for (const credit of usage.credits) {
    if (left === 0) break;
    const percent = Math.min(credit.percent, left);
    left -= percent;
    // Separately rounded credits could miss the total by a unit, so the one that reaches 100 % takes what is left, and
    // none takes more.
    const rest = baseMinor - credited;
    const wanted = left === 0 ? rest : roundHalfAwayFromZero(basisPointsOf(baseMinor, percent * 100));
    const amountMinor = wanted < rest ? wanted : rest;
    credited += amountMinor;
    if (amountMinor === 0n) continue;
    lines.push({ ...plainLine(usage, "credit", credit.description, -amountMinor, tax), slaReportId: credit.slaReportId });
  }
  return lines;
}

/** Prepaid money applied to one usage: the resulting lines, and what remains. Sorted by source document. */
function settlementLines(usage: UsageInput, chargeMinor: bigint, tax: TaxTreatment): { lines: Line[]; status: PrepaidStatus | null; carriedMinor: bigint } {
  const { prepaid } = usage;
  if (!prepaid) return { lines: [], status: null, carriedMinor: 0n };
  const { kind, name, basis, pots, takenMinor } = prepaid;
  const settled = settlePrepaid(prepaid, chargeMinor > 0n ? chargeMinor : 0n);
  const draw = (line: LineKind, from: bigint, amountMinor: bigint, note: string): Line[] =>
    drawFrom(pots, from, amountMinor, tax).map((part) => ({
      ...plainLine(usage, line, `${LINE_KINDS[line]}, ${name}`, -part.amountMinor, part.tax),
      reference: part.reference,
      note,
    }));
  const { appliedMinor, returnedMinor } = settled;
  const paidMinor = potsMinor(pots);
  return {
    lines: [
      ...draw(appliedKind(kind), takenMinor, appliedMinor, basis),
      ...draw(returnedKind(kind), takenMinor + appliedMinor, returnedMinor, "Left when the term ended"),
    ],
    status: { kind, paidMinor, usedBeforeMinor: takenMinor, appliedMinor, returnedMinor, leftMinor: paidMinor - takenMinor - appliedMinor - returnedMinor },
    carriedMinor: settled.carriedMinor,
  };
}

function projectSubtotals(lines: readonly Line[]): ComposedInvoice["projects"] {
  const subtotals = new Map<string | null, bigint>();
  for (const line of lines) subtotals.set(line.projectId, (subtotals.get(line.projectId) ?? 0n) + line.amountMinor);
  return [...subtotals].map(([projectId, subtotalMinor]) => ({ projectId, subtotalMinor }));
}

const sumOf = (lines: readonly Line[], wanted: (kind: LineKind) => boolean): bigint =>
  sumMinor(lines.filter((line) => wanted(line.kind)).map((line) => line.amountMinor));

const isCredit = (kind: LineKind): boolean => kind === "credit" || kind === "credit_correction";

/**
 * Composes an invoice project by project, in the order of the input: usage with its credits, then other charges, then
 * settlements.
 */
export function composeInvoice(input: {
  currency: string;
  tax: TaxTreatment;
  usages: readonly UsageInput[];
  charges: readonly ChargeInput[];
}): ComposedInvoice {
  const { currency, tax } = input;
  const lines: Line[] = [];
  const settlements: Line[] = [];
  const carried: ComposedInvoice["carried"] = [];
  for (const usage of input.usages) {
    const metered = usageLine(usage, currency, tax);
    const settled = settlementLines(usage, metered.amountMinor + (usage.rounding?.amountMinor ?? 0n), tax);
    lines.push({ ...metered, prepaid: settled.status });
    if (usage.rounding) lines.push(plainLine(usage, "adjustment", usage.rounding.description, usage.rounding.amountMinor, tax));
    lines.push(...creditLines(usage, creditBaseOf(usage.prepaid, metered.amountMinor), tax));
    settlements.push(...settled.lines);
    if (settled.carriedMinor > 0n) carried.push({ reservationId: usage.reservationId, carriedMinor: settled.carriedMinor });
  }
  for (const charge of input.charges) lines.push({ ...PLAIN, tax, ...charge, note: charge.note ?? null });
  const byProject = new Map<string | null, Line[]>();
  for (const line of [...lines, ...settlements]) byProject.set(line.projectId, [...(byProject.get(line.projectId) ?? []), line]);
  const ordered = [...byProject.values()].flat();
  const subtotalMinor = sumMinor(ordered.map((line) => line.amountMinor));
  const taxes = taxLines(ordered);
  const taxMinor = sumMinor(taxes.map((each) => each.taxMinor));
  return {
    currency,
    tax,
    lines: ordered.map((line, index) => ({ ordinal: index + 1, ...line })),
    taxes,
    projects: projectSubtotals(ordered),
    chargesMinor: sumOf(ordered, (kind) => !isCredit(kind) && !isSettlement(kind)),
    creditsMinor: sumOf(ordered, isCredit),
    settlementsMinor: sumOf(ordered, isSettlement),
    subtotalMinor,
    taxMinor,
    totalMinor: subtotalMinor + taxMinor,
    carried,
  };
}

/** A negative document is a credit note with a number from the credit note series. */
export function documentKind(totalMinor: bigint): "invoice" | "credit_note" {
  return totalMinor < 0n ? "credit_note" : "invoice";
}

/**
 * Guard before an invoice becomes final, whoever composed or stored it: the sums a reader can check by hand. Returns
 * the first that fails, or null.
 */
export function invoiceFault(invoice: ComposedInvoice): string | null {
  const sum = sumMinor(invoice.lines.map((line) => line.amountMinor));
  const projects = sumMinor(invoice.projects.map((project) => project.subtotalMinor));
  const faults: [string, boolean][] = [
    ["lines do not sum to the subtotal", sum !== invoice.subtotalMinor],
    ["subtotal and tax do not sum to the total", invoice.subtotalMinor + invoice.taxMinor !== invoice.totalMinor],
    [
      "charges, credits and settlements do not sum to the subtotal",
      invoice.chargesMinor + invoice.creditsMinor + invoice.settlementsMinor !== invoice.subtotalMinor,
    ],
    ["project subtotals do not sum to the subtotal", projects !== invoice.subtotalMinor],
    ["tax is not the rate times what it taxes", sumMinor(taxLines(invoice.lines).map((each) => each.taxMinor)) !== invoice.taxMinor],
    [
      "prepaid money used, applied, returned and left does not sum to what was paid",
      invoice.lines.some(({ prepaid: p }) => p !== null && p.usedBeforeMinor + p.appliedMinor + p.returnedMinor + p.leftMinor !== p.paidMinor),
    ],
    [
      "segments do not sum to their line",
      invoice.lines.some((line) => line.segments.length > 0 && sumMinor(line.segments.map((part) => part.amountMinor)) !== line.amountMinor),
    ],
  ];
  return faults.find(([, broken]) => broken)?.[0] ?? null;
}
