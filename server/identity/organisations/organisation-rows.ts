import type { Tx } from "@/server/kernel/database/db";
import { notFound } from "@/server/kernel/operation/errors";

/** The short name of an organisation. @throws OperationError not_found */
export async function slugOf(tx: Tx, organisationId: string): Promise<string> {
  const [row] = await tx.sql<{ slug: string }>(`select slug from "Organisation" where id = $1`, [organisationId], "identity_slug");
  if (!row) throw notFound("organisation", organisationId);
  return row.slug;
}

/** Locks an organisation until the commit, so that organisation-wide counts are taken one at a time. */
export async function lockOrganisation(tx: Tx, organisationId: string): Promise<void> {
  await tx.sql(`select id from "Organisation" where id = $1 for no key update`, [organisationId], "organisation_lock");
}
