// The numbered nodes of a pool as binding sees them, under a lock, so that two clusters never choose from the same pool
// at once.
import { toInstant } from "@/lib/period";
import type { BindableNode } from "@/server/capacity";
import { lockPools } from "@/server/catalog";
import { asNetwork, type Tx } from "@/server/kernel/database/db";

// Reads in network scope: a node that serves another organisation, or will, is as taken as one of the caller's own.

interface Row {
  id: string;
  ordinal: number;
  state: BindableNode["state"];
  outOfService: boolean;
  assignments: { start: string; end: string }[] | null;
}

/**
 * @param from assignments that ended before this are ignored, except the latest. A node's state is the last judgement;
 * an unwatched node has none and can be chosen.
 */
export async function lockPoolNodes(tx: Tx, poolId: string, from: Date): Promise<BindableNode[]> {
  await lockPools(tx, [poolId]);
  const rows = await asNetwork(tx, (all) =>
    all.sql<Row>(
      `select n.id, n.ordinal, s.state,
            (n."retiredAt" is not null or exists (select from "Repair" p where p."nodeId" = n.id and p."closedAt" is null)
              or exists (select from "Replacement" r where r."spareNodeId" = n.id and r."finishedAt" is null)) as "outOfService",
            (select json_agg(json_build_object('start', a."startAt", 'end', a."endAt")) from "Assignment" a where a."nodeId" = n.id
              and a."endAt" > $2::timestamptz - interval '1 day') as assignments
     from catalog.node n left join "NodeCondition" s on s."nodeId" = n.id where n."poolId" = $1 order by n.ordinal`,
      [poolId, from],
      "clusters_pool_nodes",
    ),
  );
  return rows.map((row) => ({
    id: row.id,
    ordinal: row.ordinal,
    state: row.state,
    outOfService: row.outOfService,
    assignments: (row.assignments ?? []).map((a) => ({ start: toInstant(new Date(a.start)), end: toInstant(new Date(a.end)) })),
  }));
}

/** Nodes of the pool that contracts in the window will still need: sold, but not bound yet. */
export async function promisedNodes(tx: Tx, poolId: string, window: { start: Date; end: Date }): Promise<number> {
  const [row] = await asNetwork(tx, (all) =>
    all.sql<{ promised: number }>(
      `select coalesce(sum(r.nodes), 0)::int as promised from capacity.contract r left join "Cluster" c on c."reservationId" = r.id
     where r."poolId" = $1 and r.state in ('scheduled', 'provisioning') and r."startAt" < $3 and r."endAt" > $2
       and not exists (select from "Assignment" a where a."clusterId" = c.id)`,
      [poolId, window.start, window.end],
    ),
  );
  return row?.promised ?? 0;
}
