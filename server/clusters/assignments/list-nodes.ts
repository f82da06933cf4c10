import { type z } from "zod";
import { clusterNode } from "@/lib/contracts/clusters";
import { listInput, page, reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { nodeName } from "../access/access";
import { clusterExists, nodeRows } from "./node-rows";

/** Every past and present node of the cluster, in berth order, including replaced ones. Errors: not_found. */
export const listNodes = query({
  name: "clusters.node.list",
  summary: "Nodes of a cluster, also those replaced.",
  input: listInput.extend({ id: reference() }),
  output: page(clusterNode),
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/clusters/{id}/nodes" },
  handler: async (ctx, input) => {
    if (!(await clusterExists(ctx.tx, ctx.organisationId, ctx.projectId, input.id))) throw notFound("cluster", input.id);
    const all = await nodeRows(ctx.tx, ctx.organisationId, input.id);
    const offset = input.cursor !== undefined && /^\d{1,6}$/.test(input.cursor) ? Number(input.cursor) : 0;
    const data = all.slice(offset, offset + input.limit).map((n) => {
      const serving = n.startAt <= ctx.now && n.endAt > ctx.now;
      return {
        id: n.nodeId,
        ordinal: n.ordinal,
        berth: n.berth,
        serial: n.serial,
        name: nodeName(n.ordinal),
        // Before hand-over nodes are being tested and serve nobody yet.
        state: serving
          ? n.isHandedOver
            ? ("serving" as const)
            : ("arriving" as const)
          : n.endedAs === "replaced"
            ? ("replaced" as const)
            : n.startAt > ctx.now
              ? ("arriving" as const)
              : ("ended" as const),
        health: n.health as z.output<typeof clusterNode>["health"],
        healthReason: n.healthReason,
        healthSince: n.healthSince?.toISOString() ?? null,
        isBeingReplaced: serving && n.isBeingReplaced,
        joinedAt: n.startAt.toISOString(),
        repairedAt: n.repairedAt?.toISOString() ?? null,
        checksPassed: n.checksPassed,
        leftAt: serving ? null : n.endAt.toISOString(),
        remark:
          n.endedAs === "replaced" && n.successorOrdinal !== null
            ? `replaced by ${nodeName(n.successorOrdinal)}${n.repairId === null ? "" : ", in repair"}`
            : n.beganAs === "replacement" && n.predecessorOrdinal !== null
              ? `replaced ${nodeName(n.predecessorOrdinal)}`
              : null,
      };
    });
    return { data, nextCursor: offset + input.limit < all.length ? String(offset + input.limit) : null };
  },
});
