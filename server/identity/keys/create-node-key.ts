import { z } from "zod";
import { createNodeKeyInput } from "@/lib/contracts/identity";
import { command } from "@/server/kernel/operation/operation";
import { makeApiKey } from "@/server/kernel/process/secrets";
import { insertApiKey } from "./api-key-rows";

/**
 * Creates a credential for nodes, probes or collectors. It can only send signals, for the named pools and as the named
 * sources, so that a compromised machine speaks for its own pool alone. Shown once.
 */
export const createNodeKey = command({
  name: "identity.nodeKey.create",
  summary: "Make a credential that may send signals of some pools, as some sources; it is shown once.",
  input: createNodeKeyInput,
  output: z.object({ id: z.string(), key: z.string() }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/node-keys", status: 201, door: "operator" },
  audit: { subject: (_input, output) => output.id },
  idempotency: { none: "the answer holds a secret, which may not be stored to be replayed" },
  handler: async (ctx, { name, pools, sources }) => {
    const { key, hash, lastFour } = makeApiKey();
    const id = ctx.id("key");
    await insertApiKey(ctx.tx, { id, kind: "node", name, poolIds: pools, sources, hash, lastFour, createdBy: ctx.actor.label, createdAt: ctx.now });
    ctx.audited({ name, pools: pools.length === 1 ? (pools[0] ?? "") : pools.length, sources: sources.join(" "), lastFour });
    return { id, key };
  },
});
