import { z } from "zod";
import { member, role } from "@/lib/contracts/identity";
import { mayManage } from "@/lib/permissions";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { hashPassword } from "@/server/kernel/process/secrets";
import { personByEmail } from "../people/people";

/**
 * Adds a person to the organisation, opening their account when the address is new.
 * A password sets the one of a new account only: nobody can change another organisation's person.
 * Errors: conflict when they are a member already, forbidden when an admin names an owner.
 */
export const addMember = command({
  name: "identity.member.add",
  summary: "Add a person to the organisation.",
  input: z.object({
    email: z.email().trim().toLowerCase().max(254),
    name: z.string().trim().min(1).max(120),
    role,
    password: z.string().min(10).max(1024).optional(),
  }),
  output: member,
  permission: "members.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "POST", path: "/members", status: 201 },
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const { organisationId, tx } = ctx;
    if (!mayManage(ctx.actor.access, input.role)) throw new OperationError("forbidden", "Only an owner may make an owner.");
    const user = await personByEmail(tx, {
      id: ctx.id("usr"), email: input.email, name: input.name, at: ctx.now,
      passwordHash: input.password === undefined ? null : await hashPassword(input.password),
    });
    if (await tx.prisma.member.findUnique({ where: { organisationId_userId: { organisationId, userId: user.id } } })) {
      throw new OperationError("conflict", `${input.email} is a member already.`, { suggestion: "Change the role of the existing member." });
    }
    const made = await tx.prisma.member.create({ data: { id: ctx.id("mem"), organisationId, userId: user.id, role: input.role, createdAt: ctx.now } });
    ctx.audited({ email: input.email, role: input.role });
    return { id: made.id, name: user.name, email: user.email, role: made.role, createdAt: made.createdAt.toISOString() };
  },
});
