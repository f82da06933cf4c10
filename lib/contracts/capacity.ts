import { z } from "zod";
import { comparison } from "./catalog";
import { currency, instant, line, lines, listInput, money, page, percent5, rate, reference, slug } from "./common";

const list = z.array(reference()).max(50);

export const paymentSchedule = z.enum(["upfront", "monthly_advance", "deposit_25"]);
export type PaymentSchedule = z.output<typeof paymentSchedule>;

const searchFields = z.object({
  gpuModel: reference().optional(),
  nodeType: reference().optional(),
  nodes: z.number().int().min(1).max(4096),
  start: instant.optional(),
  end: instant.optional(),
  durationHours: z.number().int().min(1).max(26_304).optional(),
  earliestStart: instant.optional(),
  latestStart: instant.optional(),
  regions: list.optional(),
  countries: list.optional(),
  residency: list.optional(),
  maxRate: rate.optional(),
  currency: currency.optional(),
  nearLatitude: z.number().min(-90).max(90).optional(),
  nearLongitude: z.number().min(-180).max(180).optional(),
  maxLatencyMs: z.number().int().min(1).max(1000).optional(),
  fabric: z.enum(["infiniband", "ethernet"]).optional(),
  compliance: list.optional(),
});

/** Either a fixed window (`start`, `end`) or a flexible one (`durationHours`, `earliestStart`, `latestStart`); whole hours. */
export const searchOffersInput = searchFields.extend({
  slaPlan: reference(40).default("enterprise"),
  sort: z.enum(["total", "distance", "trackRecord", "start"]).default("total"),
  limit: z.number().int().min(1).max(400).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
});
export type SearchOffersInput = z.input<typeof searchOffersInput>;

/** One day in the record of a site or cluster: the worst state and the minutes lost, for the tide marks. */
export const tideDay = z.object({ day: z.string(), state: z.enum(["up", "degraded", "down", "maintenance", "unknown", "none"]), minutesLost: z.number() });
export type TideDay = z.output<typeof tideDay>;

/** What cancelling costs up to an instant, as a percentage of the price before tax. */
const cancellationStep = z.object({ from: instant.nullable(), until: instant.nullable(), percent: z.number().int(), charge: money });

/** The delivery promise. `leadSeconds` is how long delivery takes at this site, counted from confirmation. */
const deliveryPromise = z.object({
  promisedAt: instant,
  leadSeconds: z.number().int(),
  lateCreditPercentPerHour: z.number().int(),
  lateCreditPercentAtMost: z.number().int(),
});

export const offer = z.object({
  /** Carries the whole request (site, node type, window, plan); valid for as long as prices and capacity last. */
  id: z.string(),
  site: z.string(),
  region: z.string(),
  city: z.string(),
  country: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  nodeType: z.string(),
  gpuModel: z.string(),
  nodes: z.number().int(),
  start: instant,
  end: instant,
  freeNodes: z.number().int(),
  poolNodes: z.number().int(),
  /** `discountPercent` is relative to the list rate; it is negative for a plan that costs more. */
  listRatePerGpuHour: rate,
  ratePerGpuHour: rate,
  total: money,
  discountPercent: z.string(),
  /** Whether `total` includes tax. It never does in an offer: only the quote knows the buyer's tax. */
  taxIncluded: z.literal(false),
  /** Whether this offer can be quoted as is, which is only possible in the currency the organisation is billed in. */
  canBeQuoted: z.boolean(),
  slaPlan: z.string(),
  /** The committed throughput per node. */
  committedGbps: z.number().int(),
  trackRecord: z.object({ days: z.number().int(), availabilityPercent: percent5.nullable(), marks: z.array(tideDay) }),
  distanceKm: z.number().int().nullable(),
  /** Round-trip time estimated from the distance, not measured. */
  latencyMs: z.number().int().nullable(),
  latencyIsEstimate: z.literal(true),
  comparisons: z.array(comparison),
  /** Why there is no price, for instance because no list price exists in the currency; null when there is one. */
  comparisonsNote: z.string().nullable(),
  /** The terms a quote taken now would print. Empty: a confirmed reservation cannot be cancelled yet. */
  cancellation: z.array(cancellationStep),
  delivery: deliveryPromise,
});
export type Offer = z.output<typeof offer>;

/** A way out of an empty result: what to change, and the price difference from the cheapest offer for the request. */
export const relaxation = z.object({
  kind: z.enum(["later_start", "more_latency", "more_regions", "fewer_nodes", "other_gpu", "higher_rate"]),
  description: z.string(),
  where: z.string(),
  start: instant,
  offers: z.number().int(),
  total: money,
  totalDifference: money.nullable(),
  /** The changed request, ready to search with. */
  search: searchFields.partial(),
});
export type Relaxation = z.output<typeof relaxation>;

/** A dot on the map: every site that has any of the node type. */
export const siteDot = z.object({
  site: z.string(),
  region: z.string(),
  city: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  freeNodes: z.number().int(),
  matches: z.boolean(),
});
export type SiteDot = z.output<typeof siteDot>;

export const searchOffersOutput = z.object({
  data: z.array(offer),
  nextCursor: z.string().nullable(),
  matchingSites: z.number().int(),
  totalSites: z.number().int(),
  relaxations: z.array(relaxation),
  sites: z.array(siteDot),
  currency,
  /** Set when offers are shown in a currency the organisation cannot buy in; names the currency it can buy in. */
  currencyNote: z.string().nullable(),
});
export type SearchOffersOutput = z.output<typeof searchOffersOutput>;

export const createQuoteInput = z.object({
  /** An offer carries everything except the payment schedule, and fields passed beside it must agree with it. */
  offerId: reference(400).optional(),
  nodeType: reference().optional(),
  region: reference().optional(),
  site: reference().optional(),
  nodes: z.number().int().min(1).max(4096).optional(),
  start: instant.optional(),
  end: instant.optional(),
  slaPlan: reference(40).optional(),
  paymentSchedule: paymentSchedule.optional(),
  /** Ties the quote to one project, by id or slug: only that project can confirm it. */
  project: reference().optional(),
});

const quoteLine = z.object({ kind: z.string(), description: z.string(), quantity: z.string().nullable(), ratePerGpuHour: rate.nullable(), amount: money });
const quoteTerms = z.object({
  /** Empty while confirmed reservations cannot be cancelled: we print no right that has no command behind it. */
  cancellation: z.array(cancellationStep),
  /** Null while reservations cannot be extended; reserve the following period instead. */
  extension: z.string().nullable(),
  delivery: deliveryPromise,
  sla: z.object({
    plan: z.string(),
    targetPercent: z.string(),
    creditTiers: z.array(z.object({ belowPercent: z.string(), creditPercent: z.number().int() })),
    /** By the share of five-minute throughput samples that are under the committed rate. */
    bandwidthCreditTiers: z.array(z.object({ overPercent: z.string(), creditPercent: z.number().int() })),
  }),
});

export const quote = z.object({
  id: z.string(),
  state: z.enum(["held", "accepted", "expired", "released"]),
  createdAt: instant,
  expiresAt: instant,
  /** The project the quote was taken for, if any; only that project can confirm it. */
  project: z.string().nullable(),
  site: z.string(),
  region: z.string(),
  city: z.string(),
  country: z.string(),
  nodeType: z.string(),
  gpuModel: z.string(),
  nodes: z.number().int(),
  gpuHours: z.string(),
  start: instant,
  end: instant,
  slaPlan: z.string(),
  paymentSchedule,
  committedGbps: z.number().int(),
  listRatePerGpuHour: rate,
  ratePerGpuHour: rate,
  lines: z.array(quoteLine),
  subtotal: money,
  tax: money,
  /** UNCL 5305: S standard, AE reverse charge, O outside the scope of tax. `taxNote` says why; empty for a plain domestic rate. */
  taxCategory: z.string(),
  taxNote: z.string(),
  /** Including tax. */
  total: money,
  taxIncluded: z.literal(true),
  /** Invoiced at confirmation, including tax. */
  dueNow: money,
  terms: quoteTerms,
  comparisons: z.array(comparison),
  comparisonsNote: z.string().nullable(),
  reservationId: z.string().nullable(),
  purchaseOrderRequired: z.boolean(),
});
export type QuoteContract = z.output<typeof quote>;

export const quotePage = page(quote);
export const listQuotesInput = listInput.extend({ state: quote.shape.state.optional() });

export const sshKeyInput = z.object({ name: line(80).optional(), publicKey: lines(16_000) });
export const createReservationInput = z.object({
  quoteId: reference(),
  name: slug,
  project: reference().optional(),
  purchaseOrder: line(60, { least: 0 }).optional(),
  sshKeys: z
    .array(z.union([lines(16_000), sshKeyInput]))
    .max(50)
    .default([]),
});

const reservationState = z.enum(["scheduled", "provisioning", "active", "ended", "cancelled"]);
export const reservation = z.object({
  id: z.string(),
  name: z.string(),
  state: reservationState,
  clusterId: z.string().describe("of the cluster that serves it; it can be read a moment after the confirmation"),
  quoteId: z.string(),
  project: z.string().nullable(),
  purchaseOrder: z.string().nullable(),
  site: z.string(),
  region: z.string(),
  nodeType: z.string(),
  nodes: z.number().int(),
  start: instant,
  end: instant,
  promisedAt: instant,
  slaPlan: z.string(),
  paymentSchedule,
  /** Before tax. */
  ratePerGpuHour: rate,
  subtotal: money,
  tax: money,
  /** Including tax, as invoiced. `taxNote` says why no tax is charged; it is empty for a plain domestic rate. */
  total: money,
  taxIncluded: z.literal(true),
  taxNote: z.string(),
  createdBy: z.string(),
  createdAt: instant,
});
export type ReservationContract = z.output<typeof reservation>;
/** Metered since the start, before tax and credits. */
export const reservationWithCharges = reservation.extend({ charges: money });
export type ReservationWithCharges = z.output<typeof reservationWithCharges>;
export const listReservationsInput = listInput.extend({
  state: reservationState.optional(),
  project: reference().optional(),
  region: reference().optional(),
  nodeType: reference().optional(),
});
export const reservationPage = page(reservationWithCharges);

/**
 * Nodes that a site withholds from sale. A pool and window identify one withholding, so sending it again changes
 * nothing.
 */
export const addWithholdingsInput = z.object({
  withholdings: z
    .array(z.object({ pool: reference(80), nodes: z.number().int().min(1).max(32_767), start: instant, end: instant }))
    .min(1)
    .max(20_000),
});
export const addWithholdingsOutput = z.object({ added: z.number().int(), known: z.number().int() });
