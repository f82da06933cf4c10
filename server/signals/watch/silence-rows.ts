// Which watched nodes time alone may have changed, and which are not watched any more.
import { type Instant, toDate } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { ANNOUNCEMENT_SECONDS } from "../reducer/reducer";
import { POINT_REACH_SECONDS, SILENCE_SECONDS } from "../door/runs";
import { LATE_SECONDS } from "../door/signals-rules";

// $1 is now in epoch seconds throughout.

/** The end of the last minute in which any source said the node is well. */
const HEARD = `60 * greatest(w."agentUntil", w."probe1Until", w."probe2Until", w."probe3Until")`;
const WATERMARK = `date_part('epoch', p."watchedUntil")`;
/** The pool's collectors are judged as `judgement` does. */
const BLIND = `${WATERMARK} < $1::float8 - ${SILENCE_SECONDS}`;

/** Somebody rests on the signals of node `w` of pool `p`: a site's record, a customer, a repair, or a pool in service whose spare it is. */
const EXPECTED = `exists (select from "Node" n where n.id = w."nodeId" and (n.watched
  or exists (select from "Assignment" a where a."nodeId" = n.id and a."startAt" <= to_timestamp($1::float8) and a."endAt" > to_timestamp($1::float8))
  or exists (select from "Repair" r where r."nodeId" = n.id and r."closedAt" is null)
  or n.ordinal > p."nodeCount" and exists (select from "Assignment" a join "Node" o on o.id = a."nodeId" where o."poolId" = p.id and a."startAt" <= to_timestamp($1::float8) and a."endAt" > to_timestamp($1::float8))))`;

// Work of the last 72 hours that a node's intervals do not tell of, though they cover its last second so far. Comparing
// with what is stored needs no memory of which edges were seen: whoever was away then makes up for it now.
const UNTOLD_WORK = `
  select w."nodeId", min(date_part('epoch', m."startAt")) as "workFrom"
    from "MaintenanceWindow" m join "Pool" p on p."siteId" = m."siteId" join "NodeWatch" w on w."poolId" = p.id
    cross join lateral (select to_timestamp(least(date_part('epoch', m."endAt"), 60 * floor(least($1::float8, ${WATERMARK}) / 60)) - 1) as at) t
    join "NodeState" s on s."nodeId" = w."nodeId" and s."startAt" <= t.at and (s."endAt" is null or s."endAt" > t.at)
   where m."cancelledAt" is null and m."startAt" <= t.at and m."endAt" > to_timestamp($1::float8 - ${LATE_SECONDS}) and s.state <> 'maintenance'
     and (m."startAt" - m."announcedAt" >= make_interval(secs => ${ANNOUNCEMENT_SECONDS}) or s.state <> 'down')
   group by 1`;

// What the last judgement does not hold for any more, in pools whose collectors watch: silence grew long enough, work
// began or ended, nobody expects the node. `unsettled` nodes are looked at whenever the watermark may have moved.
const OVERDUE = `
  with untold as (${UNTOLD_WORK}),
  judged as (
    select w."nodeId", w.state, w.reason, w.unsettled, ${HEARD} as heard, 60 * floor(least($1::float8, ${WATERMARK}) / 60) as until, u."workFrom",
           w.state = 'down' and coalesce(${HEARD}, 0) <= 60 * floor(least($1::float8, ${WATERMARK}) / 60) - ${SILENCE_SECONDS} and not ${EXPECTED} as idle,
           (w.state = 'maintenance' or w.reason = 'unannounced_work') and not exists (
             select from "MaintenanceWindow" m where m."siteId" = p."siteId" and m."cancelledAt" is null and m."startAt" <= to_timestamp($1::float8) and m."endAt" > p."watchedUntil" and m."endAt" > to_timestamp($1::float8)) as over
      from "NodeWatch" w join "Pool" p on p.id = w."poolId" and not ${BLIND}
      left join untold u on u."nodeId" = w."nodeId")
  select "nodeId", "workFrom" from judged
   where unsettled or "workFrom" is not null or over
      or state in ('up', 'degraded', 'unknown') and (heard is null or until - heard >= ${SILENCE_SECONDS})
      or idle
   order by "nodeId" limit $2`;

export interface Overdue {
  nodeId: string;
  /** The beginning of work it does not tell of; null when there is none. */
  workFrom: Instant | null;
}

export const overdueNodes = (tx: Tx, now: Date, limit: number): Promise<Overdue[]> => tx.sql<Overdue>(OVERDUE, [now.getTime() / 1000, limit], "telemetry_overdue");

/** Nodes that are shown as seen while their collectors are blind. */
export async function unseenNodes(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ nodeId: string }>(
    `select w."nodeId" from "NodeWatch" w join "Pool" p on p.id = w."poolId"
      where ${BLIND} and (w.state in ('up', 'degraded') or w.reason in ('silence', 'probes_failed')) order by w."nodeId" limit $2`,
    [Math.floor(now.getTime() / 1000), limit],
    "telemetry_unseen",
  );
  return rows.map((row) => row.nodeId);
}

/** Those of the nodes that are silent and that nobody expects to hear. */
export async function unexpectedNodes(tx: Tx, nodeIds: readonly string[], now: Date): Promise<string[]> {
  if (nodeIds.length === 0) return [];
  const rows = await tx.sql<{ nodeId: string }>(
    `select w."nodeId" from "NodeWatch" w join "Pool" p on p.id = w."poolId"
      where w."nodeId" = any($2) and (${HEARD} is null or ${HEARD} <= least($1::float8, ${WATERMARK}) - ${SILENCE_SECONDS}) and not ${EXPECTED} order by 1`,
    [now.getTime() / 1000, nodeIds],
    "telemetry_unexpected",
  );
  return rows.map((row) => row.nodeId);
}

/** Ends the histories of nodes with the last that was heard of them, and forgets their signals. */
export async function closeHistories(tx: Tx, nodeIds: readonly string[]): Promise<void> {
  if (nodeIds.length === 0) return;
  // An interval that would end where it began says nothing and goes.
  await tx.exec(
    `delete from "NodeState" s using "NodeWatch" w where w."nodeId" = s."nodeId" and w."nodeId" = any($1) and s."endAt" is null and s."startAt" >= to_timestamp(coalesce(${HEARD}, 0))`, [nodeIds]);
  await tx.exec(`update "NodeState" s set "endAt" = to_timestamp(${HEARD}) from "NodeWatch" w where w."nodeId" = s."nodeId" and w."nodeId" = any($1) and s."endAt" is null`, [nodeIds]);
  await tx.exec(`delete from "SignalRun" where "nodeId" = any($1)`, [nodeIds]);
  await tx.exec(`delete from "NodeWatch" where "nodeId" = any($1)`, [nodeIds]);
}

/** Signals too old to be joined by a late one are dropped. */
export const forgetSignals = (tx: Tx, now: Instant): Promise<number> => tx.exec(`delete from "SignalRun" where "untilAt" < $1`, [toDate(now - LATE_SECONDS - POINT_REACH_SECONDS)], "telemetry_forget");

/** Notes that a look is taken now. @returns when it was taken before; null when never */
export async function noteLook(tx: Tx, name: string, now: Date): Promise<Date | null> {
  const [row] = await tx.sql<{ before: Date | null }>(
    `with before as (select "lookedAt" from "TelemetryLook" where name = $1),
     noted as (insert into "TelemetryLook" (name, "lookedAt") values ($1, $2) on conflict (name) do update set "lookedAt" = excluded."lookedAt" returning 1)
     select (select "lookedAt" from before) as before from noted`,
    [name, now],
    "telemetry_look",
  );
  return row?.before ?? null;
}
