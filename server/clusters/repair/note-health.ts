import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { command } from "@/server/kernel/operation/operation";
import { nodeName } from "../access/access";
import { conditionOf } from "../assignments/node-conditions";
import { lockCluster, noteEvent, refreshState, servingNodes } from "../cluster/cluster-rows";
import { considerReplacement } from "../replacement/replace";

/**
 * Updates a serving node's berth to the node's current state: its health, the cluster's state, and a replacement when
 * one is needed.
 */
export const noteHealth = command({
  name: "clusters.node.noteHealth",
  summary: "Note the present health of a node that serves a cluster.",
  input: z.object({ clusterId: reference(), nodeId: reference() }),
  output: z.object({ clusterId: z.string() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { none: "a measurement, kept as intervals and as an event of the cluster" },
  idempotency: "natural",
  handler: async (ctx, { clusterId, nodeId }) => {
    const cluster = await lockCluster(ctx.tx, ctx.organisationId, clusterId);
    const node = cluster && (await servingNodes(ctx.tx, cluster, ctx.now)).find((serving) => serving.nodeId === nodeId);
    const condition = await conditionOf(ctx.tx, nodeId);
    if (!cluster || !node || cluster.endedAt !== null || condition === null) return { clusterId };
    const { state, reason, code, since } = condition;
    await ctx.tx.exec(`update "Assignment" set health = $3, "healthReason" = $4, "healthSince" = $5 where "organisationId" = $1 and id = $2`, [
      ctx.organisationId,
      node.assignmentId,
      state,
      reason,
      since,
    ]);
    const changed = node.health !== state || node.healthReason !== reason;
    // Blind collectors say nothing about the node, so neither going blind nor seeing again is an event of the cluster.
    if (changed && cluster.handedOverAt !== null && state !== "unknown" && node.health !== "unknown") {
      const said = state === "up" ? "is up again" : `is ${state}${code === null ? "" : `, XID ${code}`}`;
      await noteEvent(ctx.tx, cluster, since, state, `${nodeName(node.ordinal)} ${said}.`, nodeId);
    }
    const [current] = (await servingNodes(ctx.tx, cluster, ctx.now)).filter((serving) => serving.nodeId === nodeId);
    if (current) await considerReplacement(ctx.tx, cluster, current, ctx.now);
    if (cluster.handedOverAt !== null) await refreshState(ctx.tx, cluster, ctx.now);
    return { clusterId };
  },
});
