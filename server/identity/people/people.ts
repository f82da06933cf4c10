// Accounts are shared by organisations: an address is one person wherever they belong.
import { asNetwork, type Tx } from "@/server/kernel/database/db";

interface Person { id: string; email: string; name: string }

/** The account with this address, opened when there is none. Looks across organisations, which row security otherwise forbids. */
export async function personByEmail(tx: Tx, given: Person & { passwordHash: string | null; at: Date }): Promise<Person> {
  const [row] = await asNetwork(tx, () =>
    tx.sql<Person>(
      `with made as (insert into "User" (id, email, name, "passwordHash", "createdAt") values ($1, $2, $3, $4, $5) on conflict (email) do nothing returning id, email, name)
       select * from made union all select id, email, name from "User" where email = $2 limit 1`,
      [given.id, given.email, given.name, given.passwordHash, given.at],
    ));
  if (!row) throw new Error("the account was opened by someone else at the same moment");
  return row;
}
