import { listInput, page } from "@/lib/contracts/common";
import { operatorKey } from "@/lib/contracts/identity";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";

/** The network's own keys, of operators and of nodes, newest first, without the keys themselves. */
export const listNetworkKeys = query({
  name: "identity.networkKey.list",
  summary: "Keys of operators, nodes, probes and collectors.",
  input: listInput,
  output: page(operatorKey),
  permission: "network.read",
  tenancy: "operator",
  rate: "read",
  rest: { method: "GET", path: "/network-keys", door: "operator" },
  handler: async (ctx, input) => {
    const before = idCursor(input.cursor, "key");
    const rows = await ctx.tx.prisma.apiKey.findMany({
      where: { kind: { in: ["operator", "node"] }, ...(before !== null && { id: { lt: before } }) },
      orderBy: { id: "desc" },
      take: input.limit + 1,
    });
    const data = rows.slice(0, input.limit).map((k) => ({
      id: k.id, kind: k.kind === "node" ? ("node" as const) : ("operator" as const), name: k.name, pools: k.poolIds, sources: k.sources, readOnly: k.readOnly, lastFour: k.lastFour,
      createdBy: k.createdBy, createdAt: k.createdAt.toISOString(), lastUsedAt: k.lastUsedAt?.toISOString() ?? null, revokedAt: k.revokedAt?.toISOString() ?? null,
    }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
