import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";

/** Revokes an API key permanently; repeating it changes nothing. Errors: not_found. */
export const revokeApiKey = command({
  name: "identity.apiKey.revoke",
  summary: "Revoke an API key.",
  input: z.object({ id: reference() }),
  output: z.object({ id: z.string() }),
  permission: "keys.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "DELETE", path: "/api-keys/{id}" },
  audit: { subject: (input) => input.id },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const touched = await ctx.tx.exec(`update "ApiKey" set "revokedAt" = coalesce("revokedAt", $3) where id = $1 and "organisationId" = $2`, [
      input.id,
      ctx.organisationId,
      ctx.now,
    ]);
    if (touched === 0) throw notFound("API key", input.id);
    return { id: input.id };
  },
});
