// Current node states. Signals judge them and sit above this module, so they write them here in the transaction of the
// judgement: code that chooses a node which serves nobody yet knows as much as they do.
import type { NodeState, StateReason } from "@/lib/node-state";
import { type Instant, toDate } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";

export interface NodeCondition {
  nodeId: string;
  state: NodeState;
  reason: StateReason;
  /** The XID when the reason is `xid`. */
  code: number | null;
  /** Null when nothing is known about the node any more. */
  since: Instant | null;
}

export async function keepConditions(tx: Tx, conditions: readonly NodeCondition[]): Promise<void> {
  const known = conditions.filter(({ since }) => since !== null);
  await forgetConditions(
    tx,
    conditions.filter(({ since }) => since === null).map(({ nodeId }) => nodeId),
  );
  if (known.length === 0) return;
  await tx.exec(
    `insert into "NodeCondition" as c ("nodeId", state, reason, code, since)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::timestamptz[]) as n (id, state, reason, code, since) order by n.id
     on conflict ("nodeId") do update set state = excluded.state, reason = excluded.reason, code = excluded.code, since = excluded.since
      where (c.state, c.reason, c.code, c.since) is distinct from (excluded.state, excluded.reason, excluded.code, excluded.since)`,
    [known.map((c) => c.nodeId), known.map((c) => c.state), known.map((c) => c.reason), known.map((c) => c.code), known.map((c) => c.since && toDate(c.since))],
    "clusters_conditions_keep",
  );
}

/** These nodes are no longer watched. */
export async function forgetConditions(tx: Tx, nodeIds: readonly string[]): Promise<void> {
  if (nodeIds.length > 0) await tx.exec(`delete from "NodeCondition" where "nodeId" = any($1)`, [nodeIds], "clusters_conditions_forget");
}

/** A node's current state; null when it is not watched. */
export async function conditionOf(tx: Tx, nodeId: string): Promise<{ state: NodeState; reason: StateReason; code: number | null; since: Date } | null> {
  const [row] = await tx.sql<{ state: NodeState; reason: StateReason; code: number | null; since: Date }>(
    `select state, reason, code, since from "NodeCondition" where "nodeId" = $1`,
    [nodeId],
    "clusters_condition",
  );
  return row ?? null;
}
