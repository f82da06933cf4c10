// The authority on what can be sold: free nodes of a pool per hour, one row per month. Taking and giving back are one
// statement each over all months of a window, ordered by month, so that two bookings of one pool cannot deadlock. CHECK
// (0 <= ALL (free)) backs it up: overselling cannot be stored.
import { type Interval, SECONDS_PER_HOUR, intersect, lengthOf, monthInterval, monthsOf } from "@/lib/period";
import { isCheckViolation } from "@/server/kernel/database/sql-state";
import type { Tx } from "@/server/kernel/database/db";

/** The part of a window in one UTC month, as hours of that month: `[from, until)` of `hours`. */
export interface MonthSlice {
  month: number;
  from: number;
  until: number;
  hours: number;
}

/** What is counted: a number of nodes of a pool over a window of whole hours. */
export interface Holding {
  poolId: string;
  nodes: number;
  window: Interval;
}

/** `"2026-11"` → 202611, as the counters' rows are keyed. */
const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 100 + Number(month.slice(5, 7));

/** The months of a window of whole hours, in order. */
export function monthSlices(window: Interval): MonthSlice[] {
  return monthsOf(window).flatMap((name) => {
    const month = monthInterval(name);
    const part = intersect(window, month);
    if (!part) return [];
    const hour = (instant: number): number => (instant - month.start) / SECONDS_PER_HOUR;
    return [{ month: monthNumber(name), from: hour(part.start), until: hour(part.end), hours: lengthOf(month) / SECONDS_PER_HOUR }];
  });
}

// Measured on two months and 336 hours, p50: prefix
//
// ARRAY(slice - n)
//
// suffix 0.45 ms, the same with array_agg ORDER BY 0.53 ms, CASE over the whole array 0.82 ms. As an upsert, which also
// creates the month's row on first use and fixes the lock order, 0.6 ms. The version is drawn again on conflict: that
// of the proposed row was drawn before waiting for the lock and could be older than the one stored.
const SLICES = `unnest($3::int[], $4::int[], $5::int[]) AS w(month, a, b)`;
const TAKE = `
  INSERT INTO "PoolMonth" AS m ("poolId", month, free, version)
  SELECT p.id, w.month,
         array_fill(p."nodeCount"::int2, ARRAY[w.a]) || array_fill((p."nodeCount" - $2)::int2, ARRAY[w.b - w.a]) || array_fill(p."nodeCount"::int2, ARRAY[w.h - w.b]),
         nextval('"PoolMonth_version"')
    FROM catalog.pool p, unnest($3::int[], $4::int[], $5::int[], $6::int[]) AS w(month, a, b, h)
   WHERE p.id = $1 AND $2::int <= p."nodeCount" ORDER BY w.month
  ON CONFLICT ("poolId", month) DO UPDATE SET
    version = nextval('"PoolMonth_version"'),
    free = (SELECT m.free[1:w.a] || ARRAY(SELECT x - $2::int2 FROM unnest(m.free[w.a + 1:w.b]) AS u(x)) || m.free[w.b + 1:] FROM ${SLICES} WHERE w.month = m.month)
  WHERE (SELECT $2::int2 <= ALL (m.free[w.a + 1:w.b]) FROM ${SLICES} WHERE w.month = m.month)
  RETURNING m.month`;

const GIVE_BACK = `
  WITH locked AS MATERIALIZED (
    SELECT m.month FROM "PoolMonth" m WHERE m."poolId" = $1 AND m.month = ANY ($3::int[]) ORDER BY m.month FOR UPDATE OF m)
  UPDATE "PoolMonth" m SET
    version = nextval('"PoolMonth_version"'),
    free = m.free[1:w.a] || ARRAY(SELECT x + $2::int2 FROM unnest(m.free[w.a + 1:w.b]) AS u(x)) || m.free[w.b + 1:]
  FROM locked l, ${SLICES}, catalog.pool p
  WHERE m."poolId" = $1 AND m.month = l.month AND w.month = l.month AND p.id = $1 AND p."nodeCount" - $2::int >= ALL (m.free[w.a + 1:w.b])`;

const slicesAsColumns = (slices: readonly MonthSlice[]): [number[], number[], number[]] => [
  slices.map((slice) => slice.month),
  slices.map((slice) => slice.from),
  slices.map((slice) => slice.until),
];

/**
 * Takes nodes, all hours or none. Returns false when some hour has too few; the transaction continues. Call it last
 * before writing what the nodes are for: the pool's months stay locked until the commit.
 */
export async function take(tx: Tx, { poolId, nodes, window }: Holding): Promise<boolean> {
  const slices = monthSlices(window);
  const taken = await tx.sql<{ month: number }>(TAKE, [poolId, nodes, ...slicesAsColumns(slices), slices.map((slice) => slice.hours)], "pool_month_take");
  if (taken.length === slices.length) return true;
  const done = new Set(taken.map((row) => row.month));
  await giveBackSlices(
    tx,
    poolId,
    nodes,
    slices.filter((slice) => done.has(slice.month)),
  );
  return false;
}

/** Gives nodes back. Giving back more than was taken is a bug and fails the transaction. */
export const giveBack = (tx: Tx, { poolId, nodes, window }: Holding): Promise<void> => giveBackSlices(tx, poolId, nodes, monthSlices(window));

async function giveBackSlices(tx: Tx, poolId: string, nodes: number, slices: readonly MonthSlice[]): Promise<void> {
  if (slices.length === 0) return;
  const given = await tx.exec(GIVE_BACK, [poolId, nodes, ...slicesAsColumns(slices)], "pool_month_give_back");
  if (given !== slices.length) throw new Error(`more nodes of ${poolId} were given back than were taken`);
}

const TAKE_MANY = `
  INSERT INTO "PoolMonth" AS m ("poolId", month, free, version)
  SELECT p.id, r.month, (SELECT array_agg((p."nodeCount" - d)::int2 ORDER BY o) FROM unnest(r.taken::int2[]) WITH ORDINALITY AS u(d, o)), nextval('"PoolMonth_version"')
    FROM unnest($1::text[], $2::int[], $3::text[]) AS r("poolId", month, taken) JOIN catalog.pool p ON p.id = r."poolId" ORDER BY p.id, r.month
  ON CONFLICT ("poolId", month) DO UPDATE SET
    version = nextval('"PoolMonth_version"'),
    free = (SELECT array_agg((f - (p."nodeCount" - e))::int2 ORDER BY o) FROM catalog.pool p, unnest(m.free, excluded.free) WITH ORDINALITY AS u(f, e, o) WHERE p.id = m."poolId")`;

const POOL_MONTHS_PER_STATEMENT = 500;

/**
 * Takes many holdings, all or none, writing one row per pool and month. Returns false when some hour has too few; the
 * transaction has then failed and must be rolled back.
 */
export async function takeMany(tx: Tx, holdings: readonly Holding[]): Promise<boolean> {
  const rows = [...takenByPoolMonth(holdings).values()].sort((a, b) => (a.poolId === b.poolId ? a.month - b.month : a.poolId < b.poolId ? -1 : 1));
  try {
    for (let at = 0; at < rows.length; at += POOL_MONTHS_PER_STATEMENT) {
      const chunk = rows.slice(at, at + POOL_MONTHS_PER_STATEMENT);
      await tx.exec(TAKE_MANY, [chunk.map((row) => row.poolId), chunk.map((row) => row.month), chunk.map((row) => `{${row.taken.join(",")}}`)]);
    }
    return true;
  } catch (error) {
    if (isCheckViolation(error, "PoolMonth_never_oversold")) return false;
    throw error;
  }
}

interface TakenMonth {
  poolId: string;
  month: number;
  taken: Int32Array;
}

function takenByPoolMonth(holdings: readonly Holding[]): Map<string, TakenMonth> {
  const months = new Map<string, TakenMonth>();
  for (const { poolId, nodes, window } of holdings) {
    for (const slice of monthSlices(window)) {
      const key = `${poolId} ${slice.month}`;
      const row = months.get(key) ?? { poolId, month: slice.month, taken: new Int32Array(slice.hours) };
      for (let hour = slice.from; hour < slice.until; hour++) row.taken[hour] = (row.taken[hour] ?? 0) + nodes;
      months.set(key, row);
    }
  }
  return months;
}

const COMMA = 44;
const ZERO = 48;
const MAX_HOURS_PER_MONTH = 31 * 24;

/**
 * `"{48,48,47}"`, a month's `free::text`, as numbers. pg's own parser takes ten times as long, and search reads
 * millions of hours.
 */
export function readFree(text: string): Int16Array {
  const values = new Int16Array(MAX_HOURS_PER_MONTH);
  let count = 0;
  let value = 0;
  for (let at = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= ZERO + 9) value = value * 10 + code - ZERO;
    else if (code === COMMA || at === text.length - 1) {
      values[count] = value;
      count += 1;
      value = 0;
    }
  }
  return values.subarray(0, count);
}
