import { z } from "zod";
import { siteStatus } from "./catalog";
import { instant } from "./common";
import { incidentKind } from "./reliability";

const count = z.number().int();

/**
 * What the network's staff count, over the network or one site. `delivered`: nodes there are, spares included; `healthy`:
 * delivered less what is known to be down, degraded or unseen; `reserved`: under contract now; `inUse`: those of them that
 * were handed over and serve; `held`: for quotes that may still be confirmed; `withheld`: kept from sale. What is for sale,
 * delivered less spares, is reserved, held, withheld or `free`, as search offers it.
 */
const nodeCounts = { delivered: count, spares: count, healthy: count, reserved: count, inUse: count, held: count, withheld: count, free: count };

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
