import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { mayManage } from "@/lib/permissions";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { lockMember, refuseLastOwner } from "./member-rows";

/**
 * Removes a person from the organisation; their account and other memberships stay. Errors: not_found, forbidden when
 * an admin removes an owner, conflict for the last owner.
 */
export const removeMember = command({
  name: "identity.member.remove",
  summary: "Remove a member.",
  input: z.strictObject({ id: reference() }),
  output: z.object({ id: z.string() }),
  permission: "members.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "DELETE", path: "/members/{id}" },
  audit: { subject: (input) => input.id },
  idempotency: { none: "a member is removed once, and who is gone is not found" },
  handler: async (ctx, { id }) => {
    const { tx, organisationId } = ctx;
    const member = await lockMember(tx, organisationId, { id });
    if (!mayManage(ctx.actor.access, member.role)) throw new OperationError("forbidden", "Only an owner may remove an owner.");
    await refuseLastOwner(tx, organisationId, member);
    await tx.exec(`delete from "Member" where id = $1`, [id]);
    ctx.audited({ member: member.userId, email: member.email, role: member.role });
    return { id };
  },
});
