// The nodes of a cluster over its whole life, numbered in the order they joined.
import type { Tx } from "@/server/kernel/database/db";
import { notFound } from "@/server/kernel/operation/errors";
import { type LockedCluster, lockCluster, type ServingNode, servingNodes } from "../cluster/cluster-rows";

export interface NodeRow {
  assignmentId: string;
  nodeId: string;
  serial: string;
  ordinal: number;
  berth: number;
  startAt: Date;
  endAt: Date;
  beganAs: string;
  endedAs: string | null;
  health: string;
  healthReason: string | null;
  healthSince: Date | null;
  successorOrdinal: number | null;
  predecessorOrdinal: number | null;
  repairId: string | null;
  repairedAt: Date | null;
  checksPassed: number | null;
  isBeingReplaced: boolean;
  isHandedOver: boolean;
}

export function nodeRows(tx: Tx, organisationId: string, clusterId: string): Promise<NodeRow[]> {
  return tx.sql<NodeRow>(
    `with joined as (
       select a.*, row_number() over (order by a."startAt", a.berth)::int as ordinal from "Assignment" a where a."organisationId" = $1 and a."clusterId" = $2)
     select j.id as "assignmentId", j."nodeId", n.serial, j.ordinal, j.berth, j."startAt", j."endAt", j."beganAs", j."endedAs", j.health, j."healthReason",
       j."healthSince",
            lead(j.ordinal) over w as "successorOrdinal", lag(j.ordinal) over w as "predecessorOrdinal",
            (select p.id from "Repair" p where p."nodeId" = j."nodeId" and p."closedAt" is null and j."endedAs" = 'replaced' and p."openedAt" >= j."startAt"
              limit 1) as "repairId",
            d."repairedAt", d."checksPassed",
            exists (select from "Replacement" r where r."organisationId" = $1 and r."assignmentId" = j.id and r."finishedAt" is null) as "isBeingReplaced",
            c."handedOverAt" is not null as "isHandedOver"
     from joined j join "Cluster" c on c."organisationId" = j."organisationId" and c.id = j."clusterId" join catalog.node n on n.id = j."nodeId"
     left join lateral (select p."closedAt" as "repairedAt", cardinality(p.checks) as "checksPassed" from "Repair" p where p."nodeId" = j."nodeId"
       and p."closedAt" <= j."startAt" order by p."closedAt" desc limit 1) d on true
     window w as (partition by j.berth order by j."startAt") order by j.berth, j."startAt"`,
    [organisationId, clusterId],
    "clusters_nodes",
  );
}

/** The assignment under which a node currently serves the organisation. */
async function servingAssignment(tx: Tx, organisationId: string, nodeId: string, now: Date): Promise<{ id: string; clusterId: string; berth: number } | null> {
  const [row] = await tx.sql<{ id: string; clusterId: string; berth: number }>(
    `select id, "clusterId", berth from "Assignment" where "organisationId" = $1 and "nodeId" = $2 and "startAt" <= $3 and "endAt" > $3`,
    [organisationId, nodeId, now],
  );
  return row ?? null;
}

/**
 * Whether the cluster exists in the organisation, and in the project when the caller is limited to one. Does not throw.
 */
export async function clusterExists(tx: Tx, organisationId: string, projectId: string | null, clusterId: string): Promise<boolean> {
  const rows = await tx.sql(
    `select 1 from "Cluster" c join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
     where c."organisationId" = $1 and c.id = $2 and ($3::text is null or r."projectId" = $3)`,
    [organisationId, clusterId, projectId],
  );
  return rows.length > 0;
}

/**
 * A node currently serving the caller, with its cluster, locked until the commit.
 * @throws OperationError not_found, also for nodes of other organisations and projects
 */
export async function lockServingNode(
  { tx, organisationId, projectId, now }: { tx: Tx; organisationId: string; projectId: string | null; now: Date },
  nodeId: string,
): Promise<{ cluster: LockedCluster; node: ServingNode }> {
  const serving = await servingAssignment(tx, organisationId, nodeId, now);
  if (!serving || !(await clusterExists(tx, organisationId, projectId, serving.clusterId))) throw notFound("node", nodeId);
  const cluster = await lockCluster(tx, organisationId, serving.clusterId);
  const node = cluster && (await servingNodes(tx, cluster, now)).find((one) => one.nodeId === nodeId);
  if (!cluster || !node) throw notFound("node", nodeId);
  return { cluster, node };
}
