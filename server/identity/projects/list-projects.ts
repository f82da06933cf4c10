import { listInput, page } from "@/lib/contracts/common";
import { type ProjectContract, project } from "@/lib/contracts/identity";
import { query } from "@/server/kernel/operation/operation";

/** The organisation's open projects, by short name. */
export const listProjects = query({
  name: "identity.project.list",
  summary: "Projects of the organisation.",
  input: listInput,
  output: page(project),
  permission: "projects.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/projects" },
  handler: async (ctx, input) => {
    // Read by every page of the console and by many programs; SQL costs a fifth of a Prisma query here.
    const rows = await ctx.tx.sql<ProjectContract>(
      `select id, slug, name, "costCentre" from "Project"
       where "organisationId" = $1 and "archivedAt" is null and ($2::text is null or id = $2) and ($3::text is null or slug > $3) order by slug limit $4`,
      [ctx.organisationId, ctx.projectId, input.cursor ?? null, input.limit + 1],
      "identity_projects",
    );
    const data = rows.slice(0, input.limit);
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.slug ?? null) : null };
  },
});
