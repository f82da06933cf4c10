import { reference } from "@/lib/contracts/common";
import { sshKeyInput } from "@/lib/contracts/capacity";
import { sshKey } from "@/lib/contracts/clusters";
import { parseSshPublicKey } from "@/server/capacity";
import { notFound, OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { clusterExists } from "../assignments/node-rows";
import { noteEvent } from "../cluster/cluster-rows";

/**
 * Adds another public key to every node of the cluster; adding the same key twice changes nothing. Errors: not_found,
 * validation_failed.
 */
export const addSshKey = command({
  name: "clusters.sshKey.add",
  summary: "Add an SSH public key to a cluster.",
  input: sshKeyInput.extend({ id: reference() }),
  output: sshKey,
  permission: "clusters.manage",
  tenancy: "project",
  rate: "write",
  rest: { method: "POST", path: "/clusters/{id}/ssh-keys", status: 201 },
  audit: { subject: (input) => input.id },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const { organisationId, tx } = ctx;
    if (!(await clusterExists(tx, organisationId, ctx.projectId, input.id))) throw notFound("cluster", input.id);
    const key = parseSshPublicKey(input.publicKey);
    if ("problem" in key) throw new OperationError("validation_failed", key.problem, { errors: [{ pointer: "/publicKey", message: key.problem }] });
    const { fingerprint, publicKey } = key;
    const name = input.name ?? (key.comment || ctx.actor.label);
    const [known] = await tx.sql<{ id: string; name: string; createdAt: Date }>(
      `select id, name, "createdAt" from "SshKey" where "organisationId" = $1 and "clusterId" = $2 and fingerprint = $3`,
      [organisationId, input.id, fingerprint],
    );
    if (known) return { id: known.id, name: known.name, fingerprint, createdAt: known.createdAt.toISOString() };
    const id = ctx.id("ssh");
    await tx.exec(`insert into "SshKey" (id, "organisationId", "clusterId", name, "publicKey", fingerprint, "createdAt") values ($1, $2, $3, $4, $5, $6, $7)`, [
      id,
      organisationId,
      input.id,
      name,
      publicKey,
      fingerprint,
      ctx.now,
    ]);
    await noteEvent(tx, { organisationId, id: input.id }, ctx.now, "key_added", `${ctx.actor.label} added the SSH key ${name} to all nodes.`);
    ctx.audited({ fingerprint });
    return { id, name, fingerprint, createdAt: ctx.now.toISOString() };
  },
});
