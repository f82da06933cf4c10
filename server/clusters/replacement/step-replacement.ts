import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { lockCluster } from "../cluster/cluster-rows";
import { stepReplacement as step } from "./replace";

/**
 * Does the due work of one replacement, in its own transaction, so that no pool stays locked for others. Repeating it
 * changes nothing.
 */
export const stepReplacement = command({
  name: "clusters.replacement.step",
  summary: "Carry out what is due for the replacement of a node.",
  input: z.object({ clusterId: reference(), id: reference() }),
  output: z.object({ id: z.string() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { none: "each change it makes is an event of the cluster" },
  idempotency: "natural",
  handler: async (ctx, { clusterId, id }) => {
    const cluster = await lockCluster(ctx.tx, ctx.organisationId, clusterId);
    if (!cluster) throw notFound("cluster", clusterId);
    if (cluster.endedAt === null) for (const event of await step(ctx.tx, cluster, id, ctx.now)) await ctx.emit(event);
    return { id };
  },
});
