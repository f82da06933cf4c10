import { z } from "zod";
import { line } from "@/lib/contracts/common";
import { operatorKey } from "@/lib/contracts/identity";
import { command } from "@/server/kernel/operation/operation";
import { makeApiKey } from "@/server/kernel/process/secrets";
import { insertApiKey } from "./api-key-rows";

/** Creates a key for programs of the network's staff; it opens the operator API. Shown once. */
export const createOperatorKey = command({
  name: "identity.operatorKey.create",
  summary: "Make a key for the operators' API; it is shown once.",
  input: z.object({ name: line(80), readOnly: z.boolean().default(false) }),
  output: operatorKey.extend({ key: z.string() }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/operator-keys", status: 201, door: "operator" },
  audit: { subject: (_input, output) => output.id },
  idempotency: { none: "the answer holds a secret, which may not be stored to be replayed" },
  handler: async (ctx, { name, readOnly }) => {
    const { key, hash, lastFour } = makeApiKey();
    const id = ctx.id("key");
    await insertApiKey(ctx.tx, { id, kind: "operator", name, readOnly, hash, lastFour, createdBy: ctx.actor.label, createdAt: ctx.now });
    ctx.audited({ name, lastFour });
    return {
      id,
      kind: "operator" as const,
      name,
      pools: [],
      sources: [],
      readOnly,
      lastFour,
      createdBy: ctx.actor.label,
      createdAt: ctx.now.toISOString(),
      lastUsedAt: null,
      revokedAt: null,
      key,
    };
  },
});
