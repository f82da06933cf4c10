import { listInput, page } from "@/lib/contracts/common";
import { project } from "@/lib/contracts/identity";
import { query } from "@/server/platform/operation";

/** The organisation's open projects, by short name. */
export const listProjects = query({
  name: "identity.project.list",
  summary: "Projects of the organisation.",
  input: listInput,
  output: page(project),
  permission: "organisation.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/projects" },
  handler: async (ctx, input) => {
    const rows = await ctx.tx.prisma.project.findMany({
      where: {
        organisationId: ctx.organisationId, archivedAt: null,
        ...(ctx.projectId !== null && { id: ctx.projectId }),
        ...(input.cursor !== undefined && { slug: { gt: input.cursor } }),
      },
      orderBy: { slug: "asc" },
      take: input.limit + 1,
    });
    const data = rows.slice(0, input.limit).map(({ id, slug, name, costCentre }) => ({ id, slug, name, costCentre }));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.slug ?? null) : null };
  },
});
