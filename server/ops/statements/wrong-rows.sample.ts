// Statements for the check's own test: most are wrong on purpose, and none is ever sent.
import type { Tx } from "@/server/kernel/database/db";

const TABLE = { right: `"Project"`, wrong: `"Projects"` } as const;
const columns = (more: string): string => `id, ${more}`;
const ofProject = (tx: Tx, condition: string) => tx.sql<{ id: string }>(`select id from "Project" where ${condition}`);

export async function sample(tx: Tx, isShort: boolean, anything: string): Promise<void> {
  await tx.sql<{ id: string; costCentre: string | null; budgetMinor: bigint | null; createdAt: Date }>(`select * from ${TABLE.right} where id = $1`);
  await tx.sql<{ id: string; slug: string }>(`select ${columns(isShort ? "slug" : `slug, name`)} from "Project"`);
  await ofProject(tx, "slug is not null");
  await tx.exec(`update "Project" set slug = $1 where title = $2`);
  await tx.sql<{ id: string }>(`select id from ${TABLE.wrong}`);
  await tx.sql<{ identifier: string }>(`select id from "Project"`);
  await tx.sql<{ createdAt: string }>(`select "createdAt" from "Project"`);
  await tx.sql<{ budgetMinor: number | null }>(`select "budgetMinor" from "Project"`);
  await tx.sql<{ costCentre: string }>(`select "costCentre" from "Project"`);
  await tx.sql<{ role: "owner" | "boss" }>(`select role from "Member"`);
  await tx.sql<{ total: number }>(`select sum("totalMinor") as total from "Invoice"`);
  await tx.sql<{ spans: { start: Date }[] }>(`select json_agg(json_build_object('start', "createdAt")) as spans from "Project"`);
  await tx.sql<{ roles: string[] }>(`select array_agg(role) as roles from "Member"`);
  await tx.sql<{ id: string }>(`select id from "Project" where ${anything}`);
}
