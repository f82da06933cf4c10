// The intervals of nodes as rows, with the gaps and the planned work they depend on.
import type { NodeState, StateInterval, StateReason } from "@/lib/node-state";
import { type Instant, type Interval, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import type { WorkWindow } from "../reducer/reducer";

/** Intervals in order, from the one that covers `from` to the open one. */
export async function readStates(tx: Tx, nodeIds: readonly string[], from: Instant): Promise<Map<string, StateInterval[]>> {
  const rows = await tx.sql<{ nodeId: string; start: number; end: number | null; state: NodeState; reason: StateReason; code: number | null }>(
    `select s."nodeId", extract(epoch from s."startAt")::float8 as start, extract(epoch from s."endAt")::float8 as "end", s.state, s.reason, s.code
       from unnest($1::text[]) as n (id) join "NodeState" s on s."nodeId" = n.id and (s."endAt" is null or s."endAt" > $2) order by s."nodeId", s."startAt"`,
    [nodeIds, toDate(from)],
    "signals_states",
  );
  const states = new Map<string, StateInterval[]>();
  for (const { nodeId, ...interval } of rows) states.set(nodeId, [...(states.get(nodeId) ?? []), interval]);
  return states;
}

export interface StateChanges {
  removed: { nodeId: string; start: Instant }[];
  ended: { nodeId: string; start: Instant; end: Instant | null }[];
  added: (StateInterval & { nodeId: string })[];
}

/** In this order, so that a node never has two open intervals. */
export async function writeStates(tx: Tx, { removed, ended, added }: StateChanges): Promise<void> {
  if (removed.length > 0) {
    await tx.exec(
      `delete from "NodeState" s using unnest($1::text[], $2::timestamptz[]) as g (id, start) where s."nodeId" = g.id and s."startAt" = g.start`,
      [removed.map((r) => r.nodeId), removed.map((r) => toDate(r.start))],
      "signals_states_gone",
    );
  }
  if (ended.length > 0) {
    await tx.exec(
      `update "NodeState" s set "endAt" = e."end" from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as e (id, start, "end")
        where s."nodeId" = e.id and s."startAt" = e.start`,
      [ended.map((r) => r.nodeId), ended.map((r) => toDate(r.start)), ended.map((r) => (r.end === null ? null : toDate(r.end)))],
      "signals_states_ended",
    );
  }
  if (added.length > 0) {
    await tx.exec(
      `insert into "NodeState" ("nodeId", "startAt", "endAt", state, reason, code) select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[],
        $4::text[], $5::text[], $6::int[])`,
      [
        added.map((r) => r.nodeId),
        added.map((r) => toDate(r.start)),
        added.map((r) => (r.end === null ? null : toDate(r.end))),
        added.map((r) => r.state),
        added.map((r) => r.reason),
        added.map((r) => r.code),
      ],
      "signals_states_added",
    );
  }
}

// Other inputs of a judgement

export async function readGaps(tx: Tx, poolIds: readonly string[], from: Instant): Promise<Map<string, Interval[]>> {
  const rows = await tx.sql<{ poolId: string; startAt: Date; endAt: Date }>(
    `select "poolId", "startAt", "endAt" from "CollectorGap" where "poolId" = any($1) and "endAt" > $2 order by "poolId", "startAt"`,
    [poolIds, toDate(from)],
    "signals_gaps",
  );
  const gaps = new Map<string, Interval[]>();
  for (const { poolId, startAt, endAt } of rows) gaps.set(poolId, [...(gaps.get(poolId) ?? []), { start: toInstant(startAt), end: toInstant(endAt) }]);
  return gaps;
}

/** Announced work at sites that has begun and reaches beyond `from`. */
export async function readWork(tx: Tx, siteIds: readonly string[], from: Instant, now: Date): Promise<Map<string, WorkWindow[]>> {
  const rows = await tx.sql<{ siteId: string; startAt: Date; endAt: Date; announcedAt: Date }>(
    `select "siteId", "startAt", "endAt", "announcedAt" from "MaintenanceWindow" where "siteId" = any($1) and "endAt" > $2 and "startAt" <= $3
      and "cancelledAt" is null`,
    [siteIds, toDate(from), now],
    "signals_work",
  );
  const work = new Map<string, WorkWindow[]>();
  for (const { siteId, startAt, endAt, announcedAt } of rows)
    work.set(siteId, [...(work.get(siteId) ?? []), { start: toInstant(startAt), end: toInstant(endAt), announcedAt: toInstant(announcedAt) }]);
  return work;
}
