// Pools are where decisions about their nodes meet: who decides locks the pool first, whatever the nodes are read from.
import type { Tx } from "@/server/kernel/database/db";

/** Holds pools until the commit, in the order of their ids. */
export async function lockPools(tx: Tx, poolIds: readonly string[]): Promise<void> {
  await tx.sql(`select id from "Pool" where id = any($1) order by id for no key update`, [poolIds], "pools_lock");
}
