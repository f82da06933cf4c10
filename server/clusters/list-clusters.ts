import { clusterPage, listClustersInput } from "@/lib/contracts/clusters";
import { query } from "@/server/platform/operation";
import { clusterOf } from "./cluster-shape";
import { clusterRows } from "./read-rows";

const offsetOf = (cursor: string | undefined): number => (cursor !== undefined && /^\d{1,6}$/.test(cursor) ? Number(cursor) : 0);

/** Clusters of the organisation; those that have ended only when asked for. An organisation's clusters are few enough to page by position. */
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
    const rows = await clusterRows(ctx.tx, ctx.organisationId, ctx.now, { ...input, projectId: ctx.projectId ?? input.project, offset, limit: input.limit + 1 });
    return {
      data: rows.slice(0, input.limit).map((row) => clusterOf(row, ctx.now)),
      nextCursor: rows.length > input.limit ? String(offset + input.limit) : null,
    };
  },
});
