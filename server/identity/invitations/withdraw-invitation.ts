import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";

/** Withdraws an invitation and its link. Repeating it changes nothing. Errors: not_found, also once it was accepted. */
export const withdrawInvitation = command({
  name: "identity.invitation.withdraw",
  summary: "Withdraw an invitation.",
  input: z.strictObject({ id: reference() }),
  output: z.object({ id: z.string() }),
  permission: "members.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "DELETE", path: "/invitations/{id}" },
  audit: { subject: (input) => input.id },
  idempotency: "natural",
  handler: async (ctx, { id }) => {
    const touched = await ctx.tx.exec(
      `update "Invitation" set "withdrawnAt" = coalesce("withdrawnAt", $3) where "organisationId" = $1 and id = $2 and "acceptedAt" is null`,
      [ctx.organisationId, id, ctx.now],
    );
    if (touched === 0) throw notFound("open invitation", id);
    return { id };
  },
});
