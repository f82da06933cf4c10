// Which nodes and pools exist. Every signal asks and only loading a network changes the answer, so it is cached in
// memory.
import type { Tx } from "@/server/kernel/database/db";
import { type Existing, unknownIds } from "./signals-rules";

export interface KnownNode {
  poolId: string;
  /** The committed throughput of its type, for judging throughput. */
  committedGbps: number;
}

const nodes = new Map<string, KnownNode>();
const pools = new Set<string>();

export const existing: Existing & { node(id: string): KnownNode | undefined } = {
  hasNode: (id) => nodes.has(id),
  hasPool: (id) => pools.has(id),
  maySpeakAs: () => true,
  committedGbps: (id) => nodes.get(id)?.committedGbps ?? null,
  node: (id) => nodes.get(id),
};

/** What exists for a credential: nodes of its own pools only, and it speaks only as its own sources. */
export function heardFrom(poolIds: readonly string[] | null, sources: readonly string[] | null): Existing {
  const own = poolIds && new Set(poolIds);
  return {
    hasNode: (id) => (own === null ? nodes.has(id) : own.has(nodes.get(id)?.poolId ?? "")),
    hasPool: (id) => pools.has(id) && (own === null || own.has(id)),
    committedGbps: existing.committedGbps,
    maySpeakAs: (source) => sources === null || sources.includes(source),
  };
}

/**
 * Looks up the nodes and pools of a call that are not cached yet. Unknown ones are not cached, because they may be
 * added.
 */
export async function loadUnknownNodes(tx: Tx, items: readonly unknown[]): Promise<void> {
  const unknown = unknownIds(items, existing);
  const [newNodes, newPools] = await Promise.all([
    unknown.nodes.size === 0
      ? []
      : tx.sql<KnownNode & { id: string }>(
          `select n.id, n."poolId", t."committedGbps" from catalog.node n join catalog.pool p on p.id = n."poolId" join catalog.node_type t on t.id = p."nodeTypeId" where n.id = any($1)`,
          [[...unknown.nodes]],
          "signals_known_nodes",
        ),
    unknown.pools.size === 0 ? [] : tx.sql<{ id: string }>(`select id from catalog.pool where id = any($1)`, [[...unknown.pools]], "signals_known_pools"),
  ]);
  for (const { id, poolId, committedGbps } of newNodes) nodes.set(id, { poolId, committedGbps });
  for (const { id } of newPools) pools.add(id);
}
