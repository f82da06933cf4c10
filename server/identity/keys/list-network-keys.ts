import { listInput, page } from "@/lib/contracts/common";
import { operatorKey } from "@/lib/contracts/identity";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";

interface Row {
  id: string;
  kind: "operator" | "node";
  name: string;
  poolIds: string[];
  sources: string[];
  readOnly: boolean;
  lastFour: string;
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** The network's own keys, for operators and nodes, newest first, without their secrets. */
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
    const rows = await ctx.tx.sql<Row>(
      `select id, kind, name, "poolIds", sources, "readOnly", "lastFour", "createdBy", "createdAt", "lastUsedAt", "revokedAt" from "ApiKey"
        where kind in ('operator', 'node') and ($1::text is null or id < $1) order by id desc limit $2`,
      [before, input.limit + 1],
    );
    const data = rows.slice(0, input.limit).map((k) => ({
      id: k.id,
      kind: k.kind,
      name: k.name,
      pools: k.poolIds,
      sources: k.sources,
      readOnly: k.readOnly,
      lastFour: k.lastFour,
      createdBy: k.createdBy,
      createdAt: k.createdAt.toISOString(),
      lastUsedAt: k.lastUsedAt?.toISOString() ?? null,
      revokedAt: k.revokedAt?.toISOString() ?? null,
    }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
