import { z } from "zod";
import { instant, line, reference } from "@/lib/contracts/common";
import { apiKey, role } from "@/lib/contracts/identity";
import { notFound, OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { makeApiKey } from "@/server/kernel/process/secrets";
import { insertApiKey } from "./api-key-rows";

/**
 * Creates an API key with its own role. The secret is only in this answer. Errors: not_found for a foreign project,
 * validation_failed for an expiry in the past.
 */
export const createApiKey = command({
  name: "identity.apiKey.create",
  summary: "Make an API key; it is shown once.",
  input: z.object({
    name: line(80),
    role,
    project: reference().optional(),
    readOnly: z.boolean().default(false),
    expiresAt: instant.optional(),
  }),
  output: apiKey.extend({ key: z.string() }),
  permission: "keys.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "POST", path: "/api-keys", status: 201 },
  audit: { subject: (_input, output) => output.id },
  idempotency: { none: "the answer holds a secret, which may not be stored to be replayed" },
  handler: async (ctx, input) => {
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
    if (expiresAt && expiresAt <= ctx.now)
      throw new OperationError("validation_failed", "The key would already have expired.", {
        errors: [{ pointer: "/expiresAt", message: "Must be in the future." }],
      });
    if (input.role === "owner" && !ctx.actor.access.may("owners.manage"))
      throw new OperationError("forbidden", "Only an owner may make a key with an owner's role.");
    const [project] =
      input.project === undefined
        ? []
        : await ctx.tx.sql<{ id: string }>(`select id from "Project" where "organisationId" = $1 and (id = $2 or slug = $2)`, [
            ctx.organisationId,
            input.project,
          ]);
    if (input.project !== undefined && !project) throw notFound("project", input.project);
    const { key, hash, lastFour } = makeApiKey();
    const made = { id: ctx.id("key"), name: input.name, role: input.role, readOnly: input.readOnly, lastFour, createdBy: ctx.actor.label };
    await insertApiKey(ctx.tx, {
      ...made,
      kind: "customer",
      organisationId: ctx.organisationId,
      projectId: project?.id ?? null,
      hash,
      createdAt: ctx.now,
      expiresAt,
    });
    ctx.audited({ name: input.name, role: input.role, lastFour });
    return {
      ...made,
      projectId: project?.id ?? null,
      createdAt: ctx.now.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      lastUsedAt: null,
      revokedAt: null,
      key,
    };
  },
});
