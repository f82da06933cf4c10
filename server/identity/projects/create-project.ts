import { z } from "zod";
import { money } from "@/lib/contracts/common";
import { project } from "@/lib/contracts/identity";
import { fromContract } from "@/lib/money";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";

/** Opens a project, a cost centre of the organisation. Errors: conflict when its short name is taken. */
export const createProject = command({
  name: "identity.project.create",
  summary: "Open a project.",
  input: z.object({
    name: z.string().trim().min(1).max(120),
    slug: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "Lower-case letters, digits and hyphens, 1 to 40 characters."),
    costCentre: z.string().trim().min(1).max(40).optional(),
    monthlyBudget: money.optional(),
  }),
  output: project,
  permission: "projects.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "POST", path: "/projects", status: 201 },
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const { organisationId } = ctx;
    if (await ctx.tx.prisma.project.findUnique({ where: { organisationId_slug: { organisationId, slug: input.slug } } })) {
      throw new OperationError("conflict", `The short name ${input.slug} is taken.`, { suggestion: "Choose another short name." });
    }
    const { id, slug, name, costCentre } = await ctx.tx.prisma.project.create({
      data: {
        id: ctx.id("prj"), organisationId, slug: input.slug, name: input.name, costCentre: input.costCentre ?? null,
        budgetMinor: input.monthlyBudget ? fromContract(input.monthlyBudget).minor : null, createdAt: ctx.now,
      },
    });
    return { id, slug, name, costCentre };
  },
});
