import { listInput, page } from "@/lib/contracts/common";
import { member } from "@/lib/contracts/identity";
import type { MemberRole } from "@/lib/permissions";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";

/** The people of the organisation with their roles. */
export const listMembers = query({
  name: "identity.member.list",
  summary: "Members of the organisation.",
  input: listInput,
  output: page(member),
  permission: "members.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/members" },
  handler: async (ctx, input) => {
    const after = idCursor(input.cursor, "mem");
    const rows = await ctx.tx.sql<{ id: string; name: string; email: string; role: MemberRole; projects: string[]; createdAt: Date }>(
      `select m.id, u.name, u.email, m.role, m."projectIds" as projects, m."createdAt" from "Member" m join "User" u on u.id = m."userId"
        where m."organisationId" = $1 and ($2::text is null or m.id > $2) order by m.id limit $3`,
      [ctx.organisationId, after, input.limit + 1],
      "identity_members",
    );
    const data = rows.slice(0, input.limit).map((m) => ({ ...m, createdAt: m.createdAt.toISOString() }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
