// Part of `berth db check`: does any node serve two clusters at once? Reads the table itself, because an index can lose
// an entry and the exclusion constraint trusts its index.
import type { Tx } from "@/server/kernel/database/db";

export interface Overlap {
  nodeId: string;
  assignmentId: string;
  nextAssignmentId: string;
  until: Date;
  from: Date;
}

/** Every overlap of two assignments of one node, read from the heap by node and time. */
export async function overlappingAssignments(tx: Tx): Promise<Overlap[]> {
  await tx.exec(`select set_config(method, 'off', true) from unnest(array['enable_indexscan', 'enable_bitmapscan', 'enable_indexonlyscan']) as method`);
  return tx.sql<Overlap>(
    `select * from (
       select "nodeId", id as "assignmentId", "endAt" as until, lead(id) over w as "nextAssignmentId", lead("startAt") over w as "from"
       from "Assignment" where "endAt" > "startAt" window w as (partition by "nodeId" order by "startAt", "endAt")) pairs
     where "from" < until limit 100`,
  );
}

/** Handed-over, running clusters served by more nodes than were sold. */
export function overfullClusters(tx: Tx): Promise<{ clusterId: string; berth: number }[]> {
  return tx.sql(
    `select * from (
       select "clusterId", berth, "endAt", lead("startAt") over (partition by "clusterId", berth order by "startAt", "endAt") as next from "Assignment"
         where "endAt" > "startAt") pairs
     where next < "endAt" limit 100`,
  );
}
