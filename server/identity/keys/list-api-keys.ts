import { listInput, page } from "@/lib/contracts/common";
import { apiKey } from "@/lib/contracts/identity";
import type { MemberRole } from "@/lib/permissions";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";

interface Row {
  id: string;
  name: string;
  role: MemberRole | null;
  projectId: string | null;
  readOnly: boolean;
  lastFour: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** The organisation's API keys, newest first, without their secrets. */
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
    const rows = await ctx.tx.sql<Row>(
      `select id, name, role, "projectId", "readOnly", "lastFour", "createdBy", "createdAt", "expiresAt", "lastUsedAt", "revokedAt" from "ApiKey"
        where "organisationId" = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
      [ctx.organisationId, before, input.limit + 1],
    );
    const data = rows.slice(0, input.limit).map((k) => ({
      id: k.id,
      name: k.name,
      role: k.role,
      projectId: k.projectId,
      readOnly: k.readOnly,
      lastFour: k.lastFour,
      createdBy: k.createdBy,
      createdAt: k.createdAt.toISOString(),
      expiresAt: k.expiresAt?.toISOString() ?? null,
      lastUsedAt: k.lastUsedAt?.toISOString() ?? null,
      revokedAt: k.revokedAt?.toISOString() ?? null,
    }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
