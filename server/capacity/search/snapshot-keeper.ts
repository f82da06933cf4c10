// Keeps one CapacitySnapshot per process and updates it before each search with the changes since, in one small query.
import { type Instant, SECONDS_PER_DAY, ceilToHour, floorToHour, monthOf } from "@/lib/period";
import type { Catalogue } from "@/server/catalog";
import { systemMilliseconds } from "@/server/kernel/process/clock";
import type { Tx } from "@/server/kernel/database/db";
import { readFree } from "../counters/counters";
import { CapacitySnapshot } from "./snapshot";

/** The initial horizon in memory; a search that looks further ahead widens it. 120 days of 1,200 pools are 7 MB. */
const HORIZON_SECONDS = 120 * SECONDS_PER_DAY;
/** The snapshot is rebuilt this often, so that a missed change does not stay missed for longer. */
const FRESH_MILLISECONDS = 3_600_000;
/** We do not wait for a writer that takes longer than this; the next rebuild finds what it wrote. */
const PATIENCE_MILLISECONDS = 60_000;
const STALE_START_SECONDS = SECONDS_PER_DAY;

/**
 * How far a read has come. Versions are drawn before their transaction commits, so one below the newest may still
 * appear, until every transaction open at that time (those below `next`) has ended.
 */
interface Mark {
  atMilliseconds: number;
  version: bigint;
  next: bigint;
}

interface Kept {
  catalogue: Catalogue;
  snapshot: CapacitySnapshot;
  builtAtMilliseconds: number;
  /** Oldest first; all but the first are unsettled. */
  marks: Mark[];
  /** Version applied, by pool and month. */
  versions: Map<string, bigint>;
}

let kept: Kept | undefined;

/**
 * The snapshot, up to date with everything committed when this read it; covers the hour of `now` to at least `until`.
 */
export async function freshSnapshot(tx: Tx, catalogue: Catalogue, now: Instant, until: Instant): Promise<CapacitySnapshot> {
  const current = kept;
  const usable =
    current !== undefined &&
    current.catalogue === catalogue &&
    current.snapshot.horizon.start <= now &&
    now - current.snapshot.horizon.start < STALE_START_SECONDS &&
    until <= current.snapshot.horizon.end &&
    systemMilliseconds() - current.builtAtMilliseconds < FRESH_MILLISECONDS;
  if (!usable) return build(tx, catalogue, now, until);
  await readChanges(tx, current);
  return current.snapshot;
}

async function build(tx: Tx, catalogue: Catalogue, now: Instant, until: Instant): Promise<CapacitySnapshot> {
  const start = floorToHour(now);
  const snapshot = new CapacitySnapshot({ start, end: Math.max(start + HORIZON_SECONDS, ceilToHour(until + STALE_START_SECONDS)) });
  for (const pool of catalogue.pools.values()) snapshot.addPool(pool.id, pool.nodeCount);
  const made: Kept = { catalogue, snapshot, builtAtMilliseconds: systemMilliseconds(), marks: [], versions: new Map() };
  await readChanges(tx, made);
  kept = made;
  return snapshot;
}

interface ChangeRow {
  oldest: string;
  next: string;
  poolId: string | null;
  month: number;
  version: bigint;
  free: string;
}

// One statement, so that the rows and the list of open transactions come from the same moment.
const CHANGES = `
  SELECT pg_snapshot_xmin(now.open)::text AS oldest, pg_snapshot_xmax(now.open)::text AS next, m."poolId", m.month, m.version, m.free::text AS free
    FROM (SELECT pg_current_snapshot() AS open) AS now LEFT JOIN "PoolMonth" m ON m.version > $3 AND m.month BETWEEN $1 AND $2`;

async function readChanges(tx: Tx, into: Kept): Promise<void> {
  const { snapshot, versions, marks } = into;
  const [first, last] = [snapshot.horizon.start, snapshot.horizon.end - 1].map((instant) => Number(monthOf(instant).replace("-", "")));
  const rows = await tx.sql<ChangeRow>(CHANGES, [first, last, marks[0]?.version ?? -1n], "pool_month_changes");
  let newest = marks.at(-1)?.version ?? -1n;
  for (const { poolId, month, version, free } of rows) {
    if (poolId === null) continue;
    const key = `${poolId} ${month}`;
    // Already read and still unsettled; or, of two overlapping reads, the earlier one finished second.
    if ((versions.get(key) ?? -1n) >= version) continue;
    versions.set(key, version);
    snapshot.setMonth(poolId, month, readFree(free));
    if (version > newest) newest = version;
  }
  settle(marks, { atMilliseconds: systemMilliseconds(), version: newest, next: BigInt(rows[0]?.next ?? 0) }, BigInt(rows[0]?.oldest ?? 0));
}

/** Adds a mark and drops those before the newest settled one. */
function settle(marks: Mark[], mark: Mark, oldestOpen: bigint): void {
  if (marks.at(-1)?.version !== mark.version) marks.push(mark);
  const isSettled = ({ next, atMilliseconds }: Mark): boolean => next <= oldestOpen || atMilliseconds < mark.atMilliseconds - PATIENCE_MILLISECONDS;
  marks.splice(0, Math.max(0, marks.findLastIndex(isSettled)));
  // Reading cannot continue from an unsettled first mark.
  const [start] = marks;
  if (start && !isSettled(start) && start.version >= 0n) marks.unshift({ ...start, version: -1n });
}
