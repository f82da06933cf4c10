import { z } from "zod";
import { signInSession } from "@/lib/contracts/people";
import { systemMilliseconds } from "@/server/kernel/process/clock";
import { query } from "@/server/kernel/operation/operation";
import { personOf } from "../people/people";

/** At most so many are shown; older ones have ended or end within days. */
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
    const rows = await ctx.tx.prisma.session.findMany({ where: { userId: personOf(ctx.actor), expires: { gt: new Date(systemMilliseconds()) } }, orderBy: { createdAt: "desc" }, take: MOST });
    return { data: rows.map(({ id, browser, address, createdAt, expires }) => ({ id, browser, address, createdAt: createdAt.toISOString(), expiresAt: expires.toISOString() })) };
  },
});
