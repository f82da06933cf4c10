import { z } from "zod";
import { notFound } from "@/server/platform/errors";
import { command } from "@/server/platform/operation";
import { nodeName } from "./access";
import { lockCluster, noteEvent, servingNodes } from "./cluster-rows";
import { clusterExists, servingAssignment } from "./node-rows";

/** Puts what a customer sees on record. The node keeps its berth: replacing it is a decision of its own. Errors: not_found. */
export const reportFault = command({
  name: "clusters.faultReport.create",
  summary: "Report a fault of a node.",
  input: z.object({ id: z.string().max(60), description: z.string().trim().min(3).max(2_000) }),
  output: z.object({ id: z.string(), clusterId: z.string() }),
  permission: "clusters.manage",
  tenancy: "project",
  rate: "write",
  rest: { method: "POST", path: "/nodes/{id}/fault-reports", status: 201 },
  audit: { subject: (input) => input.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const { tx, organisationId } = ctx;
    const serving = await servingAssignment(tx, organisationId, input.id, ctx.now);
    if (!serving || !(await clusterExists(tx, organisationId, ctx.projectId, serving.clusterId))) throw notFound("node", input.id);
    const cluster = await lockCluster(tx, organisationId, serving.clusterId);
    const node = cluster && (await servingNodes(tx, cluster, ctx.now)).find((n) => n.nodeId === input.id);
    if (!cluster || !node) throw notFound("node", input.id);
    await noteEvent(tx, cluster, ctx.now, "fault_reported", `${ctx.actor.label} reported ${nodeName(node.ordinal)}: ${input.description}`, node.nodeId);
    return { id: input.id, clusterId: cluster.id };
  },
});
