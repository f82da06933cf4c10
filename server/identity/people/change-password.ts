import { z } from "zod";
import { secret } from "@/lib/contracts/common";
import { newPassword } from "@/lib/contracts/people";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { hashPassword, verifyPassword } from "@/server/kernel/process/secrets";
import { takeTry, giveBack, throttledBy } from "../sign-in/throttle";
import { memberships, personOf } from "./people";

/**
 * Changes the acting person's own password and ends all their sessions, so every browser must sign in again. Errors:
 * validation_failed when the current one is wrong, rate_limited.
 */
export const changePassword = command({
  name: "identity.password.change",
  summary: "Change your own password; all your sessions end.",
  input: z.strictObject({ current: secret(1), password: newPassword }),
  output: z.object({ sessionsEnded: z.number().int() }),
  permission: "none",
  tenancy: "self",
  rate: "write",
  audit: { subject: (_input) => "password" },
  idempotency: { none: "the input holds secrets, which may not be kept to compare a second request" },
  prepare: async (ctx, input) => {
    const userId = personOf(ctx.actor);
    const [user] = await ctx.read((tx) =>
      tx.sql<{ email: string; passwordHash: string | null }>(`select email, "passwordHash" from "User" where id = $1`, [userId]),
    );
    if (!user) throw new Error("a signed-in person without an account");
    await takeTry(throttledBy(user.email, ctx.caller.address));
    if (!(await verifyPassword(input.current, user.passwordHash))) {
      throw new OperationError("validation_failed", "The current password is not right.", {
        errors: [{ pointer: "/current", message: "is not your password" }],
      });
    }
    return { userId, email: user.email, before: user.passwordHash, passwordHash: await hashPassword(input.password) };
  },
  handler: async (ctx, _input, { userId, email, before, passwordHash }) => {
    const count = await ctx.tx.exec(`update "User" set "passwordHash" = $3 where id = $1 and "passwordHash" is not distinct from $2`, [
      userId,
      before,
      passwordHash,
    ]);
    if (count === 0) throw new OperationError("conflict", "The password was changed at the same moment.", { suggestion: "Sign in with the new one." });
    const sessionsEnded = await ctx.tx.exec(`delete from "Session" where "userId" = $1`, [userId]);
    await giveBack(ctx.tx, throttledBy(email, ctx.caller.address));
    ctx.concerns(await memberships(ctx.tx, userId));
    return { sessionsEnded };
  },
});
