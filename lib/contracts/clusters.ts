import { z } from "zod";
import { instant, line, listInput, money, page, rate, reference } from "./common";

const clusterState = z.enum(["arriving", "up", "degraded", "down", "maintenance", "ended"]);
export const nodeStateWord = z.enum(["up", "degraded", "down", "maintenance", "unknown"]);

export const clusterNote = z.object({
  kind: z.enum(["delivering", "down", "degraded", "maintenance", "unknown", "replaced", "ending"]),
  ordinal: z.number().int().nullable(),
  at: instant.nullable(),
  reason: z.string().nullable(),
  phase: z.string().nullable(),
  done: z.number().int().nullable(),
  total: z.number().int().nullable(),
});
export type ClusterNote = z.output<typeof clusterNote>;

export const cluster = z.object({
  id: z.string(),
  name: z.string(),
  state: clusterState,
  reservationId: z.string(),
  project: z.string().nullable(),
  purchaseOrder: z.string().nullable(),
  site: z.string(),
  region: z.string(),
  city: z.string(),
  country: z.string(),
  nodeType: z.string(),
  gpuModel: z.string(),
  nodes: z.number().int(),
  gpus: z.number().int(),
  slaPlan: z.string(),
  targetPercent: z.string(),
  start: instant,
  end: instant,
  promisedAt: instant,
  handedOverAt: instant.nullable(),
  /** The rate is before tax and the total includes it, as on the reservation. */
  ratePerGpuHour: rate,
  total: money,
  taxIncluded: z.literal(true),
  /** One state per berth, in berth order, for the quay drawing. */
  berths: z.array(z.enum(["up", "degraded", "down", "maintenance", "unknown", "arriving", "new"])),
  /** The most important current event; `ordinal` is the node's number in the cluster (n04). */
  note: clusterNote.nullable(),
});
export type ClusterContract = z.output<typeof cluster>;
export const listClustersInput = listInput.extend({
  state: clusterState.optional(),
  project: reference().optional(),
  region: reference().optional(),
  nodeType: reference().optional(),
  search: line(80).optional(),
  ended: z.boolean().default(false),
  sort: z.enum(["name", "end", "created", "state"]).default("created"),
  /** Each order has a natural direction: names from A, ends and states most urgent first, creation newest first. */
  reverse: z.boolean().default(false),
});
export const clusterCount = z.object({ current: z.number().int(), ended: z.number().int() });
/** All clusters that have not ended, counted. */
export const clusterStanding = z.object({
  nodes: z.number().int(),
  gpus: z.number().int(),
  states: z.object({ arriving: z.number().int(), up: z.number().int(), degraded: z.number().int(), down: z.number().int(), maintenance: z.number().int() }),
  /** Of those that were handed over. */
  servingNodes: z.number().int(),
  health: z.object({ up: z.number().int(), degraded: z.number().int(), down: z.number().int(), maintenance: z.number().int(), unknown: z.number().int() }),
  /** The one that begins first of those still to arrive. */
  next: cluster.pick({ id: true, name: true, nodes: true, start: true }).nullable(),
});
export type ClusterStanding = z.output<typeof clusterStanding>;
export const clusterPage = page(cluster);

/** What the nodes reported of their tests before hand-over. Null: not measured by all of them. */
export const acceptanceReport = z.object({
  acceptedAt: instant,
  nodes: z.number().int(),
  /** How many of them reported results. */
  nodesTested: z.number().int(),
  nodesPassedAtFirstTry: z.number().int().nullable(),
  allReduceGigabytesPerSecond: z.number().nullable(),
  diagnosticsLevel: z.number().int().nullable(),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean().nullable(), figure: z.string() })),
});
const deliveryPhase = z.object({
  name: z.string(),
  state: z.enum(["waiting", "running", "done"]),
  startedAt: instant.nullable(),
  dueAt: instant.nullable(),
  finishedAt: instant.nullable(),
  done: z.number().int(),
  total: z.number().int(),
});
export const sshKey = z.object({ id: z.string(), name: z.string(), fingerprint: z.string(), createdAt: instant });

export const clusterDetail = cluster.extend({
  delivery: z.object({
    promisedAt: instant,
    startsAt: instant,
    handedOverAt: instant.nullable(),
    earlySeconds: z.number().int().nullable(),
    phases: z.array(deliveryPhase),
    acceptance: acceptanceReport.nullable(),
  }),
  access: z.object({ command: z.string(), keys: z.array(sshKey) }),
  quoteId: z.string(),
});
export type ClusterDetail = z.output<typeof clusterDetail>;

export const clusterNode = z.object({
  id: z.string(),
  ordinal: z.number().int(),
  berth: z.number().int(),
  serial: z.string(),
  name: z.string(),
  state: z.enum(["serving", "replaced", "ended", "arriving"]),
  health: nodeStateWord,
  healthReason: z.string().nullable(),
  healthSince: instant.nullable(),
  /** It is still serving while a spare is prepared to take over. */
  isBeingReplaced: z.boolean(),
  joinedAt: instant,
  /** When its last repair before it joined was closed, and how many checks it passed then; null when it never was in repair. */
  repairedAt: instant.nullable(),
  checksPassed: z.number().int().nullable(),
  leftAt: instant.nullable(),
  remark: z.string().nullable(),
});
export type ClusterNode = z.output<typeof clusterNode>;

export const clusterEvent = z.object({
  id: z.string(),
  at: instant,
  kind: z.string(),
  text: z.string(),
  nodeId: z.string().nullable(),
  incidentId: z.string().nullable(),
});
