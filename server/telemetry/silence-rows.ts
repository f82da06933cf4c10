// Which watched nodes time alone may have changed, and which are not watched any more.
import { type Instant, toDate } from "@/lib/period";
import type { Tx } from "@/server/platform/db";
import { ANNOUNCEMENT_SECONDS } from "./reducer";
import { SILENCE_SECONDS, THROUGHPUT_SECONDS } from "./runs";
import { LATE_SECONDS } from "./signals-rules";

export const SILENCE_TICK = "silence";

/** The end of the last minute in which any source said the node is well, in epoch seconds. */
const HEARD = `60 * greatest(w."agentUntil", w."probe1Until", w."probe2Until", w."probe3Until")`;
const WATERMARK = `extract(epoch from p."watchedUntil")`;

/** Somebody rests on this node's signals: a site's record, a customer, a repair, or a pool in service whose spare it is. */
const EXPECTED = `(n.watched
  or exists (select from "Assignment" a where a."nodeId" = n.id and a."startAt" <= to_timestamp($1) and a."endAt" > to_timestamp($1))
  or exists (select from "Repair" r where r."nodeId" = n.id and r."closedAt" is null)
  or n.ordinal > p."nodeCount" and exists (select from "Assignment" a join "Node" o on o.id = a."nodeId" where o."poolId" = p.id and a."startAt" <= to_timestamp($1) and a."endAt" > to_timestamp($1)))`;

// The pool's collectors are judged like `judgement` does: blind once their watermark is older than two minutes.
const JUDGED = `
  select w."nodeId", w.state, w.reason, w.unsettled, ${HEARD} as heard,
         ${WATERMARK} < $1 - ${SILENCE_SECONDS} as blind, 60 * floor(least($1, ${WATERMARK}) / 60) as until,
         coalesce(m.announced, false) as maintenance, coalesce(m.late, false) as late,
         w.state = 'down' and not n.watched and not ${EXPECTED} as idle
    from "NodeWatch" w join "Node" n on n.id = w."nodeId" join "Pool" p on p.id = w."poolId" and p."watchedUntil" is not null
    left join (
      select "siteId", bool_or("startAt" - "announcedAt" >= make_interval(secs => ${ANNOUNCEMENT_SECONDS})) as announced, bool_or("startAt" - "announcedAt" < make_interval(secs => ${ANNOUNCEMENT_SECONDS})) as late
        from "MaintenanceWindow" where extract(epoch from "startAt") < 60 * floor($1 / 60) and extract(epoch from "endAt") > 60 * floor($1 / 60) and "cancelledAt" is null group by 1) m on m."siteId" = p."siteId"`;

// What the last judgement does not hold for any more: silence grew long enough, collectors went blind, work began or
// ended. `unsettled` nodes are looked at whenever the watermark may have moved.
const OVERDUE = `
  select "nodeId" from (${JUDGED}) j
   where unsettled
      or not blind and state in ('up', 'degraded', 'unknown') and (heard is null or until - heard >= ${SILENCE_SECONDS})
      or blind and (state in ('up', 'degraded') or reason in ('silence', 'probes_failed'))
      or maintenance and state <> 'maintenance'
      or not maintenance and state = 'maintenance'
      or late and not maintenance and state <> 'down'
      or not late and reason = 'unannounced_work'
      or idle and (heard is null or until - heard >= ${SILENCE_SECONDS})
   order by "nodeId" limit $2`;

export async function overdueNodes(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ nodeId: string }>(OVERDUE, [now.getTime() / 1000, limit], "telemetry_overdue");
  return rows.map((row) => row.nodeId);
}

/** Those of the nodes that are silent and that nobody expects to hear. */
export async function unexpectedNodes(tx: Tx, nodeIds: readonly string[], now: Date): Promise<string[]> {
  if (nodeIds.length === 0) return [];
  const rows = await tx.sql<{ nodeId: string }>(
    `select w."nodeId" from "NodeWatch" w join "Node" n on n.id = w."nodeId" join "Pool" p on p.id = w."poolId"
      where w."nodeId" = any($2) and (${HEARD} is null or ${HEARD} <= $1 - ${SILENCE_SECONDS}) and not ${EXPECTED} order by 1`,
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
export const forgetSignals = (tx: Tx, now: Instant): Promise<number> => tx.exec(`delete from "SignalRun" where "untilAt" < $1`, [toDate(now - LATE_SECONDS - THROUGHPUT_SECONDS)], "telemetry_forget");

/** Remembers when a recurring piece of work was done. */
export async function noteRun(tx: Tx, name: string, now: Date): Promise<void> {
  await tx.exec(`insert into "TelemetryTick" (name, "ranAt") values ($1, $2) on conflict (name) do update set "ranAt" = excluded."ranAt"`, [name, now], "telemetry_tick");
}

/** Twice within this time the same is found. */
const PAUSE_SECONDS = 20;

/**
 * When the next node may be found silent, blind or at an edge of announced work; never sooner than some seconds after
 * the last time it was looked for.
 */
export async function nextSilence(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: number | null; ranAt: number | null }>(
    `with ran as (select coalesce(max(extract(epoch from "ranAt")), 0) as at from "TelemetryTick" where name = '${SILENCE_TICK}')
     select (select at from ran)::float8 as "ranAt", min(due)::float8 as at from (
       select case when w.unsettled then 0 when ${WATERMARK} - ${HEARD} >= ${SILENCE_SECONDS} then ${HEARD} + ${SILENCE_SECONDS} else ${WATERMARK} + ${SILENCE_SECONDS} + 1 end as due
         from "NodeWatch" w join "Pool" p on p.id = w."poolId" and p."watchedUntil" is not null where w.unsettled or w.state in ('up', 'degraded')
       union all
       select extract(epoch from e.edge) from "MaintenanceWindow" m, ran, lateral (values (m."startAt"), (m."endAt")) as e (edge)
        where m."cancelledAt" is null and extract(epoch from e.edge) + 60 > ran.at) d`,
    [],
    "telemetry_next_silence",
  );
  return row?.at == null ? null : new Date(Math.max(row.at, (row.ranAt ?? 0) + PAUSE_SECONDS) * 1000);
}
