// The compact state of watched nodes and their signals as rows.
import type { NodeState, StateInterval, StateReason } from "@/lib/node-state";
import { type Instant, type Interval, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import {
  CADENCE_SECONDS,
  type NodeSignals,
  POINT_KINDS,
  POINT_REACH_SECONDS,
  type PointKind,
  type PointSignal,
  type Run,
  type Source,
  SOURCES,
  type Span,
} from "../door/runs";
import type { WorkWindow } from "../reducer/reducer";
import type { WatchState } from "./watch-state";

const COLUMN: Readonly<Record<Source, string>> = { agent: "agent", "probe-1": "probe1", "probe-2": "probe2", "probe-3": "probe3" };
const RUN_COLUMNS = SOURCES.flatMap((source) => [`${COLUMN[source]}From`, `${COLUMN[source]}Last`, `${COLUMN[source]}Steady`]);
/** Values for the runs' columns: two bigints and a boolean per source. */
const runColumns = (runs: readonly (WatchState["runs"] | null)[], without: number | null): string[] =>
  SOURCES.flatMap((source) => [
    valueArray(runs.map((of) => (of ? (of[source]?.from ?? null) : without))),
    valueArray(runs.map((of) => of?.[source]?.last ?? null)),
    valueArray(runs.map((of) => of?.[source]?.steady ?? null)),
  ]);

/**
 * Ids are letters, digits and underscores, so an array of them needs no quoting: the text costs half as much as a list.
 */
const textArray = (values: readonly string[]): string => `{${values.join(",")}}`;
const valueArray = (values: readonly (number | boolean | null)[]): string => `{${values.map((value) => (value === null ? "NULL" : value)).join(",")}}`;

/** Locks rows in order of their ids: two calls about the same nodes wait for each other and never deadlock. */
const LOCK = `select w."nodeId" from "NodeWatch" w where w."nodeId" = any($1::text[]) order by w."nodeId" for no key update`;

export async function lockNodes(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.exec(LOCK, [textArray(ids)], "signals_lock");
}

// The predicate of `extendOrRecompute`: the node is up and settled, and every run begins inside or right after the
// current good run of its source, on its cadence if it has one. Good observations there only move the run's end. All
// rows are locked first, in order of their ids; a row that another transaction moved meanwhile has a new tuple, is not
// extended, and is reduced again like the others.
const continuesColumn = (
  column: string,
): string => `(s."${column}From" is null or s."${column}From" between w."${column}From" and w."${column}Last" + ${2 * CADENCE_SECONDS - 1}
             and (not w."${column}Steady" or s."${column}Steady" and (s."${column}From" - w."${column}From") % ${CADENCE_SECONDS} = 0))`;
const EXTEND = `
  with s as materialized (
    select * from unnest($1::text[], $2::int8[], $3::int8[], $4::bool[], $5::int8[], $6::int8[], $7::bool[], $8::int8[], $9::int8[], $10::bool[],
      $11::int8[], $12::int8[], $13::bool[]) as s ("nodeId", ${RUN_COLUMNS.map((column) => `"${column}"`).join(", ")})),
  locked as materialized (
    select w.ctid as place, s.*, w.state = 'up' and not w.unsettled
           and ${SOURCES.map((source) => continuesColumn(COLUMN[source])).join(" and ")} as good
      from s join "NodeWatch" w on w."nodeId" = s."nodeId" order by w."nodeId" for no key update of w),
  extended as (
    update "NodeWatch" w set ${SOURCES.map((source) => `"${COLUMN[source]}Last" = greatest(w."${COLUMN[source]}Last", l."${COLUMN[source]}Last")`).join(", ")}
      from locked l where w.ctid = l.place and l.good
    returning w."nodeId")
  select "nodeId" from s where "nodeId" not in (select "nodeId" from extended)`;

/** What is new about a node: at most one good run per source; null when there is anything else. */
export interface GoodRuns {
  nodeId: string;
  runs: WatchState["runs"] | null;
}

/** No run begins before the epoch, so this extends nothing. */
const NEVER = -1;

/**
 * Locks nodes and extends the current good runs of settled ones, in one statement.
 * @returns the ids that must be reduced again, including those without good runs
 */
export async function extendRuns(tx: Tx, nodes: readonly GoodRuns[]): Promise<string[]> {
  if (nodes.length === 0) return [];
  const rows = await tx.sql<{ nodeId: string }>(
    EXTEND,
    [
      textArray(nodes.map((node) => node.nodeId)),
      ...runColumns(
        nodes.map(({ runs }) => runs),
        NEVER,
      ),
    ],
    "signals_extend",
  );
  return rows.map((row) => row.nodeId);
}

/** Creates rows for nodes that are heard for the first time. */
export async function addWatches(tx: Tx, nodes: readonly { nodeId: string; poolId: string }[]): Promise<void> {
  await tx.exec(
    `insert into "NodeWatch" ("nodeId", "poolId") select id, pool from unnest($1::text[], $2::text[]) as n (id, pool)
      where not exists (select from "NodeWatch" w where w."nodeId" = n.id) order by id on conflict do nothing`,
    [nodes.map((node) => node.nodeId), nodes.map((node) => node.poolId)],
    "signals_watch",
  );
}

/** What is stored about a node, as the reduction needs it. */
export interface WatchedNode {
  nodeId: string;
  poolId: string;
  siteId: string;
  nodeTypeId: string;
  watchedUntil: Instant | null;
  watch: WatchState;
  reason: StateReason;
  expectedFrom: Instant | null;
}

type WatchRow = Record<string, unknown> & {
  nodeId: string;
  poolId: string;
  siteId: string;
  nodeTypeId: string;
  watchedUntil: Date | null;
  state: NodeState;
  reason: StateReason;
  unsettled: boolean;
  expectedFrom: Date | null;
};

const runOf = (row: Record<string, unknown>, source: Source): Span | null => {
  const [from, last, steady] = [row[`${COLUMN[source]}From`], row[`${COLUMN[source]}Last`], row[`${COLUMN[source]}Steady`]];
  return from === null || last === null ? null : { from: Number(from), last: Number(last), steady: steady === true };
};

export async function readWatches(tx: Tx, nodeIds: readonly string[]): Promise<WatchedNode[]> {
  const rows = await tx.sql<WatchRow>(
    `select w.*, p."siteId", p."nodeTypeId", h."watchedUntil" from "NodeWatch" w join catalog.pool p on p.id = w."poolId"
      left join "PoolWatch" h on h."poolId" = p.id where w."nodeId" = any($1) order by w."nodeId"`,
    [nodeIds],
    "signals_watches",
  );
  return rows.map((row) => ({
    nodeId: row.nodeId,
    poolId: row.poolId,
    siteId: row.siteId,
    nodeTypeId: row.nodeTypeId,
    watchedUntil: row.watchedUntil && toInstant(row.watchedUntil),
    reason: row.reason,
    expectedFrom: row.expectedFrom && toInstant(row.expectedFrom),
    watch: {
      state: row.state,
      unsettled: row.unsettled,
      runs: { agent: runOf(row, "agent"), "probe-1": runOf(row, "probe-1"), "probe-2": runOf(row, "probe-2"), "probe-3": runOf(row, "probe-3") },
    },
  }));
}

export async function writeWatches(tx: Tx, now: Date, nodes: readonly { nodeId: string; watch: WatchState; reason: StateReason }[]): Promise<void> {
  await tx.exec(
    `update "NodeWatch" w set state = s.state, reason = s.reason, unsettled = s.unsettled, "lookedAt" = $5,
      ${RUN_COLUMNS.map((column) => `"${column}" = s."${column}"`).join(", ")}
       from unnest($1::text[], $2::text[], $3::text[], $4::bool[], $6::int8[], $7::int8[], $8::bool[], $9::int8[], $10::int8[], $11::bool[], $12::int8[],
         $13::int8[], $14::bool[], $15::int8[], $16::int8[], $17::bool[]) as s ("nodeId", state, reason, unsettled,
           ${RUN_COLUMNS.map((column) => `"${column}"`).join(", ")})
      where w."nodeId" = s."nodeId"`,
    [
      nodes.map((n) => n.nodeId),
      nodes.map((n) => n.watch.state),
      nodes.map((n) => n.reason),
      nodes.map((n) => n.watch.unsettled),
      now,
      ...runColumns(
        nodes.map((n) => n.watch.runs),
        null,
      ),
    ],
    "signals_watch_write",
  );
}

// Signals as rows

interface SignalRow {
  id: bigint;
  nodeId: string;
  source: Source | null;
  kind: string;
  ok: boolean;
  code: number | null;
  value: number | null;
  fromAt: Date;
  untilAt: Date;
  steady: boolean;
}

/** The kept signals of a node, with the rows they are stored in. */
export interface KeptSignals extends NodeSignals {
  rows: Map<string, bigint>;
}

const runKey = ({ source, ok, from, last, steady }: Run): string => `${source} ${ok} ${from} ${last} ${steady}`;
const pointKey = ({ kind, at, ok, code, value }: PointSignal): string => `${kind} ${at} ${ok} ${code} ${value}`;
const isPointKind = (kind: string): kind is PointKind => (POINT_KINDS as readonly string[]).includes(kind);

/** Everything kept of the nodes since five minutes before `keptFrom`. */
export async function readSignals(tx: Tx, nodeIds: readonly string[], keptFrom: Instant): Promise<Map<string, KeptSignals>> {
  const rows = await tx.sql<SignalRow>(
    `select id, "nodeId", source, kind, ok, code, value, "fromAt", "untilAt", steady from "SignalRun" where "nodeId" = any($1) and "untilAt" >= $2`,
    [nodeIds, toDate(keptFrom - POINT_REACH_SECONDS)],
    "signals_signals",
  );
  const kept = new Map<string, KeptSignals>();
  for (const { id, nodeId, source, kind, ok, code, value, fromAt, untilAt, steady } of rows) {
    let signals = kept.get(nodeId);
    if (!signals) kept.set(nodeId, (signals = { runs: [], points: [], rows: new Map() }));
    if (isPointKind(kind)) {
      const point = { kind, at: toInstant(fromAt), ok, code, value };
      signals.points.push(point);
      signals.rows.set(pointKey(point), id);
    } else if (source !== null) {
      const run = { source, ok, from: toInstant(fromAt), last: toInstant(untilAt), steady };
      signals.runs.push(run);
      signals.rows.set(runKey(run), id);
    }
  }
  return kept;
}

interface NewSignalRow {
  nodeId: string;
  source: Source | null;
  kind: string;
  ok: boolean;
  code: number | null;
  value: number | null;
  from: Instant;
  until: Instant;
  steady: boolean;
}

const rowOfPoint = (nodeId: string, { kind, at, ok, code, value }: PointSignal): NewSignalRow => ({
  nodeId,
  source: null,
  kind,
  ok,
  code,
  value,
  from: at,
  until: at,
  steady: true,
});
const rowOfRun = (nodeId: string, { source, ok, from, last, steady }: Run): NewSignalRow => ({
  nodeId,
  source,
  kind: source === "agent" ? "heartbeat" : "probe",
  ok,
  code: null,
  value: null,
  from,
  until: last,
  steady,
});

/** The row changes after which the rows hold exactly these signals. */
export function signalChanges(
  nodeId: string,
  kept: KeptSignals | undefined,
  runs: readonly Run[],
  points: readonly PointSignal[],
): { gone: bigint[]; added: NewSignalRow[] } {
  const left = new Map(kept?.rows);
  const added: NewSignalRow[] = [];
  for (const run of runs) if (!left.delete(runKey(run))) added.push(rowOfRun(nodeId, run));
  for (const point of points) if (!left.delete(pointKey(point))) added.push(rowOfPoint(nodeId, point));
  return { gone: [...left.values()], added };
}

const signalColumns = (rows: readonly NewSignalRow[]) => [
  rows.map((r) => r.nodeId),
  rows.map((r) => r.source),
  rows.map((r) => r.kind),
  rows.map((r) => r.ok),
  rows.map((r) => r.code),
  rows.map((r) => r.value),
  rows.map((r) => toDate(r.from)),
  rows.map((r) => toDate(r.until)),
  rows.map((r) => r.steady),
];
const FROM_SIGNALS = `from unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::int[], $6::float8[], $7::timestamptz[], $8::timestamptz[],
  $9::bool[]) as s ("nodeId", source, kind, ok, code, value, "fromAt", "untilAt", steady)`;
const INSERT_SIGNALS = `insert into "SignalRun" ("nodeId", source, kind, ok, code, value, "fromAt", "untilAt", steady) select s.* ${FROM_SIGNALS}`;

export async function writeSignals(tx: Tx, gone: readonly bigint[], added: readonly NewSignalRow[]): Promise<void> {
  if (gone.length > 0) await tx.exec(`delete from "SignalRun" where id = any($1::bigint[])`, [gone], "signals_signals_gone");
  if (added.length > 0) await tx.exec(INSERT_SIGNALS, signalColumns(added), "signals_signals_added");
}

/**
 * Stores points that change no state (errors of the customer's own programs), once. The caller has locked the nodes'
 * rows.
 */
export async function keepHarmless(tx: Tx, points: readonly { nodeId: string; point: PointSignal }[]): Promise<void> {
  if (points.length === 0) return;
  await tx.exec(
    `${INSERT_SIGNALS} where not exists (select from "SignalRun" r where r."nodeId" = s."nodeId" and r."fromAt" = s."fromAt" and r.kind = s.kind
      and r.code is not distinct from s.code)`,
    signalColumns(points.map(({ nodeId, point }) => rowOfPoint(nodeId, point))),
    "signals_harmless",
  );
}

// State intervals

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
