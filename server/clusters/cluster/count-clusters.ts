import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { clusterCount } from "@/lib/contracts/clusters";
import { query } from "@/server/kernel/operation/operation";

const IN_PROJECT = `
         join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
         join identity.project p on p."organisationId" = r."organisationId" and p.id = r."projectId" and (p.id = $2 or p.slug = $2)`;

/** How many clusters there are, counted like the list: ended ones separately. */
export const countClusters = query({
  name: "clusters.cluster.count",
  summary: "How many clusters the organisation has, current and ended.",
  input: z.object({ project: reference().optional().describe("Id or short name") }),
  output: clusterCount,
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  handler: async ({ tx, organisationId, projectId }, { project }) => {
    const ofProject = projectId ?? project;
    const [row] = await tx.sql<{ current: number; ended: number }>(
      `select count(*) filter (where c.state <> 'ended')::int as current, count(*) filter (where c.state = 'ended')::int as ended
         from "Cluster" c ${ofProject === undefined ? "" : IN_PROJECT}
        where c."organisationId" = $1`,
      [organisationId, ...(ofProject === undefined ? [] : [ofProject])],
      ofProject === undefined ? "clusters_count" : "clusters_count_of_project",
    );
    return row ?? { current: 0, ended: 0 };
  },
});
