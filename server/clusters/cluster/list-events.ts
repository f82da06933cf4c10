import { clusterEvent } from "@/lib/contracts/clusters";
import { listInput, page, reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";
import { clusterExists } from "../assignments/node-rows";

/** Events of a cluster, newest first. Errors: not_found. */
export const listEvents = query({
  name: "clusters.event.list",
  summary: "Events of a cluster, newest first.",
  input: listInput.extend({ id: reference() }),
  output: page(clusterEvent),
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/clusters/{id}/events" },
  handler: async (ctx, input) => {
    if (!(await clusterExists(ctx.tx, ctx.organisationId, ctx.projectId, input.id))) throw notFound("cluster", input.id);
    const before = idCursor(input.cursor, "evt");
    const rows = await ctx.tx.sql<{ id: string; at: Date; kind: string; text: string; nodeId: string | null; incidentId: string | null }>(
      `select id, at, kind, text, "nodeId", "incidentId" from "ClusterEvent"
        where "organisationId" = $1 and "clusterId" = $2 and ($3::text is null or id < $3) order by id desc limit $4`,
      [ctx.organisationId, input.id, before, input.limit + 1],
      "clusters_events",
    );
    const data = rows.slice(0, input.limit).map((e) => ({ ...e, at: e.at.toISOString() }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
