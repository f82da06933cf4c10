// A failed node gives its berth to a spare. Each Replacement row is due work: check again, ask for a spare, or let it
// join.
import type { StateInterval } from "@/lib/node-state";
import { toDate, toInstant } from "@/lib/period";
import { pickSpare } from "@/server/capacity";
import type { Tx } from "@/server/kernel/database/db";
import type { EmittedEvent } from "@/server/kernel/events/events";
import { randomId } from "@/server/kernel/process/random";
import { nodeName } from "../access/access";
import { assignNodes, endAssignments, type LockedCluster, noteEvent, refreshState, type ServingNode, servingNodes } from "../cluster/cluster-rows";
import { nodeReplaced, spareMissing } from "../events";
import { decideReplacement, isDark, replacementStep, SPARE_RETRY_SECONDS } from "../repair/health-rules";
import { openRepair } from "../repair/repair-rows";
import { lockPoolNodes, promisedNodes } from "../assignments/pool-nodes";

interface OpenReplacement {
  id: string;
  assignmentId: string;
  nodeId: string;
  spareNodeId: string | null;
  cause: string;
  requestedAt: Date;
  dueAt: Date | null;
}

/** Requested by a person: the node goes whatever its health. */
export const BY_REQUEST = "requested";

const openReplacements = (tx: Tx, cluster: LockedCluster): Promise<OpenReplacement[]> =>
  tx.sql<OpenReplacement>(
    `select id, "assignmentId", "nodeId", "spareNodeId", cause, "requestedAt", "dueAt" from "Replacement"
     where "organisationId" = $1 and "clusterId" = $2 and "finishedAt" is null order by "dueAt", id`,
    [cluster.organisationId, cluster.id],
  );

const intervalOf = (node: ServingNode): StateInterval | null =>
  node.healthReason === null || node.healthSince === null
    ? null
    : { start: toInstant(node.healthSince), end: null, state: node.health, reason: node.healthReason, code: null };

/** Opens a replacement for a serving node when its health requires one and none is open. */
export async function considerReplacement(tx: Tx, cluster: LockedCluster, node: ServingNode, now: Date): Promise<void> {
  if (cluster.handedOverAt === null || (await openReplacements(tx, cluster)).some((open) => open.assignmentId === node.assignmentId)) return;
  const decision = decideReplacement(intervalOf(node), "none", toInstant(cluster.endAt), toInstant(now));
  if (decision.kind === "wait") await requestReplacement(tx, cluster, node, node.healthReason ?? "unknown", now, toDate(decision.until));
  if (decision.kind === "replace") await requestReplacement(tx, cluster, node, decision.cause, now, now);
}

export async function requestReplacement(tx: Tx, cluster: LockedCluster, node: ServingNode, cause: string, now: Date, dueAt: Date): Promise<string> {
  const id = randomId("rpl", now);
  await tx.exec(
    `insert into "Replacement" (id, "organisationId", "clusterId", "assignmentId", "nodeId", cause, "requestedAt", "dueAt")
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, cluster.organisationId, cluster.id, node.assignmentId, node.nodeId, cause, now, dueAt],
  );
  return id;
}

/**
 * The fault a leaving node is repaired for; null when it is well: replaced on request without a fault, or recovered
 * while its spare was prepared.
 */
async function repairFor(tx: Tx, cluster: LockedCluster, open: OpenReplacement, node: ServingNode): Promise<string | null> {
  const isAiling = node.health === "down" || node.health === "degraded";
  if (isAiling) return open.cause === BY_REQUEST ? (node.healthReason ?? "unknown") : open.cause;
  // A fault that probes cannot see cannot be seen to be over.
  if (open.cause !== BY_REQUEST) return node.health === "up" ? null : open.cause;
  const reported = await tx.sql(
    `select 1 from "ClusterEvent" where "organisationId" = $1 and "clusterId" = $2 and "nodeId" = $3 and kind = 'fault_reported' and at >= $4 limit 1`,
    [cluster.organisationId, cluster.id, open.nodeId, node.startAt],
  );
  return reported.length > 0 ? "reported" : null;
}

async function joinSpare(tx: Tx, cluster: LockedCluster, open: OpenReplacement, node: ServingNode, spareNodeId: string, at: Date): Promise<EmittedEvent> {
  await endAssignments(tx, cluster, [open.assignmentId], at, "replaced");
  await assignNodes(tx, cluster, [{ nodeId: spareNodeId, berth: node.berth }], at, "replacement");
  const category = await repairFor(tx, cluster, open, node);
  if (category !== null) await openRepair(tx, open.nodeId, open.requestedAt, category, `Taken out of ${cluster.name}`);
  await close(tx, cluster, open, at);
  const spare = (await servingNodes(tx, cluster, at)).find((serving) => serving.nodeId === spareNodeId);
  await noteEvent(tx, cluster, at, "replaced", `${nodeName(spare?.ordinal ?? 0)} serves in place of ${nodeName(node.ordinal)}.`, spareNodeId);
  return nodeReplaced({ clusterId: cluster.id, nodeId: open.nodeId, spareNodeId, at: at.toISOString() }, cluster.organisationId);
}

const close = (tx: Tx, cluster: LockedCluster, open: OpenReplacement, at: Date): Promise<number> =>
  tx.exec(`update "Replacement" set "finishedAt" = $3 where "organisationId" = $1 and id = $2`, [cluster.organisationId, open.id, at]);

/** Whether it was already reported that no spare is free for this node. */
async function alreadyMissing(tx: Tx, cluster: LockedCluster, open: OpenReplacement): Promise<boolean> {
  const said = await tx.sql(
    `select 1 from "ClusterEvent" where "organisationId" = $1 and "clusterId" = $2 and "nodeId" = $3 and kind = 'spare_missing' and at >= $4 limit 1`,
    [cluster.organisationId, cluster.id, open.nodeId, open.requestedAt],
  );
  return said.length > 0;
}

async function askForSpare(tx: Tx, cluster: LockedCluster, open: OpenReplacement, node: ServingNode, at: Date): Promise<EmittedEvent[]> {
  const rest = { start: at, end: cluster.endAt };
  const nodes = await lockPoolNodes(tx, cluster.poolId, at);
  const dark = isDark(nodes.flatMap(({ state, outOfService }) => (state === null || outOfService ? [] : [state])));
  const spare = dark
    ? null
    : pickSpare(nodes, { start: toInstant(at), end: toInstant(cluster.endAt) }, await promisedNodes(tx, cluster.poolId, rest), open.nodeId);
  const next = replacementStep(spare, toInstant(at), dark);
  const firstTry = !(await alreadyMissing(tx, cluster, open));
  await tx.exec(`update "Replacement" set "spareNodeId" = $3, "dueAt" = $4 where "organisationId" = $1 and id = $2`, [
    cluster.organisationId,
    open.id,
    next.spareNodeId,
    toDate(next.dueAt),
  ]);
  if (spare !== null) {
    await noteEvent(tx, cluster, at, "spare_requested", `A spare of the same site is taking over from ${nodeName(node.ordinal)}.`, open.nodeId);
    return [];
  }
  // A dark site has its own incident.
  if (!firstTry || dark) return [];
  await noteEvent(tx, cluster, at, "spare_missing", `No spare is free at the site for ${nodeName(node.ordinal)}; asked again every minute.`, open.nodeId);
  return [spareMissing({ clusterId: cluster.id, nodeId: open.nodeId, at: at.toISOString() }, cluster.organisationId)];
}

/** A recurring request is made once for all missed turns, as of the last of them. */
function lastTurn(due: Date, now: Date): Date {
  const late = Math.max(0, now.getTime() - due.getTime());
  return new Date(due.getTime() + Math.floor(late / (SPARE_RETRY_SECONDS * 1000)) * SPARE_RETRY_SECONDS * 1000);
}

/** Does the due work of one replacement: checks the node again, asks for a spare once, lets it join. */
export async function stepReplacement(tx: Tx, cluster: LockedCluster, id: string, now: Date): Promise<EmittedEvent[]> {
  const events: EmittedEvent[] = [];
  const find = async () => (await openReplacements(tx, cluster)).find((open) => open.id === id);
  for (let open = await find(); open && open.dueAt !== null && open.dueAt <= now; open = await find()) {
    const at = open.spareNodeId === null ? lastTurn(open.dueAt, now) : open.dueAt;
    const node = (await servingNodes(tx, cluster, at)).find((serving) => serving.assignmentId === open?.assignmentId);
    if (!node) await close(tx, cluster, open, at);
    else if (open.spareNodeId !== null) events.push(await joinSpare(tx, cluster, open, node, open.spareNodeId, at));
    else events.push(...(await lookAgain(tx, cluster, open, node, at)));
  }
  if (events.length > 0) await refreshState(tx, cluster, now);
  return events;
}

/** Gives up when the node no longer needs a replacement, waits while it may recover, asks for a spare otherwise. */
async function lookAgain(tx: Tx, cluster: LockedCluster, open: OpenReplacement, node: ServingNode, at: Date): Promise<EmittedEvent[]> {
  const decision =
    open.cause === BY_REQUEST ? { kind: "replace" as const } : decideReplacement(intervalOf(node), "none", toInstant(cluster.endAt), toInstant(at));
  if (decision.kind === "replace") return askForSpare(tx, cluster, open, node, at);
  if (decision.kind === "wait")
    await tx.exec(`update "Replacement" set "dueAt" = $3 where "organisationId" = $1 and id = $2`, [cluster.organisationId, open.id, toDate(decision.until)]);
  else await close(tx, cluster, open, at);
  return [];
}
