// Event handlers of this module.
import { toDate, toInstant } from "@/lib/period";
import { findReservation, reservationConfirmed } from "@/server/capacity";
import { type EventHandler, onEvent } from "@/server/kernel/events/events";
import { randomId } from "@/server/kernel/process/random";
import { noteEvent } from "./cluster/cluster-rows";
import { DELIVERY_PHASES, PHASE_LABELS, planDelivery } from "./delivery/delivery-rules";
import { nodeChanged } from "./events";
import { noteHealth } from "./repair/note-health";

const createCluster = onEvent(reservationConfirmed, "clusters.create", async (ctx, { reservationId }) => {
  const organisationId = ctx.organisationId;
  if (organisationId === null) return;
  const reservation = await findReservation(ctx.tx, organisationId, reservationId);
  const plan = planDelivery(toInstant(reservation.createdAt), toInstant(reservation.startAt));
  const id = reservation.clusterId;
  const made = await ctx.tx.exec(
    `insert into "Cluster" (id, "organisationId", "reservationId", name, "promisedAt", "deliveryStartsAt", "createdAt") values ($1, $2, $3, $4, $5, $6, $7)
     on conflict ("reservationId") do nothing`,
    [id, organisationId, reservationId, reservation.name, toDate(plan.promisedAt), toDate(plan.startsAt), ctx.now],
  );
  if (made === 0) return;
  await ctx.tx.exec(
    `insert into "DeliveryPhase" ("clusterId", "organisationId", ordinal, name, total) select $1, $2, p.ordinal, p.name, $4
      from unnest($3::text[]) with ordinality as p (name, ordinal)`,
    [id, organisationId, DELIVERY_PHASES.map((name) => PHASE_LABELS[name]), reservation.nodes],
  );
  const keys = reservation.sshKeys;
  await ctx.tx.exec(
    `insert into "SshKey" (id, "organisationId", "clusterId", name, "publicKey", fingerprint, "createdAt")
     select k.id, $1, $2, k.name, k.key, k.fingerprint, $3 from unnest($4::text[], $5::text[], $6::text[], $7::text[]) as k (id, name, key, fingerprint)
       on conflict do nothing`,
    [
      organisationId,
      id,
      ctx.now,
      keys.map(() => randomId("ssh", ctx.now)),
      keys.map((key) => key.name),
      keys.map((key) => key.publicKey),
      keys.map((key) => key.fingerprint),
    ],
  );
  await noteEvent(ctx.tx, { organisationId, id }, ctx.now, "reserved", `${reservation.createdByLabel} reserved ${reservation.nodes} nodes.`);
});

const noteNodeHealth = onEvent(nodeChanged, "clusters.health", async (ctx, { nodeId }) => {
  const [serving] = await ctx.tx.sql<{ organisationId: string; clusterId: string }>(
    `select "organisationId", "clusterId" from "Assignment" where "nodeId" = $1 and "startAt" <= $2 and "endAt" > $2`,
    [nodeId, ctx.now],
  );
  if (serving) await ctx.run(noteHealth, { clusterId: serving.clusterId, nodeId }, serving.organisationId);
});

export const handlers: readonly EventHandler[] = [createCluster, noteNodeHealth];
