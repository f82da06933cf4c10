// Which watched nodes may have changed by time alone, and which are no longer watched.
import type { Instant } from "@/lib/period";
import { forgetConditions } from "@/server/clusters";
import type { Tx } from "@/server/kernel/database/db";
import { ANNOUNCEMENT_SECONDS } from "../reducer/reducer";
import { CADENCE_SECONDS, SILENCE_SECONDS } from "../door/runs";

// $1 is now in epoch seconds throughout.

/** When any source last reported the node as well, or since when it is expected to be heard. */
const HEARD = `greatest(w."agentLast", w."probe1Last", w."probe2Last", w."probe3Last", date_part('epoch', w."expectedFrom")::float8)`;
const WATERMARK = `date_part('epoch', h."watchedUntil")`;
/** The pool's collectors are judged as in `judgement`. */
const BLIND = `${WATERMARK} < $1::float8 - ${SILENCE_SECONDS}`;

/**
 * Something depends on node `w` of pool `p`: a site's record, a customer, a repair, or a pool in service whose spare it
 * is.
 */
const EXPECTED = `exists (select from catalog.node n where n.id = w."nodeId" and (n.watched
  or exists (select from clusters.service a where a."nodeId" = n.id and a."startAt" <= to_timestamp($1::float8) and a."endAt" > to_timestamp($1::float8))
  or exists (select from clusters.repair r where r."nodeId" = n.id and r."closedAt" is null)
  or n.ordinal > p."nodeCount" and exists (select from clusters.service a join catalog.node o on o.id = a."nodeId" where o."poolId" = p.id and a."startAt" <= to_timestamp($1::float8) and a."endAt" > to_timestamp($1::float8))))`;

// Work of the last 72 hours that a node's intervals do not show, although they cover its last second so far. Comparing
// with what is stored needs no memory of which edges were seen, so a paused detector catches up.
const UNJUDGED_WORK = `
  select w."nodeId", min(date_part('epoch', m."startAt")) as "workFrom"
    from "MaintenanceWindow" m join catalog.pool p on p."siteId" = m."siteId" join "PoolWatch" h on h."poolId" = p.id join "NodeWatch" w on w."poolId" = p.id
    cross join lateral (select to_timestamp(least(date_part('epoch', m."endAt"), floor(least($1::float8, ${WATERMARK}))) - 1) as at) t
    join "NodeState" s on s."nodeId" = w."nodeId" and s."startAt" <= t.at and (s."endAt" is null or s."endAt" > t.at)
   where m."cancelledAt" is null and m."startAt" <= t.at and m."endAt" > to_timestamp($3::float8) and s.state <> 'maintenance'
     and (m."startAt" - m."announcedAt" >= make_interval(secs => ${ANNOUNCEMENT_SECONDS}) or s.state <> 'down')
   group by 1`;

// Nodes in pools whose collectors watch, whose last judgement no longer holds: silence grew long enough, work began or
// ended, nobody expects the node. `unsettled` nodes are checked whenever the watermark may have moved. Those that
// waited longest come first, so that many unsettled nodes never keep a silent one waiting.
const OVERDUE = `
  with unjudged as (${UNJUDGED_WORK}),
  judged as (
    select w."nodeId", w.state, w.reason, w.unsettled, w."lookedAt", ${HEARD} as heard, floor(least($1::float8, ${WATERMARK})) as until, u."workFrom",
           w.state = 'down' and coalesce(${HEARD}, 0) < floor(least($1::float8, ${WATERMARK})) - ${SILENCE_SECONDS} and not ${EXPECTED} as idle,
           (w.state = 'maintenance' or w.reason = 'unannounced_work') and not exists (
             select from "MaintenanceWindow" m where m."siteId" = p."siteId" and m."cancelledAt" is null and m."startAt" <= to_timestamp($1::float8) and m."endAt" > h."watchedUntil" and m."endAt" > to_timestamp($1::float8)) as over
      from "NodeWatch" w join catalog.pool p on p.id = w."poolId" join "PoolWatch" h on h."poolId" = p.id and not ${BLIND}
      left join unjudged u on u."nodeId" = w."nodeId")
  select "nodeId", "workFrom" from judged
   where unsettled or "workFrom" is not null or over
      or state in ('up', 'degraded', 'unknown') and (heard is null or until - heard > ${SILENCE_SECONDS})
      or idle
   order by "lookedAt" nulls first, "nodeId" limit $2`;

export interface Overdue {
  nodeId: string;
  /** The start of work it does not show; null when there is none. */
  workFrom: Instant | null;
}

/** @param keptFrom how far back to look for work: as far as signals are kept */
export const overdueNodes = (tx: Tx, now: Date, keptFrom: Instant, limit: number): Promise<Overdue[]> =>
  tx.sql<Overdue>(OVERDUE, [now.getTime() / 1000, limit, keptFrom], "signals_overdue");

/**
 * Starts watching nodes that serve, or served since `keptFrom`, and that nobody expected to hear before: a node that
 * was never heard is silent from the second it serves.
 */
export async function expectServingNodes(tx: Tx, now: Date, keptFrom: Instant, limit: number): Promise<void> {
  await tx.exec(
    `insert into "NodeWatch" ("nodeId", "poolId", "expectedFrom")
     select n.id, n."poolId", to_timestamp(ceil(extract(epoch from greatest(min(a."startAt"), to_timestamp($2::float8)))))
       from clusters.service a join catalog.node n on n.id = a."nodeId"
      where a."startAt" <= $1 and a."endAt" > to_timestamp($2::float8) and a."endAt" > a."startAt" and not exists (select from "NodeWatch" w where w."nodeId" = a."nodeId")
        and not exists (select from "NodeState" s where s."nodeId" = a."nodeId" and s."endAt" > a."startAt")
      group by 1, 2 order by 1 limit $3
     on conflict do nothing`,
    [now, keptFrom, limit],
    "signals_expect",
  );
}

/** Nodes that are shown as observed while their collectors are blind. */
export async function unseenNodes(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ nodeId: string }>(
    `select w."nodeId" from "NodeWatch" w join "PoolWatch" h on h."poolId" = w."poolId"
      where ${BLIND} and (w.state in ('up', 'degraded') or w.reason in ('silence', 'probes_failed')) order by w."lookedAt" nulls first, w."nodeId" limit $2`,
    [Math.floor(now.getTime() / 1000), limit],
    "signals_unseen",
  );
  return rows.map((row) => row.nodeId);
}

/** The nodes among these that are already down by silence and that nobody expects to hear any more. */
export async function unexpectedNodes(tx: Tx, nodeIds: readonly string[], now: Date): Promise<string[]> {
  if (nodeIds.length === 0) return [];
  const rows = await tx.sql<{ nodeId: string }>(
    `select w."nodeId" from "NodeWatch" w join catalog.pool p on p.id = w."poolId" left join "PoolWatch" h on h."poolId" = p.id
      where w."nodeId" = any($2) and w.state = 'down' and (${HEARD} is null or ${HEARD} < least($1::float8, ${WATERMARK}) - ${SILENCE_SECONDS}) and not ${EXPECTED} order by 1`,
    [now.getTime() / 1000, nodeIds],
    "signals_unexpected",
  );
  return rows.map((row) => row.nodeId);
}

/**
 * Ends the histories of nodes at their last signal or, if later, the last second anybody expected them, and drops their
 * signals.
 */
export async function closeHistories(tx: Tx, nodeIds: readonly string[], now: Date): Promise<void> {
  if (nodeIds.length === 0) return;
  const ends = `(select w."nodeId", to_timestamp(greatest(coalesce(${HEARD} + ${CADENCE_SECONDS}, 0),
      (select extract(epoch from date_trunc('second', max(a."endAt"))) from clusters.service a where a."nodeId" = w."nodeId" and a."endAt" <= $2 and a."endAt" > a."startAt"),
      (select extract(epoch from date_trunc('second', max(r."closedAt"))) from clusters.repair r where r."nodeId" = w."nodeId"))) as at from "NodeWatch" w where w."nodeId" = any($1))`;
  // An interval that would end where it began is deleted.
  await tx.exec(
    `delete from "NodeState" s using ${ends} e where e."nodeId" = s."nodeId" and s."endAt" is null and s."startAt" >= e.at`,
    [nodeIds, now],
    "signals_close_empty",
  );
  await tx.exec(`update "NodeState" s set "endAt" = e.at from ${ends} e where e."nodeId" = s."nodeId" and s."endAt" is null`, [nodeIds, now], "signals_close");
  await tx.exec(`delete from "SignalRun" where "nodeId" = any($1)`, [nodeIds]);
  await tx.exec(`delete from "NodeWatch" where "nodeId" = any($1)`, [nodeIds]);
  await forgetConditions(tx, nodeIds);
}

/** Records that a check runs now. @returns when the previous one ran; null when never */
export async function recordCheck(tx: Tx, name: string, now: Date): Promise<Date | null> {
  const [row] = await tx.sql<{ before: Date | null }>(
    `with before as (select "lookedAt" from "SignalLook" where name = $1),
     noted as (insert into "SignalLook" (name, "lookedAt") values ($1, $2) on conflict (name) do update set "lookedAt" = excluded."lookedAt" returning 1)
     select (select "lookedAt" from before) as before from noted`,
    [name, now],
    "signals_look",
  );
  return row?.before ?? null;
}
