import { z } from "zod";
import { siteStatus } from "./catalog";
import { instant } from "./common";
import { incidentKind } from "./reliability";

const count = z.number().int();

/**
 * What the network's staff count, over the network or one site. `delivered`: nodes there are, spares included;
 * `healthy`: delivered less what is known to be down, degraded or unseen; `reserved`: under contract now, also where a
 * cluster is still on its way; `inUse`: serving a cluster now.
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
  /** Whose cluster it is; null where a whole site is concerned. */
  organisation: z.string().nullable(),
});
export type NetworkIncident = z.output<typeof networkIncident>;

export const network = z.object({
  at: instant,
  lastSignalAt: instant.nullable(),
  countries: count,
  nodes: z.object(nodeCounts),
  /** By id. */
  sites: z.array(networkSite),
  /** Open ones, newest first; at most 100. */
  incidents: z.array(networkIncident),
});
export type Network = z.output<typeof network>;
