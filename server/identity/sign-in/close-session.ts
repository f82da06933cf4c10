import { z } from "zod";
import { secret } from "@/lib/contracts/common";
import { NO_ACCESS } from "@/lib/permissions";
import { asNetwork } from "@/server/kernel/database/db";
import { command } from "@/server/kernel/operation/operation";
import { memberships } from "../people/people";
import { closeSession as close } from "./sessions";

/**
 * Ends a session: the browser that holds its token is signed out from its next request. Never rate limited, because
 * signing out must work.
 */
export const closeSession = command({
  name: "identity.session.close",
  summary: "Sign out.",
  input: z.strictObject({ token: secret(1, 200) }),
  output: z.object({ userId: z.string().nullable() }),
  permission: "none",
  tenancy: "public",
  rate: "free",
  internal: "the token is in a cookie that no script can read",
  audit: { subject: (_input, output) => output.userId ?? "unknown session" },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const closed = await asNetwork(ctx.tx, (all) => close(all, input.token));
    if (closed) ctx.concerns(await memberships(ctx.tx, closed.userId), { kind: "user", id: closed.userId, label: closed.name, access: NO_ACCESS });
    return { userId: closed?.userId ?? null };
  },
});
