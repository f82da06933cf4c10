import { invitationWithLink, inviteInput } from "@/lib/contracts/people";
import { mayManage } from "@/lib/permissions";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { projectIdsOf } from "../membership/member-rows";
import { insertInvitation, invitationOf } from "./invitation-rows";

/**
 * Invites a person to the organisation. The answer holds a single-use link, valid for seven days, for the inviter to
 * pass on. The owner of the address accepts with their existing account or by setting a password. Does not reveal
 * whether the address has an account. Errors: conflict for a member or an open invitation, forbidden when an admin
 * names an owner.
 */
export const inviteMember = command({
  name: "identity.member.invite",
  summary: "Invite a person to the organisation; the link to hand over is shown once.",
  input: inviteInput,
  output: invitationWithLink,
  permission: "members.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "POST", path: "/members", status: 202 },
  audit: { subject: (_input, output) => output.id },
  idempotency: { none: "the answer holds a secret, which may not be stored to be replayed; a second request is a conflict" },
  handler: async (ctx, { email, name, role, projects }) => {
    const { organisationId, tx } = ctx;
    if (!mayManage(ctx.actor.access, role)) throw new OperationError("forbidden", "Only an owner may invite an owner.");
    const projectIds = await projectIdsOf(tx, organisationId, role, projects);
    const [known] = await tx.sql<{ id: string }>(
      `select m.id from "Member" m join "User" u on u.id = m."userId" where m."organisationId" = $1 and u.email = $2`,
      [organisationId, email],
    );
    if (known) {
      throw new OperationError("conflict", `${email} is a member already.`, { suggestion: "Change their role with PATCH /members/{id}." });
    }
    const { row, link } = await insertInvitation(
      tx,
      { id: ctx.id("ivt"), organisationId, email, name: name ?? null, role, projectIds, invitedBy: ctx.actor.label },
      ctx.now,
    );
    ctx.audited({ email, role, projects: projects.join(" ") || null });
    return { ...invitationOf(row, ctx.now), link };
  },
});
