import { z } from "zod";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { hashPassword } from "@/server/kernel/process/secrets";

/**
 * Gives a person a new password and signs them out everywhere. For staff: an account may belong to several
 * organisations, so that none of them decides over it. Errors: not_found for an unknown address.
 */
export const setPassword = command({
  name: "identity.password.set",
  summary: "Set a person's password and end their sessions.",
  input: z.object({ email: z.email().trim().toLowerCase().max(254), password: z.string().min(10).max(1024) }),
  output: z.object({ id: z.string(), sessionsEnded: z.number().int() }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "auth",
  audit: { subject: (_input, output) => output.id },
  idempotency: "natural",
  handler: async ({ tx }, { email, password }) => {
    const user = await tx.prisma.user.findUnique({ where: { email }, select: { id: true } });
    if (!user) throw new OperationError("not_found", `Nobody has an account under ${email}.`, { suggestion: "Check the address; new people are invited by their organisation." });
    await tx.prisma.user.update({ where: { id: user.id }, data: { passwordHash: await hashPassword(password) } });
    const { count } = await tx.prisma.session.deleteMany({ where: { userId: user.id } });
    return { id: user.id, sessionsEnded: count };
  },
});
