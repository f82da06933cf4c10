import { z } from "zod";
import { signInSession } from "@/lib/contracts/people";
import { systemMilliseconds } from "@/server/kernel/process/clock";
import { query } from "@/server/kernel/operation/operation";
import { personOf } from "../people/people";

/** Maximum number shown; older ones have ended or will within days. */
const MOST = 100;

/** Where the acting person is signed in, newest first. */
export const listSessions = query({
  name: "identity.session.list",
  summary: "Your own sessions.",
  input: z.strictObject({}),
  output: z.object({ data: z.array(signInSession) }),
  permission: "none",
  tenancy: "self",
  rate: "read",
  handler: async (ctx) => {
    const rows = await ctx.tx.sql<{ id: string; browser: string | null; address: string | null; createdAt: Date; expires: Date }>(
      `select id, browser, address, "createdAt", expires from "Session" where "userId" = $1 and expires > $2 order by "createdAt" desc limit $3`,
      [personOf(ctx.actor), new Date(systemMilliseconds()), MOST],
    );
    return {
      data: rows.map(({ id, browser, address, createdAt, expires }) => ({
        id,
        browser,
        address,
        createdAt: createdAt.toISOString(),
        expiresAt: expires.toISOString(),
      })),
    };
  },
});
