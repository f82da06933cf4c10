// What collectors have covered. Their own heartbeats move each pool's watermark; silence is judged against it, and
// where it jumped, the nodes of the pool are unknown.
import { type Instant, type Interval, toDate, toInstant } from "@/lib/period";
import { lockPools } from "@/server/catalog";
import type { Tx } from "@/server/kernel/database/db";
import type { Span } from "../door/runs";
import { LATE_SECONDS } from "../door/signals-rules";
import { readGaps } from "../watch/state-rows";
import { hearCollector, isBlind } from "./coverage";

const same = (a: readonly Interval[], b: readonly Interval[]): boolean =>
  a.length === b.length && a.every((gap, index) => gap.start === b[index]?.start && gap.end === b[index]?.end);

/** The first second in which two lists of gaps differ. */
function firstDifference(before: readonly Interval[], after: readonly Interval[]): Instant {
  const key = (gap: Interval) => `${gap.start} ${gap.end}`;
  const [was, is] = [new Set(before.map(key)), new Set(after.map(key))];
  return Math.min(...before.filter((gap) => !is.has(key(gap))).map((gap) => gap.start), ...after.filter((gap) => !was.has(key(gap))).map((gap) => gap.start));
}

/**
 * Records heartbeats of collectors.
 * @param pools heartbeats by pool.
 * @returns the pools whose gaps changed, and since when; their nodes must be judged again from there
 */
export async function hearCollectors(tx: Tx, now: Instant, pools: ReadonlyMap<string, readonly Span[]>): Promise<Map<string, Instant>> {
  const changed = new Map<string, Instant>();
  if (pools.size === 0) return changed;
  const ids = [...pools.keys()].sort();
  const watches = await lockWatches(tx, ids);
  const known = await readGaps(tx, ids, now - LATE_SECONDS);
  const moved: { id: string; until: Instant }[] = [];
  const gaps: { poolId: string; before: readonly Interval[]; after: readonly Interval[] }[] = [];
  for (const id of ids) {
    const before = known.get(id) ?? [];
    const until = watches.get(id) ?? null;
    // There is no gap before the very first heartbeat: that time is not known here, and late heartbeats before it
    // change nothing.
    let watch = until === null ? null : { watchedFrom: -Infinity, watchedUntil: until, gaps: [...before] };
    for (const run of [...(pools.get(id) ?? [])].sort((a, b) => a.from - b.from)) watch = hearCollector(watch, run);
    if (!watch) continue;
    if (watch.watchedUntil !== until) {
      moved.push({ id, until: watch.watchedUntil });
      // From the old watermark on, the nodes were not judged or shown as unknown; that no longer holds.
      if (until === null || isBlind(until, now)) changed.set(id, until ?? watch.watchedFrom);
    }
    if (same(before, watch.gaps)) continue;
    gaps.push({ poolId: id, before, after: watch.gaps });
    changed.set(id, Math.min(changed.get(id) ?? Infinity, firstDifference(before, watch.gaps)));
  }
  if (moved.length > 0) {
    await tx.exec(
      `insert into "PoolWatch" ("poolId", "watchedUntil") select * from unnest($1::text[], $2::timestamptz[])
       on conflict ("poolId") do update set "watchedUntil" = excluded."watchedUntil"`,
      [moved.map((pool) => pool.id), moved.map((pool) => toDate(pool.until))],
      "signals_watermarks",
    );
  }
  await writeGaps(tx, gaps);
  return changed;
}

/**
 * Up to when pools were heard. Rows are locked in order of their ids, so two collectors of one pool run one after the
 * other.
 */
async function lockWatches(tx: Tx, poolIds: readonly string[]): Promise<Map<string, Instant>> {
  const read = () =>
    tx.sql<{ poolId: string; watchedUntil: Date }>(
      `select "poolId", "watchedUntil" from "PoolWatch" where "poolId" = any($1) order by "poolId" for no key update`,
      [poolIds],
      "signals_pools",
    );
  let rows = await read();
  if (rows.length < poolIds.length) {
    // A pool that was never heard has no row to lock: callers lock the pools themselves, and look again.
    await lockPools(tx, poolIds);
    rows = await read();
  }
  return new Map(rows.map(({ poolId, watchedUntil }) => [poolId, toInstant(watchedUntil)]));
}

async function writeGaps(tx: Tx, pools: readonly { poolId: string; before: readonly Interval[]; after: readonly Interval[] }[]): Promise<void> {
  const columns = (of: "before" | "after") => {
    const rows = pools.flatMap((pool) => pool[of].map((gap) => ({ poolId: pool.poolId, ...gap })));
    return [rows.map((row) => row.poolId), rows.map((row) => toDate(row.start)), rows.map((row) => toDate(row.end))] as const;
  };
  const [goneIds, goneStarts] = columns("before");
  if (goneIds.length > 0)
    await tx.exec(
      `delete from "CollectorGap" g using unnest($1::text[], $2::timestamptz[]) as b (id, start) where g."poolId" = b.id and g."startAt" = b.start`,
      [goneIds, goneStarts],
      "signals_gaps_gone",
    );
  const added = columns("after");
  if (added[0].length > 0)
    await tx.exec(
      `insert into "CollectorGap" ("poolId", "startAt", "endAt") select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[])`,
      [...added],
      "signals_gaps_added",
    );
}

/** The nodes of watched pools, by pool. */
export async function nodesOfPools(tx: Tx, poolIds: readonly string[]): Promise<{ nodeId: string; poolId: string }[]> {
  return poolIds.length === 0 ? [] : tx.sql(`select "nodeId", "poolId" from "NodeWatch" where "poolId" = any($1)`, [poolIds], "signals_pool_nodes");
}
