// Keeps one CapacitySnapshot a process, brought up to date before each search by what changed since: one small query.
import { type Instant, type Interval, SECONDS_PER_DAY, ceilToHour, floorToHour, monthOf } from "@/lib/period";
import type { Catalogue } from "@/server/catalog";
import { systemMilliseconds } from "@/server/platform/clock";
import type { Tx } from "@/server/platform/db";
import { CapacitySnapshot } from "./snapshot";

/** What is kept in memory at first; a search that looks further ahead widens it. 120 days of 1,200 pools are 7 MB. */
const HORIZON_SECONDS = 120 * SECONDS_PER_DAY;
/** Versions are drawn before their transaction commits, so one below the newest may appear late: this long they are looked for again. */
const OVERLAP_MILLISECONDS = 60_000;
/** Read anew this often: whatever was missed, by a load that took longer than the overlap say, is missed no longer than this. */
const FRESH_MILLISECONDS = 3_600_000;
const STALE_START_SECONDS = SECONDS_PER_DAY;

interface Kept {
  catalogue: Catalogue;
  snapshot: CapacitySnapshot;
  builtAtMilliseconds: number;
  /** Newest version seen by the refreshes of the last minute, oldest first. */
  marks: { atMilliseconds: number; version: bigint }[];
  /** Version taken over, by pool and month. */
  versions: Map<string, bigint>;
}

interface MonthRow { poolId: string; month: number; version: bigint; free: string }

let kept: Kept | undefined;

/** The snapshot, true to what was committed when this read it; covers from the hour of `now` to at least `until`. */
export async function freshSnapshot(tx: Tx, catalogue: Catalogue, now: Instant, until: Instant): Promise<CapacitySnapshot> {
  const current = kept;
  const usable =
    current !== undefined &&
    current.catalogue === catalogue &&
    current.snapshot.horizon.start <= now &&
    now - current.snapshot.horizon.start < STALE_START_SECONDS &&
    until <= current.snapshot.horizon.end &&
    systemMilliseconds() - current.builtAtMilliseconds < FRESH_MILLISECONDS;
  if (!usable) return (await build(tx, catalogue, now, until)).snapshot;
  await refresh(tx, current);
  return current.snapshot;
}

const MONTHS = `SELECT "poolId", month, version, free::text AS free FROM "PoolMonth" WHERE month BETWEEN $1 AND $2`;
const CHANGES = `${MONTHS} AND version > $3 AND NOT (version = ANY ($4::bigint[]))`;

const monthNumbers = ({ start, end }: Interval): [number, number] => {
  const number = (instant: Instant): number => Number(monthOf(instant).replace("-", ""));
  return [number(start), number(end - 1)];
};

async function build(tx: Tx, catalogue: Catalogue, now: Instant, until: Instant): Promise<Kept> {
  const start = floorToHour(now);
  const horizon = { start, end: Math.max(start + HORIZON_SECONDS, ceilToHour(until + STALE_START_SECONDS)) };
  const rows = await tx.sql<MonthRow>(MONTHS, monthNumbers(horizon), "pool_month_all");
  const snapshot = new CapacitySnapshot(horizon);
  for (const pool of catalogue.pools.values()) snapshot.addPool(pool.id, pool.nodeCount);
  const made: Kept = { catalogue, snapshot, builtAtMilliseconds: systemMilliseconds(), marks: [], versions: new Map() };
  takeOver(made, rows);
  kept = made;
  return made;
}

async function refresh(tx: Tx, current: Kept): Promise<void> {
  const low = lowestToAskFor(current);
  const known = [...current.versions.values()].filter((version) => version > low);
  takeOver(current, await tx.sql<MonthRow>(CHANGES, [...monthNumbers(current.snapshot.horizon), low, known], "pool_month_changes"));
}

/** The version below which nothing can still be about to appear. */
function lowestToAskFor({ marks }: Kept): bigint {
  const settled = marks.filter((mark) => mark.atMilliseconds < systemMilliseconds() - OVERLAP_MILLISECONDS);
  marks.splice(0, Math.max(0, settled.length - 1));
  return settled.at(-1)?.version ?? 0n;
}

function takeOver({ snapshot, versions, marks }: Kept, rows: readonly MonthRow[]): void {
  let newest = marks.at(-1)?.version ?? 0n;
  for (const { poolId, month, version, free } of rows) {
    const key = `${poolId} ${month}`;
    // Of two refreshes that overlap, the one that read earlier may come second.
    if ((versions.get(key) ?? -1n) >= version) continue;
    versions.set(key, version);
    snapshot.setMonth(poolId, month, smallints(free));
    if (version > newest) newest = version;
  }
  if (marks.at(-1)?.version !== newest) marks.push({ atMilliseconds: systemMilliseconds(), version: newest });
}

const COMMA = 44;
const ZERO = 48;

/** `"{48,48,47}"` as numbers; pg's own parser takes ten times as long, and a build reads millions. */
function smallints(text: string): Int16Array {
  const values = new Int16Array(31 * 24);
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
