import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { nodeName } from "../access/access";
import { noteEvent } from "../cluster/cluster-rows";
import { lockServingNode } from "../assignments/node-rows";
import { BY_REQUEST, requestReplacement as request } from "./replace";

/**
 * Replaces a serving node with a spare, whatever its health. Errors: not_found, conflict when a replacement is in
 * progress.
 */
export const requestReplacement = command({
  name: "clusters.node.replace",
  summary: "Replace a node by a spare of its pool.",
  input: z.object({ id: reference() }),
  output: z.object({ id: z.string(), clusterId: z.string(), nodeId: z.string() }),
  permission: "clusters.manage",
  tenancy: "project",
  rate: "write",
  rest: { method: "POST", path: "/nodes/{id}/replacements", status: 202 },
  audit: { subject: (input) => input.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const { tx, organisationId } = ctx;
    const { cluster, node } = await lockServingNode(ctx, input.id);
    if (cluster.handedOverAt === null)
      throw new OperationError("invalid_state", "The cluster is not handed over yet; a node that fails before is exchanged by itself.");
    const [underWay] = await tx.sql<{ id: string }>(
      `select id from "Replacement" where "organisationId" = $1 and "assignmentId" = $2 and "finishedAt" is null`,
      [organisationId, node.assignmentId],
    );
    if (underWay)
      throw new OperationError("conflict", `${nodeName(node.ordinal)} is being replaced already.`, { suggestion: "Follow it in the events of the cluster." });
    const id = await request(tx, cluster, node, BY_REQUEST, ctx.now, ctx.now);
    await noteEvent(tx, cluster, ctx.now, "replacement_requested", `${ctx.actor.label} asked to replace ${nodeName(node.ordinal)}.`, node.nodeId);
    return { id, clusterId: cluster.id, nodeId: node.nodeId };
  },
});
