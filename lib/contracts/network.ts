import { z } from "zod";
import { siteStatus } from "./catalog";
import { instant } from "./common";
import { incidentKind } from "./reliability";

const count = z.number().int();

/**
 * Node counts for staff, for the whole network or one site. `delivered`: nodes that exist, including spares. `healthy`:
 * delivered minus those known to be down, degraded or unknown. `reserved`: under contract now, including clusters still
 * being delivered. `inUse`: serving a cluster now.
 */
const nodeCounts = { delivered: count, spares: count, healthy: count, reserved: count, inUse: count };

export const networkSite = siteStatus.extend({ name: z.string(), joinedAt: instant, leavesAt: instant.nullable(), nodeTypes: count, ...nodeCounts });
export type NetworkSite = z.output<typeof networkSite>;

export const networkIncident = z.object({
  id: z.string(),
  number: z.string(),
  kind: incidentKind,
  title: z.string(),
  site: z.string(),
  city: z.string(),
  openedAt: instant,
  /** The organisation whose cluster it is; null when a whole site is affected. */
  organisation: z.string().nullable(),
});
export type NetworkIncident = z.output<typeof networkIncident>;

export const network = z.object({
  at: instant,
  lastSignalAt: instant.nullable(),
  countries: count,
  nodes: z.object(nodeCounts),
  /** Keyed by id. */
  sites: z.array(networkSite),
  /** Open ones, newest first; at most 100. */
  incidents: z.array(networkIncident),
});
export type Network = z.output<typeof network>;
