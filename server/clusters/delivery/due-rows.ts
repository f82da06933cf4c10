// Which clusters have something due, and when the next thing is due.
import type { Tx } from "@/server/kernel/database/db";

const DUE = `
  select c."organisationId", c.id, case when p."startedAt" is null then c."deliveryStartsAt" else p."dueAt" end as at
  from "Cluster" c join lateral (select "startedAt", "dueAt" from "DeliveryPhase" d where d."clusterId" = c.id and d."finishedAt" is null order by d.ordinal
    limit 1) p on true
  where c.state = 'arriving'
  union all select c."organisationId", c.id, r."endAt" from "Cluster" c join capacity.contract r on r."organisationId" = c."organisationId"
    and r.id = c."reservationId" where c.state <> 'ended'`;

/** Clusters with something due, longest overdue first. */
export function dueClusters(tx: Tx, now: Date, limit: number): Promise<{ organisationId: string; id: string }[]> {
  return tx.sql(`select "organisationId", id from (${DUE}) due where at <= $1 group by 1, 2 order by min(at) limit $2`, [now, limit], "clusters_due");
}

/** When the next delivery or end of any cluster is due; null when nothing is waiting. The demo's clock jumps there. */
export async function nextDueAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date | null }>(`select min(at) as at from (${DUE}) due`, [], "clusters_next_due");
  return row?.at ?? null;
}

/** Replacements with something due, longest overdue first. */
export function dueReplacements(tx: Tx, now: Date, limit: number): Promise<{ organisationId: string; clusterId: string; id: string }[]> {
  return tx.sql(
    `select "organisationId", "clusterId", id from "Replacement" where "finishedAt" is null and "dueAt" <= $1 order by "dueAt", id limit $2`,
    [now, limit],
    "clusters_due_replacements",
  );
}

export async function nextReplacementAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date | null }>(`select min("dueAt") as at from "Replacement" where "finishedAt" is null`, [], "clusters_next_replacement");
  return row?.at ?? null;
}
