import { z } from "zod";
import { instant, listInput, money, page, rate } from "./common";

export const clusterState = z.enum(["arriving", "up", "degraded", "down", "maintenance", "ended"]);
export const nodeStateWord = z.enum(["up", "degraded", "down", "maintenance", "unknown"]);

export const cluster = z.object({
  id: z.string(), name: z.string(), state: clusterState, reservationId: z.string(), project: z.string().nullable(), purchaseOrder: z.string().nullable(),
  site: z.string(), region: z.string(), city: z.string(), country: z.string(), nodeType: z.string(), gpuModel: z.string(), nodes: z.number().int(), gpus: z.number().int(),
  slaPlan: z.string(), targetPercent: z.string(), start: instant, end: instant, promisedAt: instant, handedOverAt: instant.nullable(),
  ratePerGpuHour: rate, total: money,
  /** One state a berth, in berth order, for the quay drawing. */
  berths: z.array(z.enum(["up", "degraded", "down", "maintenance", "unknown", "arriving", "new"])),
  /** The one reason worth a line: "n04 down since 03:41", "n11 replaced at 03:45". */
  note: z.string().nullable(),
});
export type ClusterContract = z.output<typeof cluster>;
export const listClustersInput = listInput.extend({ state: clusterState.optional(), project: z.string().max(60).optional(), region: z.string().max(60).optional(), nodeType: z.string().max(60).optional(), search: z.string().max(80).optional(), ended: z.boolean().default(false), sort: z.enum(["name", "end", "created", "state"]).default("created") });
export const clusterPage = page(cluster);

export const acceptanceReport = z.object({
  acceptedAt: instant, nodesPassedAtFirstTry: z.number().int(), nodes: z.number().int(), allReduceGbps: z.number(), diagnosticsLevel: z.number().int(),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean(), figure: z.string() })),
});
export const deliveryPhase = z.object({ name: z.string(), state: z.enum(["waiting", "running", "done"]), startedAt: instant.nullable(), dueAt: instant.nullable(), finishedAt: instant.nullable(), done: z.number().int(), total: z.number().int() });
export const sshKey = z.object({ name: z.string(), fingerprint: z.string(), createdAt: instant });

export const clusterDetail = cluster.extend({
  delivery: z.object({ promisedAt: instant, startsAt: instant, handedOverAt: instant.nullable(), earlySeconds: z.number().int().nullable(), phases: z.array(deliveryPhase), acceptance: acceptanceReport.nullable() }),
  access: z.object({ command: z.string(), keys: z.array(sshKey) }),
  quoteId: z.string(),
});
export type ClusterDetail = z.output<typeof clusterDetail>;

export const clusterNode = z.object({
  id: z.string(), ordinal: z.number().int(), berth: z.number().int(), serial: z.string(), name: z.string(),
  state: z.enum(["serving", "replaced", "ended", "arriving"]), health: nodeStateWord, healthReason: z.string().nullable(), healthSince: instant.nullable(),
  joinedAt: instant, leftAt: instant.nullable(), remark: z.string().nullable(),
});
export type ClusterNode = z.output<typeof clusterNode>;

export const clusterEvent = z.object({ id: z.string(), at: instant, kind: z.string(), text: z.string(), nodeId: z.string().nullable(), incidentId: z.string().nullable() });
export type ClusterEventContract = z.output<typeof clusterEvent>;
