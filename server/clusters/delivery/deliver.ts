// Delivers a cluster phase by phase. Works with the instants at which things were due, not when they were processed, so
// that a late worker or the moved demo clock writes the same history.
import { toDate, toInstant } from "@/lib/period";
import { bindNodes, markReservation } from "@/server/capacity";
import type { Tx } from "@/server/kernel/database/db";
import type { EmittedEvent } from "@/server/kernel/events/events";
import { acceptanceReportOf, failedNodes } from "../acceptance/acceptance-rules";
import { newestResults } from "../acceptance/acceptance-rows";
import { assignNodes, endAssignments, type LockedCluster, noteEvent, refreshState, servingNodes } from "../cluster/cluster-rows";
import { phaseRows } from "../cluster/read-rows";
import { beginDelivery, DELIVERY_PHASES, isDelivered, PHASE_LABELS, type PhaseProgress, phaseSeconds, reportPhase, runningPhase } from "./delivery-rules";
import { clusterHandedOver } from "../events";
import { openRepair } from "../repair/repair-rows";
import { lockPoolNodes } from "../assignments/pool-nodes";

/** Enough for every phase and some exchanges; the rest is due again next time. */
const MAX_STEPS = 40;

const asDate = (instant: number | null): Date | null => (instant === null ? null : toDate(instant));

async function readPhases(tx: Tx, cluster: LockedCluster): Promise<PhaseProgress[]> {
  const rows = await phaseRows(tx, cluster.organisationId, cluster.id);
  return rows.map((row, index) => ({
    name: DELIVERY_PHASES[index] ?? "allocate",
    startedAt: row.startedAt && toInstant(row.startedAt),
    dueAt: row.dueAt && toInstant(row.dueAt),
    finishedAt: row.finishedAt && toInstant(row.finishedAt),
    done: row.done,
    total: row.total,
  }));
}

async function writePhases(tx: Tx, cluster: LockedCluster, phases: readonly PhaseProgress[]): Promise<void> {
  for (const [index, phase] of phases.entries()) {
    await tx.exec(
      `update "DeliveryPhase" set "startedAt" = $3, "dueAt" = $4, "finishedAt" = $5, done = $6 where "clusterId" = $1 and ordinal = $2`,
      [cluster.id, index + 1, asDate(phase.startedAt), asDate(phase.dueAt), asDate(phase.finishedAt), phase.done],
      "clusters_phase",
    );
  }
}

/** Fills empty berths with nodes free for the rest of the term. Returns how many were filled. */
async function fillBerths(tx: Tx, cluster: LockedCluster, at: Date): Promise<number> {
  const taken = new Set((await servingNodes(tx, cluster, at)).map((node) => node.berth));
  const empty = Array.from({ length: cluster.nodes }, (_, index) => index + 1).filter((berth) => !taken.has(berth));
  if (empty.length === 0) return 0;
  const nodes = await lockPoolNodes(tx, cluster.poolId, at);
  const { nodeIds } = bindNodes(nodes, { start: toInstant(at), end: toInstant(cluster.endAt) }, empty.length);
  await assignNodes(
    tx,
    cluster,
    nodeIds.flatMap((nodeId, index) => (empty[index] === undefined ? [] : [{ nodeId, berth: empty[index] }])),
    at,
    "delivered",
  );
  return nodeIds.length;
}

/** Replaces nodes that failed a phase. Returns how many of the cluster's nodes passed it. */
async function inspect(tx: Tx, cluster: LockedCluster, phase: PhaseProgress, at: Date): Promise<number> {
  const nodes = await servingNodes(tx, cluster, at);
  const failed = failedNodes(nodes, await newestResults(tx, nodes, at), cluster.committedGbps);
  for (const { nodeId, category, fault } of failed) {
    const out = nodes.find((node) => node.nodeId === nodeId);
    if (!out) continue;
    await endAssignments(tx, cluster, [out.assignmentId], at, "exchanged");
    await openRepair(tx, nodeId, at, category, fault);
    await noteEvent(
      tx,
      cluster,
      at,
      "exchanged",
      `A node failed ${PHASE_LABELS[phase.name].toLowerCase()} and was exchanged before hand-over: ${fault.toLowerCase()}.`,
      nodeId,
    );
  }
  const passed = nodes.length - failed.length;
  if (failed.length > 0) await fillBerths(tx, cluster, at);
  return passed;
}

async function handOver(tx: Tx, cluster: LockedCluster, at: Date): Promise<EmittedEvent> {
  const [exchanged] = await tx.sql<{ count: number }>(
    `select count(*)::int as count from "Assignment" where "organisationId" = $1 and "clusterId" = $2 and "endedAs" = 'exchanged'`,
    [cluster.organisationId, cluster.id],
  );
  const results = await newestResults(tx, await servingNodes(tx, cluster, at), at);
  const report = acceptanceReportOf(cluster, results, exchanged?.count ?? 0, at.toISOString());
  cluster.handedOverAt = at;
  await tx.exec(`update "Cluster" set acceptance = $3::jsonb where "organisationId" = $1 and id = $2`, [
    cluster.organisationId,
    cluster.id,
    JSON.stringify(report),
  ]);
  await markReservation(tx, cluster.reservationId, "active");
  await refreshState(tx, cluster, at);
  await noteEvent(
    tx,
    cluster,
    at,
    "handed_over",
    `${cluster.nodes} of ${cluster.nodes} nodes handed over${report.nodesTested < cluster.nodes ? `, ${report.nodesTested} of them with test results` : ""}.`,
  );
  return clusterHandedOver({ clusterId: cluster.id, at: at.toISOString() }, cluster.organisationId);
}

/** Does all due work of the delivery. Returns the hand-over event when it was reached. */
export async function deliver(tx: Tx, cluster: LockedCluster, now: Date): Promise<EmittedEvent[]> {
  let phases = await readPhases(tx, cluster);
  const seconds = phaseSeconds(toInstant(cluster.promisedAt) - toInstant(cluster.deliveryStartsAt));
  if (phases.every((phase) => phase.startedAt === null) && cluster.deliveryStartsAt <= now) {
    phases = beginDelivery(cluster.nodes, seconds, toInstant(cluster.deliveryStartsAt));
    await markReservation(tx, cluster.reservationId, "provisioning");
    await noteEvent(tx, cluster, cluster.deliveryStartsAt, "delivery_started", `Delivery of ${cluster.nodes} nodes began.`);
  }
  for (let step = 0; step < MAX_STEPS; step++) {
    const running = runningPhase(phases);
    if (!running || running.dueAt === null || toDate(running.dueAt) > now) break;
    const at = toDate(running.dueAt);
    const passed = running.name === "allocate" ? await fillBerths(tx, cluster, at) : (await inspect(tx, cluster, running, at)) - running.done;
    phases = reportPhase(phases, Math.max(0, passed), seconds, running.dueAt);
  }
  await writePhases(tx, cluster, phases);
  if (!isDelivered(phases)) return [];
  const last = Math.max(...phases.map((phase) => phase.finishedAt ?? 0));
  return [await handOver(tx, cluster, toDate(last))];
}
