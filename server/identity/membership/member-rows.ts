import type { MemberRole } from "@/lib/permissions";
import type { Tx } from "@/server/kernel/database/db";
import { notFound, OperationError } from "@/server/kernel/operation/errors";

/**
 * Ids of projects named by id or short name. @throws OperationError validation_failed for one that does not exist, or for
 * a role that holds nothing on a single project
 */
export async function projectIdsOf(tx: Tx, organisationId: string, role: MemberRole, named: readonly string[]): Promise<string[]> {
  if (named.length === 0) return [];
  if (role === "owner" || role === "admin" || role === "finance") {
    throw new OperationError("validation_failed", `The role ${role} is for the whole organisation.`, {
      errors: [{ pointer: "/projects", message: "only an engineer or a viewer can be bound to projects" }],
    });
  }
  const known = await tx.sql<{ id: string; slug: string }>(
    `select id, slug from "Project" where "organisationId" = $1 and "archivedAt" is null and (id = any($2) or slug = any($2))`,
    [organisationId, named],
  );
  const ids = named.map((name) => known.find(({ id, slug }) => id === name || slug === name)?.id);
  const errors = ids.flatMap((id, index) =>
    id === undefined ? [{ pointer: `/projects/${index}`, message: `there is no project ${named[index] ?? ""}` }] : [],
  );
  if (errors.length > 0) throw new OperationError("validation_failed", "The request is not valid; errors says where.", { errors });
  return [...new Set(ids.filter((id) => id !== undefined))];
}

export interface LockedMember {
  id: string;
  userId: string;
  role: MemberRole;
  projectIds: string[];
  createdAt: Date;
  name: string;
  email: string;
}

/**
 * Locks a member's row and all owners' rows, so that two calls that remove the last two owners run one after the other,
 * and the second sees the result of the first.
 * @throws OperationError not_found
 */
export async function lockMember(tx: Tx, organisationId: string, by: { id: string } | { userId: string }): Promise<LockedMember> {
  const locked = await tx.sql<Omit<LockedMember, "name" | "email">>(
    `select id, "userId", role::text as role, "projectIds", "createdAt" from "Member" where "organisationId" = $1 and (role = 'owner' or id = $2
      or "userId" = $3) order by id for update`,
    [organisationId, "id" in by ? by.id : null, "userId" in by ? by.userId : null],
  );
  const member = locked.find((row) => ("id" in by ? row.id === by.id : row.userId === by.userId));
  if (!member) throw notFound("member", "id" in by ? by.id : by.userId);
  const [person] = await tx.sql<{ name: string; email: string }>(`select name, email from "User" where id = $1`, [member.userId]);
  if (!person) throw new Error("a member without an account");
  return { ...member, ...person };
}

/** After `lockMember`. @throws OperationError conflict when the organisation would be left without an owner */
export async function refuseLastOwner(tx: Tx, organisationId: string, member: LockedMember): Promise<void> {
  if (member.role !== "owner") return;
  const others = await tx.sql<{ id: string }>(`select id from "Member" where "organisationId" = $1 and role = 'owner' and id <> $2 limit 1`, [
    organisationId,
    member.id,
  ]);
  if (others.length === 0)
    throw new OperationError("conflict", `${member.name} is the organisation's last owner.`, {
      suggestion: "Make someone else an owner first: PATCH /members/{id}.",
    });
}
