import { changeMemberInput } from "@/lib/contracts/people";
import { member } from "@/lib/contracts/identity";
import { mayManage } from "@/lib/permissions";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { lockMember, projectIdsOf, refuseLastOwner } from "./member-rows";

/**
 * Changes a member's role or projects, effective from their next request. Errors: not_found, forbidden when an admin
 * touches an owner, conflict for the last owner.
 */
export const changeMember = command({
  name: "identity.member.change",
  summary: "Change a member's role or projects.",
  input: changeMemberInput,
  output: member,
  permission: "members.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "PATCH", path: "/members/{id}" },
  audit: { subject: (input) => input.id },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const { tx, organisationId } = ctx;
    const before = await lockMember(tx, organisationId, { id: input.id });
    const role = input.role ?? before.role;
    if (!mayManage(ctx.actor.access, before.role) || !mayManage(ctx.actor.access, role))
      throw new OperationError("forbidden", "Only an owner may make or change an owner.");
    if (role !== "owner") await refuseLastOwner(tx, organisationId, before);
    const projectIds =
      input.projects === undefined
        ? await projectIdsOf(tx, organisationId, role, before.projectIds)
        : await projectIdsOf(tx, organisationId, role, input.projects);
    await tx.exec(`update "Member" set role = $2::"MemberRole", "projectIds" = $3 where id = $1`, [before.id, role, projectIds]);
    ctx.audited({ member: before.userId, from: before.role, to: role, projects: projectIds.join(" ") || null });
    return { id: before.id, name: before.name, email: before.email, role, projects: projectIds, createdAt: before.createdAt.toISOString() };
  },
});
