import { z } from "zod";
import { emailAddress, invitationWithLink, personName } from "@/lib/contracts/people";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { userByEmail } from "../people/people";
import { insertInvitation, invitationOf } from "./invitation-rows";

/**
 * Invites a person to the network's staff, by a link like a customer's. Only an address without an account can become
 * staff, so a password set as a customer, or by one, never opens a staff account. Errors: conflict.
 */
export const inviteStaff = command({
  name: "identity.staff.invite",
  summary: "Invite a person to the network's staff; the link to hand over is shown once.",
  input: z.strictObject({ email: emailAddress, name: personName.optional() }),
  output: invitationWithLink,
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/staff", status: 202, door: "operator" },
  audit: { subject: (_input, output) => output.id },
  idempotency: { none: "the answer holds a secret, which may not be stored to be replayed; a second request is a conflict" },
  handler: async (ctx, { email, name }) => {
    if (await userByEmail(ctx.tx, email))
      throw new OperationError("conflict", `${email} has an account already, and staff is never made out of one.`, { suggestion: "Invite another address." });
    const { row, link } = await insertInvitation(
      ctx.tx,
      { id: ctx.id("ivt"), organisationId: null, email, name: name ?? null, role: null, projectIds: [], invitedBy: ctx.actor.label },
      ctx.now,
    );
    ctx.audited({ email });
    return { ...invitationOf(row, ctx.now), link };
  },
});
