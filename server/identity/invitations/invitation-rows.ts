import type { InvitationContract } from "@/lib/contracts/people";
import type { MemberRole } from "@/lib/permissions";
import { asNetwork, type Tx } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { env } from "@/server/kernel/process/env";
import { hashToken, makeToken } from "@/server/kernel/process/secrets";

const VALID_SECONDS = 7 * 86_400;

export interface InvitationRow {
  id: string;
  organisationId: string | null;
  email: string;
  name: string | null;
  role: MemberRole | null;
  projectIds: string[];
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  withdrawnAt: Date | null;
}

export function invitationOf(row: InvitationRow, now: Date): InvitationContract {
  const state = row.acceptedAt ? "accepted" : row.withdrawnAt ? "withdrawn" : row.expiresAt <= now ? "expired" : "invited";
  const { id, email, name, role, invitedBy } = row;
  return { id, email, name, role, projects: row.projectIds, state, invitedBy, createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString() };
}

/** A link's secret, and the digest that is stored. */
export function makeLink(now: Date): { link: string; tokenHash: string; expiresAt: Date } {
  const token = makeToken();
  return { link: `${env().PUBLIC_URL}/invitation/${token}`, tokenHash: hashToken(token), expiresAt: new Date(now.getTime() + VALID_SECONDS * 1000) };
}

type New = Pick<InvitationRow, "id" | "organisationId" | "email" | "name" | "role" | "projectIds" | "invitedBy">;

/**
 * Writes an invitation, replacing an expired one.
 * @throws OperationError conflict when the address has an open one, even when two people invite at the same time
 */
export async function insertInvitation(tx: Tx, given: New, now: Date): Promise<{ row: InvitationRow; link: string }> {
  const { link, tokenHash, expiresAt } = makeLink(now);
  await tx.exec(
    `update "Invitation" set "withdrawnAt" = $3 where "organisationId" is not distinct from $1 and email = $2 and "acceptedAt" is null
      and "withdrawnAt" is null and "expiresAt" <= $3`,
    [given.organisationId, given.email, now],
  );
  const rows = await tx.sql<InvitationRow>(
    `insert into "Invitation" (id, "organisationId", email, name, role, "projectIds", "invitedBy", "tokenHash", "createdAt", "expiresAt")
     values ($1, $2, $3, $4, $5::"MemberRole", $6, $7, $8, $9, $10) on conflict do nothing returning *`,
    [given.id, given.organisationId, given.email, given.name, given.role, given.projectIds, given.invitedBy, tokenHash, now, expiresAt],
  );
  const [row] = rows;
  if (!row)
    throw new OperationError("conflict", `${given.email} is invited already.`, {
      suggestion: "Make a new link with POST /invitations/{id}/resend, or withdraw the invitation.",
    });
  return { row, link };
}

const gone = () =>
  new OperationError("not_found", "This invitation has been used, withdrawn or is no longer valid.", { suggestion: "Ask who invited you for a new link." });

/** The open invitation of a link, with its organisation. @throws OperationError not_found */
export async function findByToken(tx: Tx, token: string, now: Date): Promise<InvitationRow & { organisation: string | null; slug: string | null }> {
  const [row] = await asNetwork(tx, (all) =>
    all.sql<InvitationRow & { organisation: string | null; slug: string | null }>(
      `select i.*, o.name as organisation, o.slug from "Invitation" i left join "Organisation" o on o.id = i."organisationId"
       where i."tokenHash" = $1 and i."acceptedAt" is null and i."withdrawnAt" is null and i."expiresAt" > $2`,
      [hashToken(token), now],
    ),
  );
  if (!row) throw gone();
  return row;
}

/**
 * Consumes the invitation: once, even when the link is opened twice at the same moment. Within a network transaction.
 * @throws OperationError not_found
 */
export async function takeInvitation(tx: Tx, token: string, now: Date): Promise<InvitationRow> {
  const [row] = await tx.sql<InvitationRow>(
    `update "Invitation" set "acceptedAt" = $2 where "tokenHash" = $1 and "acceptedAt" is null and "withdrawnAt" is null and "expiresAt" > $2 returning *`,
    [hashToken(token), now],
  );
  if (!row) throw gone();
  return row;
}

/**
 * Adds the person as a member as invited. Within a network transaction. @throws OperationError conflict for a member
 */
export async function join(tx: Tx, invitation: InvitationRow, member: { id: string; userId: string }, now: Date): Promise<void> {
  const made = await tx.exec(
    `insert into "Member" (id, "organisationId", "userId", role, "projectIds", "createdAt") values ($1, $2, $3, $4::"MemberRole", $5, $6)
      on conflict ("organisationId", "userId") do nothing`,
    [member.id, invitation.organisationId, member.userId, invitation.role, invitation.projectIds, now],
  );
  if (made === 0) throw new OperationError("conflict", "You are a member of this organisation already.", { suggestion: "Open the console." });
}
