import { z } from "zod";
import { linkToken, newPassword } from "@/lib/contracts/people";
import { NO_ACCESS } from "@/lib/permissions";
import { asNetwork } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { hashPassword, hashToken } from "@/server/kernel/process/secrets";
import { forgetFailures } from "../sign-in/throttle";
import { memberships } from "./people";

/** Sets the password by link and ends every session of the account. The link works once. Errors: not_found. */
export const usePasswordReset = command({
  name: "identity.passwordReset.use",
  summary: "Set a new password by a link.",
  input: z.strictObject({ token: linkToken, password: newPassword }),
  output: z.object({ email: z.string() }),
  permission: "none",
  tenancy: "public",
  rate: "auth",
  audit: { subject: () => "password" },
  idempotency: { none: "the link works once" },
  prepare: async (_ctx, { password }) => hashPassword(password),
  handler: async (ctx, { token }, passwordHash) => {
    const { tx, now } = ctx;
    const user = await asNetwork(tx, async (all) => {
      const [used] = await all.sql<{ userId: string }>(
        `update "PasswordReset" set "usedAt" = $2 where "tokenHash" = $1 and "usedAt" is null and "expiresAt" > $2 returning "userId"`,
        [hashToken(token), now],
      );
      if (!used) return null;
      const [person] = await all.sql<{ id: string; email: string; name: string }>(
        `update "User" set "passwordHash" = $2 where id = $1 returning id, email, name`,
        [used.userId, passwordHash],
      );
      if (!person) return null;
      await all.exec(`delete from "Session" where "userId" = $1`, [person.id]);
      await forgetFailures(all, person.email);
      return person;
    });
    if (!user) throw new OperationError("not_found", "This link has been used or is no longer valid.", { suggestion: "Ask Berth support for a new one." });
    ctx.concerns(await memberships(tx, user.id), { kind: "user", id: user.id, label: user.name, access: NO_ACCESS });
    return { email: user.email };
  },
});
