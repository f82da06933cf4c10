import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";

/**
 * Revokes a key of an operator, node, probe or collector permanently; repeating it changes nothing. Errors: not_found.
 */
export const revokeNetworkKey = command({
  name: "identity.networkKey.revoke",
  summary: "Revoke a key of an operator, node, probe or collector.",
  input: z.object({ id: reference() }),
  output: z.object({ id: z.string() }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "DELETE", path: "/network-keys/{id}", door: "operator" },
  audit: { subject: (input) => input.id },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const touched = await ctx.tx.exec(`update "ApiKey" set "revokedAt" = coalesce("revokedAt", $2) where id = $1 and kind in ('operator', 'node')`, [
      input.id,
      ctx.now,
    ]);
    if (touched === 0) throw notFound("key", input.id);
    return { id: input.id };
  },
});
