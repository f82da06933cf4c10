import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { acceptanceReport, clusterDetail } from "@/lib/contracts/clusters";
import { slugOf } from "@/server/identity";
import { notFound } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { sshCommand } from "../access/access";
import { clusterOf } from "./cluster-shape";
import { type Berth, clusterRows, phaseRows } from "./read-rows";

/** The first node that answers or, if none does, the first one: the command must name a node that serves now. */
const reachableOrdinal = (berths: readonly Berth[]): number => (berths.find((berth) => berth.health === "up") ?? berths[0])?.ordinal ?? 1;

/** One cluster with its delivery and access. Errors: not_found. */
export const getCluster = query({
  name: "clusters.cluster.get",
  summary: "A cluster with its delivery and access.",
  input: z.object({ id: reference() }),
  output: clusterDetail,
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/clusters/{id}" },
  handler: async (ctx, input) => {
    const [row] = await clusterRows(ctx.tx, ctx.organisationId, ctx.now, { id: input.id, projectId: ctx.projectId, limit: 1 });
    if (!row) throw notFound("cluster", input.id);
    const { organisationId } = ctx;
    const [phases, keys, slug] = await Promise.all([
      phaseRows(ctx.tx, organisationId, row.id),
      ctx.tx.sql<{ id: string; name: string; fingerprint: string; createdAt: Date }>(
        `select id, name, fingerprint, "createdAt" from "SshKey" where "organisationId" = $1 and "clusterId" = $2 order by "createdAt", id`,
        [organisationId, row.id],
        "clusters_ssh_keys",
      ),
      slugOf(ctx.tx, organisationId),
    ]);
    return {
      ...clusterOf(row, ctx.now),
      quoteId: row.quoteId,
      delivery: {
        promisedAt: row.promisedAt.toISOString(),
        startsAt: row.deliveryStartsAt.toISOString(),
        handedOverAt: row.handedOverAt?.toISOString() ?? null,
        earlySeconds: row.handedOverAt ? Math.round((row.promisedAt.getTime() - row.handedOverAt.getTime()) / 1000) : null,
        phases: phases.map((p) => ({
          name: p.name,
          state: p.finishedAt ? ("done" as const) : p.startedAt ? ("running" as const) : ("waiting" as const),
          startedAt: p.startedAt?.toISOString() ?? null,
          dueAt: p.dueAt?.toISOString() ?? null,
          finishedAt: p.finishedAt?.toISOString() ?? null,
          done: p.done,
          total: p.total,
        })),
        acceptance: row.acceptance === null ? null : acceptanceReport.parse(row.acceptance),
      },
      access: {
        command: sshCommand(slug, row.siteId, reachableOrdinal(row.berths ?? [])),
        keys: keys.map((k) => ({ id: k.id, name: k.name, fingerprint: k.fingerprint, createdAt: k.createdAt.toISOString() })),
      },
    };
  },
});
