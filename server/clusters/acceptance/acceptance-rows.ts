// Test results before hand-over, as nodes reported them.
import type { AcceptanceResult } from "@/lib/contracts/acceptance";
import type { Tx } from "@/server/kernel/database/db";
import type { NodeResult } from "./acceptance-rules";

/** The existing nodes among these, with their pools. */
export async function poolsOfNodes(tx: Tx, nodeIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.sql<{ id: string; poolId: string }>(`select id, "poolId" from catalog.node where id = any($1)`, [nodeIds], "clusters_pools_of_nodes");
  return new Map(rows.map((row) => [row.id, row.poolId]));
}

/** Results with the same node and second are the same result, however often they are sent. */
export async function keepResults(tx: Tx, results: readonly AcceptanceResult[]): Promise<void> {
  await tx.exec(
    `insert into "AcceptanceResult" ("nodeId", at, "gpusTested", "gpusPassed", "diagnosticsLevel", "bandwidthGbps", "allReduceGigabytesPerSecond",
      "allReduceNodes", fault)
     select r.node, date_trunc('second', r.at), r.tested, r.passed, r.level, r.bandwidth, r.speed, r.nodes, r.fault
       from unnest($1::text[], $2::timestamptz[], $3::int[], $4::int[], $5::int[], $6::float8[], $7::float8[], $8::int[], $9::text[])
         as r (node, at, tested, passed, level, bandwidth, speed, nodes, fault) on conflict do nothing`,
    [
      results.map((r) => r.node),
      results.map((r) => r.observedAt),
      results.map((r) => r.gpusTested ?? null),
      results.map((r) => r.gpusPassed ?? null),
      results.map((r) => r.diagnosticsLevel ?? null),
      results.map((r) => r.bandwidthGbps ?? null),
      results.map((r) => r.allReduce?.gigabytesPerSecond ?? null),
      results.map((r) => r.allReduce?.nodes ?? null),
      results.map((r) => r.fault ?? null),
    ],
    "clusters_acceptance_keep",
  );
}

/** The latest result of each node since it was chosen, up to an instant. */
export function newestResults(tx: Tx, nodes: readonly { nodeId: string; startAt: Date }[], until: Date): Promise<NodeResult[]> {
  return tx.sql<NodeResult>(
    `select distinct on (r."nodeId") r."nodeId", r."gpusTested", r."gpusPassed", r."diagnosticsLevel", r."bandwidthGbps", r."allReduceGigabytesPerSecond",
      r."allReduceNodes", r.fault
       from unnest($1::text[], $2::timestamptz[]) as n (id, since) join "AcceptanceResult" r on r."nodeId" = n.id and r.at >= date_trunc('second', n.since)
         and r.at <= $3
      order by r."nodeId", r.at desc`,
    [nodes.map((node) => node.nodeId), nodes.map((node) => node.startAt), until],
    "clusters_acceptance_newest",
  );
}
