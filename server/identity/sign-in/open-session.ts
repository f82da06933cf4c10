import { z } from "zod";
import { instant, reference, secret } from "@/lib/contracts/common";
import { typedEmail } from "@/lib/contracts/people";
import { NO_ACCESS } from "@/lib/permissions";
import { asNetwork, type Tx } from "@/server/kernel/database/db";
import { onBehalfOf } from "@/server/kernel/operation/actor";
import { command, run } from "@/server/kernel/operation/operation";
import { logOf } from "@/server/kernel/process/log";
import { verifyPassword } from "@/server/kernel/process/secrets";
import { memberships, NO_PERSON } from "../people/people";
import { refuseSession } from "./refuse-session";
import { closeSession, openSession as open } from "./sessions";
import { giveBack, takeTry, throttledBy } from "./throttle";

interface Account {
  id: string;
  name: string;
  passwordHash: string | null;
}

async function account(tx: Tx, email: string): Promise<Account | null> {
  const [row] = await asNetwork(tx, (all) => all.sql<Account>(`select id, name, "passwordHash" from "User" where email = $1`, [email], "session_account"));
  return row ?? null;
}

/**
 * Signs a person in with e-mail and password and opens a session; the browser's earlier session ends. Errors:
 * unauthenticated (the same for a wrong password and an unknown address), rate_limited with the time to wait.
 */
export const openSession = command({
  name: "identity.session.open",
  summary: "Sign in with e-mail and password.",
  input: z.strictObject({
    email: typedEmail,
    password: secret(1),
    browser: reference(200).optional(),
    replaces: reference(200).optional(),
  }),
  output: z.object({ userId: z.string(), token: z.string(), expires: instant }),
  permission: "none",
  tenancy: "public",
  rate: "auth",
  internal: "the token belongs in a cookie that no script can read",
  audit: { subject: (_input, output) => output.userId },
  idempotency: { none: "every sign-in opens a session of its own" },
  prepare: async (ctx, input) => {
    await takeTry(throttledBy(input.email, ctx.caller.address));
    const user = await ctx.read((tx) => account(tx, input.email));
    // Takes as long for an unknown address as for a known one, and holds no connection meanwhile.
    if (user && (await verifyPassword(input.password, user.passwordHash))) return user;
    if (!user) await verifyPassword(input.password, null);
    logOf(ctx.requestId).info({ address: ctx.caller.address, known: user !== null }, "a sign-in was refused");
    if (user) await run(refuseSession, onBehalfOf(ctx.caller, "sign-in"), { userId: user.id });
    throw NO_PERSON();
  },
  handler: async (ctx, input, user) => {
    const { tx } = ctx;
    // The password may have changed since it was compared.
    if ((await account(tx, input.email))?.passwordHash !== user.passwordHash) throw NO_PERSON();
    await giveBack(tx, throttledBy(input.email, ctx.caller.address));
    const session = await asNetwork(tx, async (all) => {
      if (input.replaces !== undefined) await closeSession(all, input.replaces);
      return open(all, user.id, { address: ctx.caller.address, browser: input.browser ?? null });
    });
    ctx.concerns(await memberships(tx, user.id), { kind: "user", id: user.id, label: user.name, access: NO_ACCESS });
    return { userId: user.id, token: session.token, expires: session.expires.toISOString() };
  },
});
