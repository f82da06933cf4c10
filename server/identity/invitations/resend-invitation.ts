import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { invitationWithLink } from "@/lib/contracts/people";
import { mayManage } from "@/lib/permissions";
import { notFound, OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { type InvitationRow, invitationOf, makeLink } from "./invitation-rows";

/**
 * Creates a new link for an invitation, valid for seven days from now, and revokes the earlier one. Errors: not_found
 * once it was accepted or withdrawn.
 */
export const resendInvitation = command({
  name: "identity.invitation.resend",
  summary: "Make a new link for an invitation; it is shown once.",
  input: z.strictObject({ id: reference() }),
  output: invitationWithLink,
  permission: "members.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "POST", path: "/invitations/{id}/resend" },
  audit: { subject: (input) => input.id },
  idempotency: { none: "the answer holds a secret, which may not be stored to be replayed" },
  handler: async (ctx, { id }) => {
    const { link, tokenHash, expiresAt } = makeLink(ctx.now);
    const [row] = await ctx.tx.sql<InvitationRow>(
      `update "Invitation" set "tokenHash" = $3, "expiresAt" = $4 where "organisationId" = $1 and id = $2 and "acceptedAt" is null and "withdrawnAt" is null
        returning *`,
      [ctx.organisationId, id, tokenHash, expiresAt],
    );
    if (!row) throw notFound("open invitation", id);
    if (row.role && !mayManage(ctx.actor.access, row.role)) throw new OperationError("forbidden", "Only an owner may invite an owner.");
    ctx.audited({ email: row.email });
    return { ...invitationOf(row, ctx.now), link };
  },
});
