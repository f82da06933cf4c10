import { z } from "zod";
import { command } from "@/server/kernel/operation/operation";
import { hashPassword } from "@/server/kernel/process/secrets";

/** Gives a person of the network's own staff an account. An existing account of that address becomes staff. */
export const addStaff = command({
  name: "identity.staff.add",
  summary: "Add a member of the network's staff.",
  input: z.object({ email: z.email().trim().toLowerCase().max(254), name: z.string().trim().min(1).max(120), password: z.string().min(10).max(1024) }),
  output: z.object({ id: z.string() }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  audit: { subject: (_input, output) => output.id },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const passwordHash = await hashPassword(input.password);
    const { id } = await ctx.tx.prisma.user.upsert({
      where: { email: input.email },
      create: { id: ctx.id("usr"), email: input.email, name: input.name, passwordHash, staff: true, createdAt: ctx.now },
      update: { staff: true },
    });
    return { id };
  },
});
