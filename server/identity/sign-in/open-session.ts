import { z } from "zod";
import { instant } from "@/lib/contracts/common";
import { asNetwork } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { verifyPassword } from "@/server/kernel/process/secrets";
import { openSession as open } from "./sessions";

/**
 * Signs a person in with e-mail and password and opens a session.
 * Errors: unauthenticated (one answer for a wrong password and an unknown address), rate_limited.
 */
export const openSession = command({
  name: "identity.session.open",
  summary: "Sign in with e-mail and password.",
  input: z.object({ email: z.string().trim().toLowerCase().max(254), password: z.string().min(1).max(1024) }),
  output: z.object({ userId: z.string(), token: z.string(), expires: instant }),
  permission: "none",
  tenancy: "public",
  rate: "auth",
  audit: { subject: (_input, output) => output.userId },
  idempotency: { none: "every sign-in opens a session of its own" },
  handler: async (ctx, input) => {
    const user = await asNetwork(ctx.tx, () => ctx.tx.prisma.user.findUnique({ where: { email: input.email } }));
    // Takes as long for an unknown address as for a known one.
    const matches = await verifyPassword(input.password, user?.passwordHash ?? null);
    if (!user || !matches) {
      throw new OperationError("unauthenticated", "The e-mail address or the password is not right.", { suggestion: "Check both, or ask an admin of your organisation for a new password." });
    }
    const session = await asNetwork(ctx.tx, () => open(ctx.tx, user.id));
    return { userId: user.id, token: session.token, expires: session.expires.toISOString() };
  },
});
