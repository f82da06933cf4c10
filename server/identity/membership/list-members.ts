import { listInput, page } from "@/lib/contracts/common";
import { member } from "@/lib/contracts/identity";
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
    const rows = await ctx.tx.prisma.member.findMany({
      where: { organisationId: ctx.organisationId, ...(after !== null && { id: { gt: after } }) },
      include: { user: true },
      orderBy: { id: "asc" },
      take: input.limit + 1,
    });
    const data = rows.slice(0, input.limit).map((m) => ({ id: m.id, name: m.user.name, email: m.user.email, role: m.role, projects: m.projectIds, createdAt: m.createdAt.toISOString() }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
