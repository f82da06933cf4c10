// A cluster in service whose nodes report, with helpers to make things go wrong. For tests here and in modules above.
import { type Instant, toDate, toInstant } from "@/lib/period";
import { handOver, stepAt, testCluster, type TestCluster } from "@/server/clusters/testing/running";
import { setInstant } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { drainOutbox } from "@/server/kernel/events/outbox";
import { everything, type TestTenant } from "@/server/kernel/testing";
import { handlers } from "../events";
import { beats, detect, send, type TestSignal, watching } from "@/server/signals/testing/signals";
import { followChanges } from "../incidents/follow-changes";
import { listenToChanges } from "@/server/signals";

// As server/doors/registry.ts does.
listenToChanges(followChanges);

export interface ServedCluster extends TestCluster {
  tenant: TestTenant;
  siteId: string;
  /** The start of the term. */
  start: Instant;
  /** Serving nodes by berth. */
  nodes: string[];
  /** Every node of the pool, including spares. */
  all: string[];
}

/**
 * Hands a cluster over and has all nodes of its pool report for ten minutes from the start of the term, except for the
 * serving ones with `mute`.
 */
export async function testServed(tenant: TestTenant, wish: { nodes?: number; hours?: number; mute?: boolean } = {}): Promise<ServedCluster> {
  setInstant(null);
  const cluster = await testCluster(tenant, { nodes: wish.nodes ?? 2, hours: wish.hours, also: handlers });
  await handOver(tenant, cluster);
  const start = toInstant(new Date(cluster.reservation.start));
  const rows = await transaction(everything, (tx) =>
    tx.sql<{ id: string; berth: number | null }>(
      `select n.id, a.berth from "Node" n left join "Assignment" a on a."nodeId" = n.id and a."clusterId" = $2 and a."startAt" <= $3 and a."endAt" > $3
        where n."poolId" = $1 order by n.ordinal`,
      [cluster.poolId, cluster.clusterId, toDate(start + 600)],
    ),
  );
  const served: ServedCluster = {
    ...cluster,
    tenant,
    start,
    siteId: cluster.network.siteIds[0] ?? "",
    all: rows.map((row) => row.id),
    nodes: rows
      .filter((row) => row.berth !== null)
      .sort((a, b) => (a.berth ?? 0) - (b.berth ?? 0))
      .map((row) => row.id),
  };
  await live(served, start, start + 600, wish.mute ? served.nodes : []);
  return served;
}

/**
 * Has the pool report from one instant to another and its listeners react. `silent` nodes send nothing.
 * @param more other signals, sent in the same call
 */
export async function live(
  cluster: ServedCluster,
  from: Instant,
  until: Instant,
  silent: readonly string[] = [],
  more: readonly TestSignal[] = [],
): Promise<void> {
  const minutes = Math.floor((until - from) / 60);
  await send(until, [
    watching(cluster.poolId, from, minutes),
    ...cluster.all.filter((node) => !silent.includes(node)).map((node) => beats(node, from, minutes)),
    ...more,
  ]);
  await detect(until);
  await drainOutbox(cluster.tenant.organisationId);
  await stepAt(cluster.tenant, cluster.clusterId, toDate(until));
  await drainOutbox(cluster.tenant.organisationId);
}
