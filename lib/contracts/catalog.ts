import { z } from "zod";
import { instant, rate } from "./common";

export const region = z.object({
  id: z.string(), city: z.string(), country: z.string(), countryName: z.string(), area: z.string(), residency: z.string(),
  latitude: z.number(), longitude: z.number(), sites: z.number().int(),
});
export type Region = z.output<typeof region>;

export const nodeType = z.object({
  id: z.string(), gpuModel: z.string(), gpuCount: z.number().int(), gpuMemoryGb: z.number().int(), vcpus: z.number().int(), ramGib: z.number().int(),
  nvme: z.string(), fabric: z.string(), fabricKind: z.string(), committedGbps: z.number().int(),
});
export type NodeType = z.output<typeof nodeType>;

export const slaPlan = z.object({
  id: z.string(), name: z.string(), targetPercent: z.string(),
  /** How much of a degraded second counts as down: "0", "0.5" or "1". */
  degradedWeight: z.string(), maintenanceAllowanceSeconds: z.number().int(), dedicatedSpares: z.boolean(),
});
export type SlaPlan = z.output<typeof slaPlan>;

/** What the same GPU lists for elsewhere. `ratio` is their rate over ours, two decimals. */
export const comparison = z.object({
  provider: z.string(), offering: z.string(), ratePerGpuHour: rate, source: z.string(), asOf: z.string(), ratio: z.string(),
});
export type Comparison = z.output<typeof comparison>;

/** One site on the map and in the network status. `state` is the worst thing true of it now. */
export const siteStatus = z.object({
  id: z.string(), region: z.string(), city: z.string(), country: z.string(), area: z.string(), latitude: z.number(), longitude: z.number(),
  state: z.enum(["up", "degraded", "down", "maintenance", "unknown"]), since: instant.nullable(),
});
export type SiteStatus = z.output<typeof siteStatus>;
