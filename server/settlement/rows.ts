// The settlement schema, accessed under its own role for exactly as long as its statements take.
import { randomId } from "@/server/kernel/process/random";
import type { Tx } from "@/server/kernel/database/db";

export interface LoadedOwner {
  id: string;
  name: string;
  country: string;
  joinedAt: Date;
  bond: { currency: string; postedMinor: bigint };
  poolIds: readonly string[];
}

/** Switches to the settlement role and back. A throw undoes the transaction, and the role with it. */
async function asSettlement<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const [before] = await tx.sql<{ role: string }>("select current_user as role");
  await tx.exec(`select set_config('role', 'berth_settlement', true)`);
  const result = await work();
  await tx.exec(`select set_config('role', $1, true)`, [before?.role ?? "none"]);
  return result;
}

/** Writes owners, their pools and a first bond. Existing rows are updated, but a posted bond never changes. */
export function writeOwners(tx: Tx, owners: readonly LoadedOwner[]): Promise<{ owners: number; pools: number; bonds: number }> {
  return asSettlement(tx, async () => {
    const written = await tx.exec(
      `insert into settlement."Owner" (id, name, country, "joinedAt") select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
       on conflict (id) do update set name = excluded.name, country = excluded.country, "joinedAt" = excluded."joinedAt"`,
      [owners.map((o) => o.id), owners.map((o) => o.name), owners.map((o) => o.country), owners.map((o) => o.joinedAt)],
    );
    const held = owners.flatMap((owner) => owner.poolIds.map((poolId) => ({ poolId, ownerId: owner.id })));
    const pools = await tx.exec(
      `insert into settlement."PoolOwner" ("poolId", "ownerId") select * from unnest($1::text[], $2::text[])
        on conflict ("poolId") do update set "ownerId" = excluded."ownerId"`,
      [held.map((pool) => pool.poolId), held.map((pool) => pool.ownerId)],
    );
    const bonds = await tx.exec(
      `insert into settlement."Bond" (id, "ownerId", currency, "postedMinor", "postedAt")
       select b.* from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[]) as b (id, owner, currency, minor, at)
        where not exists (select from settlement."Bond" known where known."ownerId" = b.owner)`,
      [
        owners.map((o) => randomId("bnd", o.joinedAt)),
        owners.map((o) => o.id),
        owners.map((o) => o.bond.currency),
        owners.map((o) => o.bond.postedMinor),
        owners.map((o) => o.joinedAt),
      ],
    );
    return { owners: written, pools, bonds };
  });
}
