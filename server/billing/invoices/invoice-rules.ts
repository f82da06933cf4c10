/**
 * From metered time to an invoice, without a clock or a database. Minor units throughout; the tax treatment and the
 * currency hold for the whole document.
 *
 * Rounding (docs/sla-and-billing.md, Charging): each line is rounded once, half away from zero, from its exact value; sums
 * are sums of rounded lines; tax is rounded once on the subtotal. So what a reader adds up by hand is what stands there.
 *
 * Signs: what the customer owes is positive; credits and prepaid money applied are negative. An invoice whose total is
 * negative is issued as a credit note (`documentKind`).
 */
import { basisPointsOf, chargeFor, roundHalfAwayFromZero, splitByLargestRemainder, sumMinor } from "@/lib/money";
import { CREDIT_PERCENT_AT_MOST } from "@/lib/sla-terms";
import type { TaxTreatment } from "@/lib/tax";
import { type Segment, chargedTime } from "../metering/proration";

export type InvoiceLineKind =
  | "usage"
  | "credit"
  /** A price, or a month of it, invoiced before it is used. */
  | "prepayment"
  | "deposit"
  /** Prepaid or deposited money set against the usage it was paid for. */
  | "prepaid_applied"
  | "deposit_applied"
  /** Prepaid money that nothing was left to be used for. */
  | "prepaid_returned"
  | "cancellation_fee"
  | "adjustment";

/** Kinds listed below the projects' subtotals: they settle, they do not charge. */
const SETTLEMENTS: ReadonlySet<string> = new Set<InvoiceLineKind>(["prepaid_applied", "deposit_applied", "prepaid_returned"]);

export const isSettlement = (kind: string): boolean => SETTLEMENTS.has(kind);

export type LineSegment = Segment & { amountMinor: bigint };

export type ComposedLine = {
  ordinal: number;
  kind: InvoiceLineKind;
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
  /** Usage lines: the segments behind the amount; their amounts sum to the line's. */
  segments: LineSegment[];
};

/** What a promise not kept earns, as decided by the SLA report. `percent` is whole percent of the month's charges. */
export type CreditInput = { slaReportId: string; description: string; percent: number };

export type PrepaidInput = {
  kind: "deposit" | "prepayment";
  description: string;
  /** The part of the prepaid money that belongs to this month (`shareByMonth` of lib/payment-plan). */
  shareMinor: bigint;
  /** What earlier months could not use. */
  carriedMinor: bigint;
  /** True in the last month of the reservation: what cannot be used any more is returned. */
  last: boolean;
};

export type UsageInput = {
  projectId: string | null;
  reservationId: string;
  quoteId: string;
  /** Null while nothing was delivered. */
  clusterId: string | null;
  description: string;
  rateMicros: bigint;
  segments: readonly Segment[];
  credits: readonly CreditInput[];
  prepaid: PrepaidInput | null;
  /** Last month only: what makes the months, each rounded by itself, add up to the quoted price. Absent is none. */
  rounding?: { description: string; amountMinor: bigint } | null;
};

/** Anything that is not metered: a deposit, a price paid in advance, a fee, a correction. The amount carries its sign. */
export type ChargeInput = {
  kind: "prepayment" | "deposit" | "cancellation_fee" | "adjustment";
  description: string;
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
  /** In order of first appearance; every line but the settlements. */
  projects: { projectId: string | null; subtotalMinor: bigint }[];
  /** All lines that are neither credits nor settlements. */
  chargesMinor: bigint;
  creditsMinor: bigint;
  settlementsMinor: bigint;
  subtotalMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  /** Prepaid money that stays with each reservation for its next month. */
  carried: { reservationId: string; carriedMinor: bigint }[];
};

type Line = Omit<ComposedLine, "ordinal">;

function usageLine(usage: UsageInput, currency: string): Line {
  const { nodeSeconds, gpuSeconds } = chargedTime(usage.segments);
  const amountMinor = roundHalfAwayFromZero(chargeFor({ rateMicrosPerGpuHour: usage.rateMicros, gpuSeconds, currency }));
  const amounts = splitByLargestRemainder(
    amountMinor,
    usage.segments.map((segment) => (segment.charged ? segment.gpuSeconds : 0n)),
  );
  return {
    kind: "usage",
    description: usage.description,
    projectId: usage.projectId,
    reservationId: usage.reservationId,
    quoteId: usage.quoteId,
    clusterId: usage.clusterId,
    slaReportId: null,
    meteredSeconds: nodeSeconds,
    gpuSeconds,
    rateMicros: usage.rateMicros,
    amountMinor,
    segments: usage.segments.map((segment, index) => ({ ...segment, amountMinor: amounts[index] ?? 0n })),
  };
}

const plainLine = (usage: UsageInput, kind: InvoiceLineKind, description: string, amountMinor: bigint): Line => ({
  kind,
  description,
  projectId: usage.projectId,
  reservationId: usage.reservationId,
  quoteId: usage.quoteId,
  clusterId: usage.clusterId,
  slaReportId: null,
  meteredSeconds: null,
  gpuSeconds: null,
  rateMicros: null,
  amountMinor,
  segments: [],
});

/**
 * The SLA credits of one cluster: percent of its charges of the month, together at most 100 %. Credits are taken in
 * the order given; the one that reaches the limit is cut, later ones are left out.
 */
function creditLines(usage: UsageInput, baseMinor: bigint): Line[] {
  let left = CREDIT_PERCENT_AT_MOST;
  let credited = 0n;
  const lines: Line[] = [];
  for (const credit of usage.credits) {
    if (left === 0) break;
    const percent = Math.min(credit.percent, left);
    left -= percent;
    // Each credit rounds by itself, so several of them could miss the whole by a unit: the one that reaches 100 % takes
    // what is left, and none takes more.
    const rest = baseMinor - credited;
    const wanted = left === 0 ? rest : roundHalfAwayFromZero(basisPointsOf(baseMinor, percent * 100));
    const amountMinor = wanted < rest ? wanted : rest;
    credited += amountMinor;
    if (amountMinor === 0n) continue;
    lines.push({ ...plainLine(usage, "credit", credit.description, -amountMinor), slaReportId: credit.slaReportId });
  }
  return lines;
}

/**
 * Sets prepaid money against a month's charge. It never pays more than was charged: seconds of a dark site that were
 * paid in advance stay with the reservation, and in its last month what is left goes back to the customer.
 * All amounts are non-negative and applied + returned + carried = share + carried before.
 */
export function settlePrepaid(prepaid: Pick<PrepaidInput, "shareMinor" | "carriedMinor" | "last">, chargeMinor: bigint) {
  const available = prepaid.shareMinor + prepaid.carriedMinor;
  const appliedMinor = available < chargeMinor ? available : chargeMinor;
  const left = available - appliedMinor;
  return {
    appliedMinor,
    returnedMinor: prepaid.last ? left : 0n,
    carriedMinor: prepaid.last ? 0n : left,
  };
}

function projectSubtotals(lines: readonly Line[]): ComposedInvoice["projects"] {
  const subtotals = new Map<string | null, bigint>();
  for (const line of lines) {
    if (SETTLEMENTS.has(line.kind)) continue;
    subtotals.set(line.projectId, (subtotals.get(line.projectId) ?? 0n) + line.amountMinor);
  }
  return [...subtotals].map(([projectId, subtotalMinor]) => ({ projectId, subtotalMinor }));
}

const sumOf = (lines: readonly Line[], wanted: (kind: InvoiceLineKind) => boolean): bigint =>
  sumMinor(lines.filter((line) => wanted(line.kind)).map((line) => line.amountMinor));

/**
 * Composes an invoice: usage with its credits, project by project in the order of the input, then other charges, then
 * the settlements.
 */
export function composeInvoice(input: {
  currency: string;
  tax: TaxTreatment;
  usages: readonly UsageInput[];
  charges: readonly ChargeInput[];
}): ComposedInvoice {
  const lines: Line[] = [];
  const settlements: Line[] = [];
  const carried: ComposedInvoice["carried"] = [];
  for (const usage of input.usages) {
    const metered = usageLine(usage, input.currency);
    lines.push(metered);
    if (usage.rounding) lines.push(plainLine(usage, "adjustment", usage.rounding.description, usage.rounding.amountMinor));
    lines.push(...creditLines(usage, metered.amountMinor));
    if (!usage.prepaid) continue;
    const { kind, description } = usage.prepaid;
    const charged = metered.amountMinor + (usage.rounding?.amountMinor ?? 0n);
    const settled = settlePrepaid(usage.prepaid, charged > 0n ? charged : 0n);
    if (settled.appliedMinor > 0n) {
      const applied = kind === "deposit" ? "deposit_applied" : "prepaid_applied";
      settlements.push(plainLine(usage, applied, description, -settled.appliedMinor));
    }
    if (settled.returnedMinor > 0n) {
      settlements.push(plainLine(usage, "prepaid_returned", description, -settled.returnedMinor));
    }
    if (settled.carriedMinor > 0n) carried.push({ reservationId: usage.reservationId, carriedMinor: settled.carriedMinor });
  }
  for (const charge of input.charges) {
    lines.push({ ...charge, slaReportId: null, meteredSeconds: null, gpuSeconds: null, rateMicros: null, segments: [] });
  }
  const byProject = new Map<string | null, Line[]>();
  for (const line of lines) byProject.set(line.projectId, [...(byProject.get(line.projectId) ?? []), line]);
  const ordered = [...[...byProject.values()].flat(), ...settlements];
  const subtotalMinor = sumMinor(ordered.map((line) => line.amountMinor));
  const taxMinor = roundHalfAwayFromZero(basisPointsOf(subtotalMinor, input.tax.rateBasisPoints));
  return {
    currency: input.currency,
    tax: input.tax,
    lines: ordered.map((line, index) => ({ ordinal: index + 1, ...line })),
    projects: projectSubtotals(ordered),
    chargesMinor: sumOf(ordered, (kind) => kind !== "credit" && !SETTLEMENTS.has(kind)),
    creditsMinor: sumOf(ordered, (kind) => kind === "credit"),
    settlementsMinor: sumOf(ordered, (kind) => SETTLEMENTS.has(kind)),
    subtotalMinor,
    taxMinor,
    totalMinor: subtotalMinor + taxMinor,
    carried,
  };
}

/** A negative document is a credit note with a number of the credit note series. */
export function documentKind(totalMinor: bigint): "invoice" | "credit_note" {
  return totalMinor < 0n ? "credit_note" : "invoice";
}

/**
 * Guard before an invoice becomes final, whoever composed or stored it: the sentences a reader checks by hand.
 * Answers the first that does not hold, or null.
 */
export function invoiceFault(invoice: ComposedInvoice): string | null {
  const sum = sumMinor(invoice.lines.map((line) => line.amountMinor));
  const projects = sumMinor(invoice.projects.map((project) => project.subtotalMinor));
  const faults: [string, boolean][] = [
    ["lines do not sum to the subtotal", sum !== invoice.subtotalMinor],
    ["subtotal and tax do not sum to the total", invoice.subtotalMinor + invoice.taxMinor !== invoice.totalMinor],
    ["project subtotals do not sum to charges less credits", projects !== invoice.chargesMinor + invoice.creditsMinor],
    ["projects and settlements do not sum to the subtotal", projects + invoice.settlementsMinor !== invoice.subtotalMinor],
    [
      "tax is not the rate times the subtotal",
      roundHalfAwayFromZero(basisPointsOf(invoice.subtotalMinor, invoice.tax.rateBasisPoints)) !== invoice.taxMinor,
    ],
    [
      "segments do not sum to their line",
      invoice.lines.some(
        (line) => line.segments.length > 0 && sumMinor(line.segments.map((part) => part.amountMinor)) !== line.amountMinor,
      ),
    ],
  ];
  return faults.find(([, broken]) => broken)?.[0] ?? null;
}
