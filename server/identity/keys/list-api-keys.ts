import { listInput, page } from "@/lib/contracts/common";
import { apiKey } from "@/lib/contracts/identity";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";

/** The organisation's API keys, newest first, without the keys themselves. */
export const listApiKeys = query({
  name: "identity.apiKey.list",
  summary: "API keys of the organisation.",
  input: listInput,
  output: page(apiKey),
  permission: "keys.manage",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/api-keys" },
  handler: async (ctx, input) => {
    const before = idCursor(input.cursor, "key");
    const rows = await ctx.tx.prisma.apiKey.findMany({
      where: { organisationId: ctx.organisationId, ...(before !== null && { id: { lt: before } }) },
      orderBy: { id: "desc" },
      take: input.limit + 1,
    });
    const data = rows.slice(0, input.limit).map((k) => ({
      id: k.id, name: k.name, role: k.role, readOnly: k.readOnly, lastFour: k.lastFour, createdBy: k.createdBy, createdAt: k.createdAt.toISOString(),
      expiresAt: k.expiresAt?.toISOString() ?? null, lastUsedAt: k.lastUsedAt?.toISOString() ?? null, revokedAt: k.revokedAt?.toISOString() ?? null,
    }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
