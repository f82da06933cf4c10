// A composed quote as text, and a stored one as its contract. What was shown is stored whole and never composed again.
import type { QuoteContract } from "@/lib/contracts/capacity";
import { basisPointsToPercent, rateFromMicros, toContract } from "@/lib/money";
import { SECONDS_PER_HOUR, formatInstant, lengthOf, toInstant } from "@/lib/period";
import { gpuHours, gpuSecondsOf } from "@/lib/quantity";
import type { Catalogue, NodeType, SlaPlan } from "@/server/catalog";
import { comparisonsNoteOf, comparisonsOf } from "../search/comparisons";
import type { ComposedQuote, QuoteLine } from "./quote-rules";

/** Stored in "Quote".terms: terms, payment and tax as the contract shows them. */
export interface StoredTerms {
  terms: QuoteContract["terms"];
  dueNow: QuoteContract["dueNow"];
  taxCategory: string;
  taxNote: string;
}

const hoursInWords = (hours: number): string => (hours % 24 === 0 && hours >= 48 ? `${hours / 24} days` : `${hours} hours`);

function describe(line: QuoteLine, subject: { nodeType: NodeType; plan: SlaPlan; nodes: number }): string {
  const percent = basisPointsToPercent(Math.abs(line.discountBasisPoints ?? 0));
  const { nodeType, plan, nodes } = subject;
  switch (line.kind) {
    case "gpu_hours":
      return `GPU-hours of ${nodes} × ${nodeType.id}`;
    case "sla_plan":
      return `${plan.name} plan, ${(line.discountBasisPoints ?? 0) < 0 ? "plus" : "less"} ${percent} %`;
    case "term_discount":
      return `Term discount from ${hoursInWords(line.threshold ?? 0)}, ${percent} %`;
    case "volume_tier":
      return `Volume discount from ${line.threshold ?? 0} GPUs, ${percent} %`;
    case "bandwidth":
      return `Bandwidth, ${nodeType.committedGbps} Gb/s committed to each node`;
    case "egress":
      return "Egress, included";
  }
}

/** A quote prints a right only when there is a command for it. There is none yet to cancel, release or extend. */
const NOT_OFFERED = { cancellation: [], extension: null };

/** The two JSON columns of a new quote. */
export function storedQuote(
  composed: ComposedQuote,
  subject: { nodeType: NodeType; plan: SlaPlan; nodes: number },
): { lines: QuoteContract["lines"]; terms: StoredTerms } {
  const { currency } = composed;
  const money = (minor: bigint) => toContract({ minor, currency });
  const { delivery, sla } = composed.terms;
  return {
    lines: composed.lines.map((line) => ({
      kind: line.kind,
      description: describe(line, subject),
      quantity: line.gpuSeconds === null ? null : gpuHours(line.gpuSeconds),
      ratePerGpuHour: line.rateMicros === null ? null : rateFromMicros(line.rateMicros),
      amount: money(line.amountMinor),
    })),
    terms: {
      terms: {
        ...NOT_OFFERED,
        delivery: { ...delivery, promisedAt: formatInstant(delivery.promisedAt) },
        sla: {
          plan: sla.plan,
          targetPercent: sla.targetPercent,
          creditTiers: sla.creditTiers.map((tier) => ({ ...tier })),
          bandwidthCreditTiers: sla.bandwidthCreditTiers.map((tier) => ({ ...tier })),
        },
      },
      dueNow: money(composed.dueNowMinor),
      taxCategory: composed.tax.category,
      taxNote: composed.tax.legalNote,
    },
  };
}

/** A row of "Quote" with the values joined to it. */
export interface QuoteRow {
  id: string;
  organisationId: string;
  projectId: string | null;
  poolId: string;
  siteId: string;
  regionId: string;
  nodeTypeId: string;
  nodes: number;
  startAt: Date;
  endAt: Date;
  slaPlanId: string;
  paymentSchedule: QuoteContract["paymentSchedule"];
  currency: string;
  listRateMicros: bigint;
  rateMicros: bigint;
  lines: QuoteContract["lines"];
  terms: StoredTerms;
  subtotalMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  state: QuoteContract["state"];
  createdAt: Date;
  expiresAt: Date;
}

export function quoteContract(row: QuoteRow, beside: { catalogue: Catalogue; reservationId: string | null; purchaseOrderRequired: boolean }): QuoteContract {
  const { catalogue } = beside;
  const region = catalogue.regions.get(row.regionId);
  const nodeType = catalogue.nodeTypes.get(row.nodeTypeId);
  if (!region || !nodeType) throw new Error(`quote ${row.id} names a region or node type that is gone`);
  const money = (minor: bigint) => toContract({ minor, currency: row.currency });
  const window = { start: toInstant(row.startAt), end: toInstant(row.endAt) };
  const compared = { gpuModel: nodeType.gpuModel, currency: row.currency, rateMicros: row.rateMicros, hours: lengthOf(window) / SECONDS_PER_HOUR };
  return {
    id: row.id,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    project: row.projectId,
    site: row.siteId,
    region: row.regionId,
    city: region.city,
    country: region.country,
    nodeType: row.nodeTypeId,
    gpuModel: nodeType.gpuModel,
    nodes: row.nodes,
    gpuHours: gpuHours(gpuSecondsOf({ nodes: row.nodes, gpusPerNode: nodeType.gpuCount, seconds: lengthOf(window) })),
    start: formatInstant(window.start),
    end: formatInstant(window.end),
    slaPlan: row.slaPlanId,
    paymentSchedule: row.paymentSchedule,
    committedGbps: nodeType.committedGbps,
    listRatePerGpuHour: rateFromMicros(row.listRateMicros),
    ratePerGpuHour: rateFromMicros(row.rateMicros),
    lines: row.lines,
    subtotal: money(row.subtotalMinor),
    tax: money(row.taxMinor),
    taxCategory: row.terms.taxCategory,
    taxNote: row.terms.taxNote,
    total: money(row.totalMinor),
    taxIncluded: true,
    dueNow: row.terms.dueNow,
    terms: row.terms.terms,
    comparisons: comparisonsOf(catalogue, compared),
    comparisonsNote: comparisonsNoteOf(catalogue, compared),
    reservationId: beside.reservationId,
    purchaseOrderRequired: beside.purchaseOrderRequired,
  };
}
