import { clusterPage, listClustersInput } from "@/lib/contracts/clusters";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf, pageFrom } from "@/server/kernel/operation/page-cursor";
import { clusterOf } from "./cluster-shape";
import { clusterRows } from "./read-rows";

/**
 * Clusters of the organisation; ended ones only on request. An organisation has few enough clusters to page by
 * position.
 */
export const listClusters = query({
  name: "clusters.cluster.list",
  summary: "Clusters of the organisation.",
  input: listClustersInput,
  output: clusterPage,
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/clusters" },
  handler: async (ctx, input) => {
    const offset = offsetOf(input.cursor);
    const rows = await clusterRows(ctx.tx, ctx.organisationId, ctx.now, {
      ...input,
      projectId: ctx.projectId ?? input.project,
      offset,
      limit: input.limit + 1,
    });
    return pageFrom(
      rows.map((row) => clusterOf(row, ctx.now)),
      offset,
      input.limit,
    );
  },
});
