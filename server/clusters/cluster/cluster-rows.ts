// Reads and writes for changing a cluster, always under a lock on the cluster's row.
import { randomId } from "@/server/kernel/process/random";
import type { NodeState, StateReason } from "@/lib/node-state";
import type { Tx } from "@/server/kernel/database/db";
import { clusterState } from "../repair/health-rules";
import { toInstant } from "@/lib/period";

export interface LockedCluster {
  id: string;
  organisationId: string;
  name: string;
  state: string;
  promisedAt: Date;
  deliveryStartsAt: Date;
  handedOverAt: Date | null;
  endedAt: Date | null;
  reservationId: string;
  poolId: string;
  siteId: string;
  nodeTypeId: string;
  fabricKind: string;
  committedGbps: number;
  gpusPerNode: number;
  nodes: number;
  startAt: Date;
  endAt: Date;
}

/** The cluster with its contract, locked until the transaction ends; null when the organisation has no such cluster. */
export async function lockCluster(tx: Tx, organisationId: string, id: string): Promise<LockedCluster | null> {
  const [row] = await tx.sql<LockedCluster>(
    `select c.id, c."organisationId", c.name, c.state::text as state, c."promisedAt", c."deliveryStartsAt", c."handedOverAt", c."endedAt",
            r.id as "reservationId", r."poolId", r."siteId", r."nodeTypeId", t."fabricKind", t."committedGbps", r."gpusPerNode", r.nodes, r."startAt", r."endAt"
     from "Cluster" c join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
       join catalog.node_type t on t.id = r."nodeTypeId"
     where c."organisationId" = $1 and c.id = $2 for update of c`,
    [organisationId, id],
    "clusters_lock",
  );
  return row ?? null;
}

export interface ServingNode {
  assignmentId: string;
  nodeId: string;
  berth: number;
  ordinal: number;
  health: NodeState;
  healthReason: StateReason | null;
  healthSince: Date | null;
  startAt: Date;
}

/** Which nodes serve the cluster at an instant, in berth order. */
export function servingNodes(tx: Tx, cluster: Pick<LockedCluster, "id" | "organisationId">, at: Date): Promise<ServingNode[]> {
  return tx.sql<ServingNode>(
    `select * from (
       select id as "assignmentId", "nodeId", berth, health, "healthReason", "healthSince", "startAt", "endAt", row_number() over (order by "startAt",
         berth)::int as ordinal
       from "Assignment" where "organisationId" = $1 and "clusterId" = $2) a
     where a."startAt" <= $3 and a."endAt" > $3 order by berth`,
    [cluster.organisationId, cluster.id, at],
    "clusters_serving",
  );
}

/** Puts nodes into berths from `at` on, with their last judged state as health. */
export async function assignNodes(
  tx: Tx,
  cluster: LockedCluster,
  berths: readonly { nodeId: string; berth: number }[],
  at: Date,
  beganAs: "delivered" | "replacement",
): Promise<void> {
  await tx.exec(
    `insert into "Assignment" (id, "organisationId", "clusterId", "nodeId", berth, "startAt", "endAt", "beganAs", health, "healthReason", "healthSince")
     select b.id, $1, $2, b.node, b.berth, $3, $4, $5, coalesce(s.state, 'unknown'), s.reason, s.since
     from unnest($6::text[], $7::text[], $8::int[]) as b (id, node, berth) left join "NodeCondition" s on s."nodeId" = b.node`,
    [
      cluster.organisationId,
      cluster.id,
      at,
      cluster.endAt,
      beganAs,
      berths.map(() => randomId("asg", at)),
      berths.map((b) => b.nodeId),
      berths.map((b) => b.berth),
    ],
  );
}

export async function endAssignments(
  tx: Tx,
  cluster: LockedCluster,
  assignmentIds: readonly string[],
  at: Date,
  endedAs: "replaced" | "exchanged" | "ended",
): Promise<void> {
  await tx.exec(`update "Assignment" set "endAt" = greatest("startAt", least("endAt", $3)), "endedAs" = $4 where "organisationId" = $1 and id = any($2)`, [
    cluster.organisationId,
    [...assignmentIds],
    at,
    endedAs,
  ]);
}

export async function noteEvent(
  tx: Tx,
  cluster: Pick<LockedCluster, "id" | "organisationId">,
  at: Date,
  kind: string,
  text: string,
  nodeId: string | null = null,
): Promise<void> {
  await tx.exec(
    `insert into "ClusterEvent" (id, "organisationId", "clusterId", at, kind, text, "nodeId") values ($1, $2, $3, $4, $5, $6, $7)`,
    [randomId("evt", at), cluster.organisationId, cluster.id, at, kind, text, nodeId],
    "clusters_event",
  );
}

/** Recomputes the cluster's state from its berths. */
export async function refreshState(tx: Tx, cluster: LockedCluster, at: Date): Promise<void> {
  const serving = new Map((await servingNodes(tx, cluster, at)).map((n) => [n.berth, n.health]));
  const berths = Array.from({ length: cluster.nodes }, (_, index) => serving.get(index + 1) ?? null);
  const state = clusterState(cluster.handedOverAt && toInstant(cluster.handedOverAt), cluster.endedAt && toInstant(cluster.endedAt), berths);
  await tx.exec(`update "Cluster" set state = $3::"ClusterState", "handedOverAt" = $4, "endedAt" = $5 where "organisationId" = $1 and id = $2`, [
    cluster.organisationId,
    cluster.id,
    state,
    cluster.handedOverAt,
    cluster.endedAt,
  ]);
}
