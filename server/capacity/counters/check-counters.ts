// Audits the counters: free capacity must equal the pool's nodes less what is reserved, held and withheld.
import { type Instant, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { monthSlices, readFree } from "./counters";

export interface CounterCheck {
  ok: boolean;
  /** Rows of counters compared. */
  compared: number;
  /** The first difference found, as a sentence; null when there is none. */
  firstDifference: string | null;
}

const POOLS_AT_ONCE = 64;

interface Row {
  id: string;
  nodeCount: number;
  months: { month: number; free: string }[];
  windows: { nodes: number; start: string; end: string; what: string }[];
}

// One statement, so that counters and contracts come from one snapshot while bookings continue.
const POOLS = `
  SELECT p.id, p."nodeCount",
         (SELECT coalesce(jsonb_agg(jsonb_build_object('month', m.month, 'free', m.free::text) ORDER BY m.month), '[]') FROM "PoolMonth" m
           WHERE m."poolId" = p.id) AS months,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('nodes', w.nodes, 'start', w."startAt", 'end', w."endAt", 'what', w.id)), '[]') FROM (
            SELECT id, nodes, "startAt", "endAt" FROM "Reservation" r WHERE r."poolId" = p.id AND r.state <> 'cancelled'
            UNION ALL SELECT id, nodes, "startAt", "endAt" FROM "Quote" q WHERE q."poolId" = p.id AND q.state = 'held'
            UNION ALL SELECT id, nodes, "startAt", "endAt" FROM "Withholding" h WHERE h."poolId" = p.id) w) AS windows
    FROM (SELECT id, "nodeCount" FROM catalog.pool WHERE id > $1 AND ($2::text IS NULL OR id = $2) ORDER BY id LIMIT ${POOLS_AT_ONCE}) p ORDER BY p.id`;

/** Compares every counter, or those of one pool, with the contracts. Needs a network transaction. */
export async function checkCounters(tx: Tx, poolId: string | null = null): Promise<CounterCheck> {
  let compared = 0;
  for (let last = ""; ;) {
    const pools = await tx.sql<Row>(POOLS, [last, poolId]);
    for (const pool of pools) {
      compared += pool.months.length;
      const firstDifference = differenceIn(pool);
      if (firstDifference) return { ok: false, compared, firstDifference };
    }
    const end = pools.at(-1)?.id;
    if (end === undefined) return { ok: true, compared, firstDifference: null };
    last = end;
  }
}

function differenceIn({ id, nodeCount, months, windows }: Row): string | null {
  const taken = new Map<number, Int32Array>();
  const instant = (text: string): Instant => toInstant(new Date(text));
  for (const { nodes, start, end, what } of windows) {
    for (const slice of monthSlices({ start: instant(start), end: instant(end) })) {
      if (!months.some((row) => row.month === slice.month)) return `${id}: ${what} counts in ${slice.month}, which has no row`;
      const hours = taken.get(slice.month) ?? new Int32Array(slice.hours);
      for (let hour = slice.from; hour < slice.until; hour += 1) hours[hour] = (hours[hour] ?? 0) + nodes;
      taken.set(slice.month, hours);
    }
  }
  for (const { month, free } of months) {
    for (const [hour, counted] of readFree(free).entries()) {
      const expected = nodeCount - (taken.get(month)?.[hour] ?? 0);
      if (counted !== expected) return `${id}, month ${month}, hour ${hour}: ${counted} nodes are counted free, ${expected} are`;
    }
  }
  return null;
}
