// Test helpers that bring a cluster into service, for this module and those above: the same verbs, with a moved clock.
import type { ReservationContract } from "@/lib/contracts/capacity";
import { testReservation } from "@/server/capacity/testing/reserve";
import { type TestNetwork, testNetwork } from "@/server/catalog/testing/network";
import { systemCaller } from "@/server/kernel/operation/actor";
import { setInstant } from "@/server/kernel/process/clock";
import type { EventHandler } from "@/server/kernel/events/events";
import { run } from "@/server/kernel/operation/operation";
import { drainOutbox } from "@/server/kernel/events/outbox";
import { type TestTenant } from "@/server/kernel/testing";
import { registerHandlers } from "@/server/kernel/events/events";
import { handlers } from "../handlers";
import { router } from "../router";
import { prisma } from "@/server/kernel/testing/prisma";

export interface TestCluster {
  clusterId: string;
  reservation: ReservationContract;
  network: TestNetwork;
  poolId: string;
}

/** Reserves and creates the cluster; nothing is delivered yet. */
export async function testCluster(
  tenant: TestTenant,
  wish: { nodes?: number; poolNodes?: number; hours?: number; also?: readonly EventHandler[] } = {},
): Promise<TestCluster> {
  registerHandlers([...handlers, ...(wish.also ?? [])]);
  const network = await testNetwork([{ nodes: wish.poolNodes ?? 8 }]);
  const reservation = await testReservation(tenant, { network, nodes: wish.nodes ?? 4, hours: wish.hours ?? 240 });
  await drainOutbox(tenant.organisationId);
  const clusterId = (await prisma().cluster.findUniqueOrThrow({ where: { reservationId: reservation.id } })).id;
  return { clusterId, reservation, network, poolId: network.poolIds[0] ?? "" };
}

/** Sets the clock and does the cluster's due work. */
export async function stepAt(tenant: TestTenant, clusterId: string, at: Date): Promise<void> {
  setInstant(at);
  const due = await prisma().replacement.findMany({ where: { clusterId, finishedAt: null, dueAt: { lte: at } }, orderBy: [{ dueAt: "asc" }, { id: "asc" }] });
  for (const { id } of due) await run(router.replacement.step, systemCaller("test", tenant.organisationId, "test"), { clusterId, id });
  await run(router.cluster.step, systemCaller("test", tenant.organisationId, "test"), { clusterId });
}

/** Moves the clock to the start of the term, by when the cluster is handed over. */
export async function handOver(tenant: TestTenant, cluster: TestCluster): Promise<void> {
  const start = new Date(cluster.reservation.start).getTime();
  // Nodes that fail burn-in are exchanged, which can delay delivery past the hour, so tests wait for the end of
  // delivery.
  for (let minutes = -120; minutes < 600; minutes += 10) {
    await stepAt(tenant, cluster.clusterId, new Date(start + minutes * 60_000));
    const row = await prisma().cluster.findUniqueOrThrow({ where: { id: cluster.clusterId } });
    if (row.handedOverAt && minutes >= 0) return;
  }
  throw new Error("the cluster was not handed over");
}
