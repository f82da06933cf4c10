import { z } from "zod";
import { lines, reference } from "@/lib/contracts/common";
import { command } from "@/server/kernel/operation/operation";
import { nodeName } from "../access/access";
import { noteEvent } from "../cluster/cluster-rows";
import { lockServingNode } from "../assignments/node-rows";

/**
 * Records a fault that a customer observed. The node keeps its berth: replacing it is a separate decision. Errors:
 * not_found.
 */
export const reportFault = command({
  name: "clusters.faultReport.create",
  summary: "Report a fault of a node.",
  input: z.object({ id: reference(), description: lines(2_000, { least: 3 }) }),
  output: z.object({ id: z.string(), clusterId: z.string() }),
  permission: "clusters.manage",
  tenancy: "project",
  rate: "write",
  rest: { method: "POST", path: "/nodes/{id}/fault-reports", status: 201 },
  audit: { subject: (input) => input.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const { cluster, node } = await lockServingNode(ctx, input.id);
    await noteEvent(ctx.tx, cluster, ctx.now, "fault_reported", `${ctx.actor.label} reported ${nodeName(node.ordinal)}: ${input.description}`, node.nodeId);
    return { id: input.id, clusterId: cluster.id };
  },
});
