import { z } from "zod";
import { nodeStateWord } from "@/lib/contracts/clusters";
import { instant, line, reference } from "@/lib/contracts/common";
import { command } from "@/server/kernel/operation/operation";
import { nodeName } from "../access/access";
import { lockCluster, noteEvent, refreshState, servingNodes } from "../cluster/cluster-rows";
import { considerReplacement } from "../replacement/replace";

/** Takes in what telemetry concluded of a serving node: its health, the cluster's state, and a replacement when it is called for. */
export const noteHealth = command({
  name: "clusters.node.noteHealth",
  summary: "Note the health of a node that serves a cluster.",
  input: z.object({
    clusterId: reference(),
    nodeId: reference(),
    state: nodeStateWord,
    reason: line(60),
    code: z.number().int().min(0).max(32_767).nullable(),
    at: instant,
  }),
  output: z.object({ clusterId: z.string() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { none: "a measurement, kept as intervals by telemetry and as an event of the cluster" },
  idempotency: "natural",
  handler: async (ctx, { clusterId, nodeId, state, reason, code, at }) => {
    const cluster = await lockCluster(ctx.tx, ctx.organisationId, clusterId);
    const node = cluster && (await servingNodes(ctx.tx, cluster, ctx.now)).find((serving) => serving.nodeId === nodeId);
    if (!cluster || !node || cluster.endedAt !== null) return { clusterId };
    const since = new Date(at);
    const touched = await ctx.tx.exec(
      `update "Assignment" set health = $3, "healthReason" = $4, "healthSince" = $5
       where "organisationId" = $1 and id = $2 and (health, "healthReason", "healthSince") is distinct from ($3, $4, $5)`,
      [ctx.organisationId, node.assignmentId, state, reason, since],
    );
    // Blind collectors say nothing about the node: that is no event of the cluster, nor is seeing again.
    if (touched > 0 && cluster.handedOverAt !== null && state !== "unknown" && node.health !== "unknown") {
      const said = state === "up" ? "is up again" : `is ${state}${code === null ? "" : `, XID ${code}`}`;
      await noteEvent(ctx.tx, cluster, since, state, `${nodeName(node.ordinal)} ${said}.`, nodeId);
    }
    const [current] = (await servingNodes(ctx.tx, cluster, ctx.now)).filter((serving) => serving.nodeId === nodeId);
    if (current) await considerReplacement(ctx.tx, cluster, current, ctx.now);
    if (cluster.handedOverAt !== null) await refreshState(ctx.tx, cluster, ctx.now);
    return { clusterId };
  },
});
