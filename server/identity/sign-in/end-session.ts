import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { memberships, personOf } from "../people/people";

/** Ends one of the acting person's own sessions, on any machine. Errors: not_found. */
export const endSession = command({
  name: "identity.session.end",
  summary: "End one of your own sessions.",
  input: z.strictObject({ id: reference() }),
  output: z.object({ id: z.string() }),
  permission: "none",
  tenancy: "self",
  rate: "write",
  audit: { subject: (input) => input.id },
  idempotency: { none: "a session ends once, and what has ended is not found" },
  handler: async (ctx, { id }) => {
    const count = await ctx.tx.exec(`delete from "Session" where id = $1 and "userId" = $2`, [id, personOf(ctx.actor)]);
    if (count === 0) throw notFound("session", id);
    ctx.concerns(await memberships(ctx.tx, ctx.actor.id));
    return { id };
  },
});
