import { clusterEvent } from "@/lib/contracts/clusters";
import { listInput, page, reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";
import { clusterExists } from "../assignments/node-rows";

/** What happened to a cluster, newest first. Errors: not_found. */
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
    const rows = await ctx.tx.prisma.clusterEvent.findMany({
      where: { organisationId: ctx.organisationId, clusterId: input.id, ...(before !== null && { id: { lt: before } }) },
      orderBy: { id: "desc" },
      take: input.limit + 1,
    });
    const data = rows.slice(0, input.limit).map((e) => ({ id: e.id, at: e.at.toISOString(), kind: e.kind, text: e.text, nodeId: e.nodeId, incidentId: e.incidentId }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
