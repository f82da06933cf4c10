// What this module does when others tell it something.
import { toDate, toInstant } from "@/lib/period";
import { findReservation, reservationConfirmed } from "@/server/capacity";
import { type EventHandler, onEvent } from "@/server/kernel/events/events";
import { randomId } from "@/server/kernel/process/random";
import { DELIVERY_PHASES, PHASE_LABELS, planDelivery } from "./delivery/delivery-rules";
import { nodeChanged } from "./events";
import { noteHealth } from "./repair/note-health";

const createCluster = onEvent(reservationConfirmed, "clusters.create", async (ctx, { reservationId }) => {
  const organisationId = ctx.organisationId;
  if (organisationId === null) return;
  const reservation = await findReservation(ctx.tx, organisationId, reservationId);
  if (await ctx.tx.prisma.cluster.findUnique({ where: { reservationId } })) return;
  const plan = planDelivery(toInstant(reservation.createdAt), toInstant(reservation.promisedAt));
  const id = randomId("clu", ctx.now);
  await ctx.tx.prisma.cluster.create({
    data: { id, organisationId, reservationId, name: reservation.name, promisedAt: toDate(plan.promisedAt), deliveryStartsAt: toDate(plan.startsAt), createdAt: ctx.now },
  });
  await ctx.tx.prisma.deliveryPhase.createMany({
    data: DELIVERY_PHASES.map((name, index) => ({ clusterId: id, organisationId, ordinal: index + 1, name: PHASE_LABELS[name], total: reservation.nodes })),
  });
  await ctx.tx.prisma.sshKey.createMany({
    data: reservation.sshKeys.map((key) => ({ id: randomId("ssh", ctx.now), organisationId, clusterId: id, ...key, createdAt: ctx.now })),
    skipDuplicates: true,
  });
  await ctx.tx.prisma.clusterEvent.create({
    data: { id: randomId("evt", ctx.now), organisationId, clusterId: id, at: ctx.now, kind: "reserved", text: `${reservation.createdByLabel} reserved ${reservation.nodes} nodes.` },
  });
});

const hearHealth = onEvent(nodeChanged, "clusters.health", async (ctx, change) => {
  const [serving] = await ctx.tx.sql<{ organisationId: string; clusterId: string }>(
    `select "organisationId", "clusterId" from "Assignment" where "nodeId" = $1 and "startAt" <= $2 and "endAt" > $2`, [change.nodeId, ctx.now]);
  if (serving) await ctx.run(noteHealth, { clusterId: serving.clusterId, ...change }, serving.organisationId);
  // A node in the workshop that is heard up again is repaired.
  if (change.state === "up") {
    await ctx.tx.exec(`update "Repair" set "closedAt" = $2, action = 'Returned to service' where "nodeId" = $1 and "closedAt" is null and "openedAt" < $2`, [change.nodeId, new Date(change.at)]);
  }
});

export const handlers: readonly EventHandler[] = [createCluster, hearHealth];
