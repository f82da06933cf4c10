// Pools are the lock for decisions about their nodes: lock the pool first, wherever the nodes are read from.
import type { Tx } from "@/server/kernel/database/db";

/** Locks pools until the commit, ordered by id. */
export async function lockPools(tx: Tx, poolIds: readonly string[]): Promise<void> {
  await tx.sql(`select id from "Pool" where id = any($1) order by id for no key update`, [poolIds], "pools_lock");
}
