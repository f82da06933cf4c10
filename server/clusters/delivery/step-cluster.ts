import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { markReservation } from "@/server/capacity";
import type { Tx } from "@/server/kernel/database/db";
import { notFound } from "@/server/kernel/operation/errors";
import type { EmittedEvent } from "@/server/kernel/events/events";
import { command } from "@/server/kernel/operation/operation";
import { endAssignments, type LockedCluster, lockCluster, noteEvent, refreshState, servingNodes } from "../cluster/cluster-rows";
import { deliver } from "./deliver";
import { clusterEnded } from "../events";

async function end(tx: Tx, cluster: LockedCluster): Promise<EmittedEvent> {
  const at = cluster.endAt;
  const lastSecond = new Date(at.getTime() - 1);
  await endAssignments(
    tx,
    cluster,
    (await servingNodes(tx, cluster, lastSecond)).map((node) => node.assignmentId),
    at,
    "ended",
  );
  await tx.exec(`update "Replacement" set "finishedAt" = $3 where "organisationId" = $1 and "clusterId" = $2 and "finishedAt" is null`, [
    cluster.organisationId,
    cluster.id,
    at,
  ]);
  cluster.endedAt = at;
  await markReservation(tx, cluster.reservationId, "ended");
  await refreshState(tx, cluster, at);
  await noteEvent(tx, cluster, at, "ended", "The term ended; nodes were wiped and went back to the pool.");
  return clusterEnded({ clusterId: cluster.id, at: at.toISOString() }, cluster.organisationId);
}

/** Does all due work of one cluster: delivery phases, its end. Repeating it changes nothing. */
export const stepCluster = command({
  name: "clusters.cluster.step",
  summary: "Carry out what is due for a cluster.",
  input: z.object({ clusterId: reference() }),
  output: z.object({ clusterId: z.string(), state: z.string() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.clusterId },
  idempotency: "natural",
  handler: async (ctx, { clusterId }) => {
    const cluster = await lockCluster(ctx.tx, ctx.organisationId, clusterId);
    if (!cluster) throw notFound("cluster", clusterId);
    if (cluster.endedAt === null) {
      const events = [
        ...(cluster.handedOverAt === null ? await deliver(ctx.tx, cluster, ctx.now) : []),
        ...(cluster.endAt <= ctx.now ? [await end(ctx.tx, cluster)] : []),
      ];
      for (const event of events) await ctx.emit(event);
      ctx.audited({ events: events.map((event) => event.name).join(", ") || "phases only" });
    }
    const [row] = await ctx.tx.sql<{ state: string }>(`select state::text as state from "Cluster" where "organisationId" = $1 and id = $2`, [
      ctx.organisationId,
      clusterId,
    ]);
    return { clusterId, state: row?.state ?? cluster.state };
  },
});
