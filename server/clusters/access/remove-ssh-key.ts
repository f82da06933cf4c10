import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { clusterExists } from "../assignments/node-rows";

/** Removes a public key from every node of the cluster; removing a missing key changes nothing. Errors: not_found. */
export const removeSshKey = command({
  name: "clusters.sshKey.remove",
  summary: "Remove an SSH public key from a cluster.",
  input: z.object({ id: reference(), keyId: reference() }),
  output: z.object({ id: z.string() }),
  permission: "clusters.manage",
  tenancy: "project",
  rate: "write",
  rest: { method: "DELETE", path: "/clusters/{id}/ssh-keys/{keyId}" },
  audit: { subject: (input) => input.id },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const { organisationId, tx } = ctx;
    if (!(await clusterExists(tx, organisationId, ctx.projectId, input.id))) throw notFound("cluster", input.id);
    const [removed] = await tx.sql<{ name: string; fingerprint: string }>(
      `delete from "SshKey" where "organisationId" = $1 and "clusterId" = $2 and id = $3 returning name, fingerprint`,
      [organisationId, input.id, input.keyId],
    );
    if (!removed) return { id: input.keyId };
    await tx.exec(`insert into "ClusterEvent" (id, "organisationId", "clusterId", at, kind, text) values ($1, $2, $3, $4, 'key_removed', $5)`, [
      ctx.id("evt"),
      organisationId,
      input.id,
      ctx.now,
      `${ctx.actor.label} removed the SSH key ${removed.name} from all nodes.`,
    ]);
    ctx.audited({ fingerprint: removed.fingerprint, name: removed.name });
    return { id: input.keyId };
  },
});
