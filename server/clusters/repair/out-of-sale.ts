// Part of `berth db check`: nodes that are out of sale without an open repair, and nodes that serve while under repair.
import type { Tx } from "@/server/kernel/database/db";

/** A spare is prepared within minutes, so one that is kept longer has been forgotten. */
const KEPT_SECONDS = 3_600;

export function nodesOutOfSale(tx: Tx, now: Date): Promise<{ nodeId: string; why: string }[]> {
  return tx.sql(
    `select r."spareNodeId" as "nodeId", 'kept as a spare by ' || r.id || ', which is over or stands still' as why
       from "Replacement" r join "Cluster" c on c."organisationId" = r."organisationId" and c.id = r."clusterId"
       left join "Assignment" a on a.id = r."assignmentId" and a."startAt" <= $1 and a."endAt" > $1
      where r."finishedAt" is null and r."spareNodeId" is not null
        and (c."endedAt" is not null or a.id is null or r."dueAt" is null or r."dueAt" < $1::timestamptz - make_interval(secs => $2))
     union all
     select a."nodeId", 'serves ' || a."clusterId" || ' while its repair ' || p.id || ' is open'
       from "Repair" p join "Assignment" a on a."nodeId" = p."nodeId" and a."startAt" <= $1 and a."endAt" > $1
      where p."closedAt" is null
     order by 1 limit 100`,
    [now, KEPT_SECONDS],
  );
}
