import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { type ClusterStanding, clusterStanding } from "@/lib/contracts/clusters";
import { query } from "@/server/kernel/operation/operation";

interface Row {
  nodes: number;
  gpus: number;
  arriving: number;
  up: number;
  degraded: number;
  down: number;
  maintenance: number;
  servingNodes: number;
}

// Everything that is counted of the clusters that have not ended, in one pass over them.
const COUNTS = `
  select coalesce(sum(r.nodes), 0)::int as nodes, coalesce(sum(r.nodes * r."gpusPerNode"), 0)::int as gpus,
         count(*) filter (where c.state = 'arriving')::int as arriving, count(*) filter (where c.state = 'up')::int as up,
         count(*) filter (where c.state = 'degraded')::int as degraded, count(*) filter (where c.state = 'down')::int as down,
         count(*) filter (where c.state = 'maintenance')::int as maintenance,
         coalesce(sum(r.nodes) filter (where c.state <> 'arriving'), 0)::int as "servingNodes"
    from "Cluster" c
    join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
    left join identity.project p on p."organisationId" = r."organisationId" and p.id = r."projectId"
   where c."organisationId" = $1 and c.state <> 'ended' and ($2::text is null or r."projectId" = $2 or p.slug = $2)`;

const SERVING = `
  select a.health, count(*)::int as nodes
    from "Cluster" c
    join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
    left join identity.project p on p."organisationId" = r."organisationId" and p.id = r."projectId"
    join "Assignment" a on a."organisationId" = c."organisationId" and a."clusterId" = c.id and a."startAt" <= $3 and a."endAt" > $3
   where c."organisationId" = $1 and c.state in ('up', 'degraded', 'down', 'maintenance') and ($2::text is null or r."projectId" = $2 or p.slug = $2)
   group by 1`;

const NEXT = `
  select c.id, c.name, r.nodes, r."startAt" as start
    from capacity.contract r
    join "Cluster" c on c."organisationId" = r."organisationId" and c.id = r."clusterId" and c.state = 'arriving'
    left join identity.project p on p."organisationId" = r."organisationId" and p.id = r."projectId"
   where r."organisationId" = $1 and r."endAt" > $3 and ($2::text is null or r."projectId" = $2 or p.slug = $2)
   order by r."startAt", c.id limit 1`;

/** What is true of all clusters together, for a sentence about them: however many there are, it is counted, not listed. */
export const getStanding = query({
  name: "clusters.standing.get",
  summary: "How the organisation's clusters stand: counted by state, their nodes by health, and which arrives next.",
  input: z.object({ project: reference().optional().describe("Id or short name") }),
  output: clusterStanding,
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  handler: async ({ tx, now, organisationId, projectId }, { project }): Promise<ClusterStanding> => {
    const values = [organisationId, projectId ?? project ?? null];
    const [[counts], health, [next]] = await Promise.all([
      tx.sql<Row>(COUNTS, values, "clusters_standing"),
      tx.sql<{ health: string; nodes: number }>(SERVING, [...values, now], "clusters_standing_nodes"),
      tx.sql<{ id: string; name: string; nodes: number; start: Date }>(NEXT, [...values, now], "clusters_standing_next"),
    ]);
    const { nodes = 0, gpus = 0, servingNodes = 0, ...states } = counts ?? { arriving: 0, up: 0, degraded: 0, down: 0, maintenance: 0 };
    const of = (state: string): number => health.find((row) => row.health === state)?.nodes ?? 0;
    const seen = health.reduce((sum, row) => sum + row.nodes, 0);
    return {
      nodes,
      gpus,
      servingNodes,
      states,
      // A berth that nobody serves is down.
      health: {
        up: of("up"),
        degraded: of("degraded"),
        down: of("down") + Math.max(0, servingNodes - seen),
        maintenance: of("maintenance"),
        unknown: of("unknown"),
      },
      next: next === undefined ? null : { ...next, start: next.start.toISOString() },
    };
  },
});
