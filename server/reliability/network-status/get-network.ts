import { z } from "zod";
import { type Network, network, type NetworkIncident } from "@/lib/contracts/network";
import { takenNow } from "@/server/capacity";
import { catalogueOf } from "@/server/catalog";
import type { Tx } from "@/server/kernel/database/db";
import { query } from "@/server/kernel/operation/operation";
import { siteStatuses } from "./site-statuses";

const MAX_INCIDENTS = 100;

interface Counts {
  siteId: string;
  ill: number;
  inUse: number;
}

// Only watched nodes are judged; the others count as healthy until somebody checks them.
const COUNTS = `
  select s.id as "siteId", coalesce(w.ill, 0)::int as ill, coalesce(a.nodes, 0)::int as "inUse"
    from catalog.site s
    left join (select p."siteId", count(*) as ill from signals.watched_node w join catalog.pool p on p.id = w."poolId" where w.state in ('down', 'degraded', 'unknown') group by 1) w on w."siteId" = s.id
    left join (
      select r."siteId", count(*) as nodes from clusters.service a
        join clusters.cluster c on c."organisationId" = a."organisationId" and c.id = a."clusterId" and c."handedOverAt" <= $1
        join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId" and r."startAt" <= $1
       where a."startAt" <= $1 and a."endAt" > $1 group by 1) a on a."siteId" = s.id`;

type IncidentRow = Omit<NetworkIncident, "openedAt"> & { openedAt: Date };

const OPEN = `
  select i.id, i.number, i.kind, i.title, i."siteId" as site, g.city, i."openedAt", o.name as organisation
    from "Incident" i join catalog.site s on s.id = i."siteId" join catalog.region g on g.id = s."regionId" left join identity.organisation o on o.id = i."organisationId"
   where i."resolvedAt" is null order by i."openedAt" desc, i.id desc limit $1`;

/** The network as staff see it: what is where, its state, and what is wrong now. */
export const getNetwork = query({
  name: "reliability.network.get",
  summary: "The whole network for its staff: sites with their nodes, how they are, what is reserved and in use, and open incidents.",
  input: z.object({}),
  output: network,
  permission: "network.read",
  tenancy: "operator",
  rate: "read",
  rest: { method: "GET", path: "/network", door: "operator" },
  handler: async (ctx): Promise<Network> => {
    const { tx, now } = ctx;
    const [statuses, catalogue, counts, taken, incidents] = await Promise.all([
      siteStatuses(tx, now),
      catalogueOf(tx),
      countsOf(tx, now),
      takenNow(tx, now).then((rows) => new Map(rows.map((row) => [row.siteId, row]))),
      tx.sql<IncidentRow>(OPEN, [MAX_INCIDENTS], "reliability_network_incidents"),
    ]);
    const delivered = new Map<string, { nodes: number; spares: number; nodeTypes: number }>();
    for (const pool of catalogue.pools.values()) {
      const known = delivered.get(pool.siteId) ?? { nodes: 0, spares: 0, nodeTypes: 0 };
      delivered.set(pool.siteId, {
        nodes: known.nodes + pool.nodeCount + pool.spareCount,
        spares: known.spares + pool.spareCount,
        nodeTypes: known.nodeTypes + 1,
      });
    }
    const sites = statuses.sites.flatMap((status) => {
      const site = catalogue.sites.get(status.id);
      if (!site) return [];
      const { nodes = 0, spares = 0, nodeTypes = 0 } = delivered.get(site.id) ?? {};
      const { ill = 0, inUse = 0 } = counts.get(site.id) ?? {};
      const { reserved = 0, held = 0, withheld = 0, free = 0 } = taken.get(site.id) ?? {};
      // At a dark or unseen site no node is known to be well, watched or not.
      const healthy = status.state === "down" || status.state === "unknown" ? 0 : nodes - ill;
      return [
        {
          ...status,
          name: site.name,
          joinedAt: site.joinedAt.toISOString(),
          leavesAt: site.leavesAt?.toISOString() ?? null,
          nodeTypes,
          delivered: nodes,
          spares,
          healthy,
          reserved,
          held,
          withheld,
          free,
          inUse,
        },
      ];
    });
    const sum = (of: (site: (typeof sites)[number]) => number) => sites.reduce((total, site) => total + of(site), 0);
    return {
      at: now.toISOString(),
      lastSignalAt: statuses.lastSignalAt?.toISOString() ?? null,
      countries: new Set(sites.map((site) => site.country)).size,
      nodes: {
        delivered: sum((site) => site.delivered),
        spares: sum((site) => site.spares),
        healthy: sum((site) => site.healthy),
        reserved: sum((site) => site.reserved),
        held: sum((site) => site.held),
        withheld: sum((site) => site.withheld),
        free: sum((site) => site.free),
        inUse: sum((site) => site.inUse),
      },
      sites,
      incidents: incidents.map((row) => ({ ...row, openedAt: row.openedAt.toISOString() })),
    };
  },
});

async function countsOf(tx: Tx, now: Date): Promise<Map<string, Counts>> {
  return new Map((await tx.sql<Counts>(COUNTS, [now], "reliability_network_counts")).map((row) => [row.siteId, row]));
}
