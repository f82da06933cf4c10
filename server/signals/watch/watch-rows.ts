// The compact state of watched nodes as rows.
import type { NodeState, StateReason } from "@/lib/node-state";
import { type Instant, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { CADENCE_SECONDS, type Source, SOURCES, type Span } from "../door/runs";
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
