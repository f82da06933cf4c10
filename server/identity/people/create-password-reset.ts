import { z } from "zod";
import { instant } from "@/lib/contracts/common";
import { emailAddress } from "@/lib/contracts/people";
import { env } from "@/server/kernel/process/env";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { hashToken, makeToken } from "@/server/kernel/process/secrets";
import { memberships } from "./people";

const VALID_SECONDS = 86_400;

/**
 * Creates a single-use link for setting a new password, valid for a day, and revokes an earlier one. For staff who have
 * verified the person's identity: an account may belong to several organisations, so no single organisation can reset
 * it, and only its owner sets the password. Errors: not_found for an unknown address.
 */
export const createPasswordReset = command({
  name: "identity.passwordReset.create",
  summary: "Make a link by which a person sets a new password; it is shown once.",
  input: z.strictObject({ email: emailAddress }),
  output: z.object({ userId: z.string(), link: z.string(), expiresAt: instant }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/password-resets", status: 201, door: "operator" },
  audit: { subject: (_input, output) => output.userId },
  idempotency: { none: "the answer holds a secret, which may not be stored to be replayed" },
  handler: async (ctx, { email }) => {
    const [user] = await ctx.tx.sql<{ id: string }>(`select id from "User" where email = $1`, [email]);
    if (!user)
      throw new OperationError("not_found", `Nobody has an account under ${email}.`, {
        suggestion: "Check the address; new people are invited by their organisation.",
      });
    const token = makeToken();
    const expiresAt = new Date(ctx.now.getTime() + VALID_SECONDS * 1000);
    await ctx.tx.exec(`update "PasswordReset" set "usedAt" = $2 where "userId" = $1 and "usedAt" is null`, [user.id, ctx.now]);
    await ctx.tx.exec(`insert into "PasswordReset" (id, "userId", "tokenHash", "createdBy", "createdAt", "expiresAt") values ($1, $2, $3, $4, $5, $6)`, [
      ctx.id("pwr"),
      user.id,
      hashToken(token),
      ctx.actor.label,
      ctx.now,
      expiresAt,
    ]);
    ctx.concerns(await memberships(ctx.tx, user.id));
    return { userId: user.id, link: `${env().PUBLIC_URL}/reset/${token}`, expiresAt: expiresAt.toISOString() };
  },
});
