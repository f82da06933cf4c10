import { z } from "zod";
import { command } from "@/server/kernel/operation/operation";
import { makeApiKey } from "@/server/kernel/process/secrets";

/** Makes a credential for nodes, probes or collectors: it may send signals and nothing else. Shown once. */
export const createNodeKey = command({
  name: "identity.nodeKey.create",
  summary: "Make a credential that may send signals.",
  input: z.object({ name: z.string().trim().min(1).max(80) }),
  output: z.object({ id: z.string(), key: z.string() }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/node-keys", status: 201, door: "operator" },
  audit: { subject: (_input, output) => output.id },
  idempotency: { none: "the answer holds a secret, which may not be stored to be replayed" },
  handler: async (ctx, input) => {
    const { key, hash, lastFour } = makeApiKey();
    const { id } = await ctx.tx.prisma.apiKey.create({ data: { id: ctx.id("key"), kind: "node", name: input.name, hash, lastFour, createdBy: ctx.actor.label, createdAt: ctx.now } });
    return { id, key };
  },
});
