import { z } from "zod";
import { linkToken } from "@/lib/contracts/people";
import { asNetwork } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { personOf } from "../people/people";
import { findByToken, join, takeInvitation } from "./invitation-rows";

/**
 * The signed-in person joins the organisation that invited their address: an existing account joins only with its
 * owner's consent. Errors: not_found, forbidden for another address or a staff account, conflict for a member.
 */
export const acceptInvitation = command({
  name: "identity.invitation.accept",
  summary: "Accept an invitation to your address.",
  input: z.strictObject({ token: linkToken }),
  output: z.object({ organisationId: z.string(), slug: z.string() }),
  permission: "none",
  tenancy: "self",
  rate: "write",
  audit: { subject: (_input, output) => output.organisationId },
  idempotency: { none: "an invitation is accepted once" },
  handler: async (ctx, { token }) => {
    const { tx, now } = ctx;
    const userId = personOf(ctx.actor);
    const [me] = await tx.sql<{ email: string; staff: boolean }>(`select email, staff from "User" where id = $1`, [userId]);
    const { email, organisationId, slug, role } = await findByToken(tx, token, now);
    if (email !== me?.email)
      throw new OperationError("forbidden", "This invitation is for another address than the one you are signed in with.", {
        suggestion: `Sign in as ${email}.`,
      });
    if (me.staff || organisationId === null || slug === null)
      throw new OperationError("forbidden", "Accounts of the network's staff and of customers are kept apart.", {
        suggestion: "Ask to be invited with another address.",
      });
    await asNetwork(tx, async (all) => join(all, await takeInvitation(all, token, now), { id: ctx.id("mem"), userId }, now));
    ctx.audited({ email, role });
    ctx.concerns([organisationId]);
    return { organisationId, slug };
  },
});
