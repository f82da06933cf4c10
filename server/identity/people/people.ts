// Organisations share accounts: an address is one person wherever they belong, and only that person decides over it.
import { asNetwork, type Tx } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";

/** The organisations a person belongs to, whose audit logs record their sign-ins. */
export async function memberships(tx: Tx, userId: string): Promise<string[]> {
  const rows = await asNetwork(tx, (all) =>
    all.sql<{ organisationId: string }>(`select "organisationId" from "Member" where "userId" = $1`, [userId], "identity_memberships"),
  );
  return rows.map(({ organisationId }) => organisationId);
}

/** The same answer for a wrong password and an unknown address. */
export const NO_PERSON = (): OperationError =>
  new OperationError("unauthenticated", "The e-mail address or the password is not right.", {
    suggestion: "Check both; who forgot the password asks Berth support for a link that sets a new one.",
  });

/** The acting person of a self verb. @throws OperationError forbidden for programs */
export function personOf(actor: { kind: string; id: string }): string {
  if (actor.kind !== "user") throw new OperationError("forbidden", "Only a signed-in person may do this.");
  return actor.id;
}

/** The account with an address. Looks across organisations, which row security otherwise forbids. */
export async function userByEmail(tx: Tx, email: string): Promise<{ id: string; name: string; staff: boolean } | null> {
  const [row] = await asNetwork(tx, (all) =>
    all.sql<{ id: string; name: string; staff: boolean }>(`select id, name, staff from "User" where email = $1`, [email]),
  );
  return row ?? null;
}
