// Free capacity in memory, for search. Only a hint: the counters in the database decide. One row of hourly counts per
// pool over a horizon; months without a row are all free.
import { type Instant, type Interval, isHourAligned, lengthOf, monthInterval, SECONDS_PER_HOUR } from "@/lib/period";
import { fewestFree, firstFeasibleStart, slidingMinimum } from "./fit";

interface PoolHours {
  nodeCount: number;
  free: Int16Array;
}

/** A flexible window: a number of hours, starting on a whole hour in [earliestStart, latestStart]. */
export interface FlexibleWindow {
  hours: number;
  earliestStart: Instant;
  latestStart: Instant;
}

export class CapacitySnapshot {
  readonly #pools = new Map<string, PoolHours>();
  #horizon: Interval;

  /** @param horizon whole hours; searches outside it return null. */
  constructor(horizon: Interval) {
    this.#horizon = checked(horizon);
  }

  get horizon(): Interval {
    return { ...this.#horizon };
  }

  /** Adds a pool with all its nodes free, or resets it (a pool's size never changes without reloading its months). */
  addPool(poolId: string, nodeCount: number): void {
    this.#pools.set(poolId, { nodeCount, free: new Int16Array(lengthOf(this.#horizon) / SECONDS_PER_HOUR).fill(nodeCount) });
  }

  /**
   * Applies one stored month of a pool; hours outside the horizon are skipped, unknown pools ignored.
   * @param month year × 100 + month, as the counters' rows are keyed.
   * @param free free nodes in each hour of that month.
   */
  setMonth(poolId: string, month: number, free: ArrayLike<number>): void {
    const pool = this.#pools.get(poolId);
    if (!pool) return;
    const { start } = monthInterval(`${String(Math.floor(month / 100)).padStart(4, "0")}-${String(month % 100).padStart(2, "0")}`);
    const shift = (start - this.#horizon.start) / SECONDS_PER_HOUR;
    const until = Math.min(free.length, pool.free.length - shift);
    for (let hour = Math.max(0, -shift); hour < until; hour += 1) pool.free[hour + shift] = free[hour] ?? 0;
  }

  /** Moves the horizon forward by whole hours; new hours are all free until their months are set. */
  moveTo(start: Instant): void {
    const { length } = checked(this.#horizon);
    const shift = (start - this.#horizon.start) / SECONDS_PER_HOUR;
    if (!Number.isInteger(shift) || shift < 0) throw new RangeError("the horizon moves forward by whole hours");
    this.#horizon = { start, end: start + length * SECONDS_PER_HOUR };
    for (const pool of this.#pools.values()) {
      pool.free.copyWithin(0, Math.min(shift, length));
      pool.free.fill(pool.nodeCount, Math.max(0, length - shift));
    }
  }

  /**
   * Nodes of a pool free throughout a window; null when the pool is unknown or the window is not inside the horizon.
   */
  freeNodes(poolId: string, window: Interval): number | null {
    const pool = this.#pools.get(poolId);
    const span = this.#hours(window);
    return pool && span ? fewestFree(pool.free, span.from, span.until) : null;
  }

  /**
   * Pools with at least this many nodes free throughout a window, with their count; null when the window is not inside
   * the horizon.
   */
  search(window: Interval, nodes: number, poolIds: Iterable<string> = this.#pools.keys()): Map<string, number> | null {
    const span = this.#hours(window);
    if (!span) return null;
    const found = new Map<string, number>();
    for (const poolId of poolIds) {
      const pool = this.#pools.get(poolId);
      const free = pool ? fewestFree(pool.free, span.from, span.until) : 0;
      if (free >= nodes && free > 0) found.set(poolId, free);
    }
    return found;
  }

  /** The first start of a flexible window at which this many nodes are free in a pool; null when there is none. */
  firstStart(poolId: string, { hours, earliestStart, latestStart }: FlexibleWindow, nodes: number): Instant | null {
    const pool = this.#pools.get(poolId);
    const span = this.#hours({ start: earliestStart, end: latestStart + hours * SECONDS_PER_HOUR });
    if (!pool || !span) return null;
    const start = firstFeasibleStart(pool.free, nodes, hours, span.from, span.until);
    return start === null ? null : this.#horizon.start + start * SECONDS_PER_HOUR;
  }

  /** Free nodes for each start of a flexible window, one value per hour from `earliestStart`; null when outside. */
  freeByStart(poolId: string, { hours, earliestStart, latestStart }: FlexibleWindow): Int16Array | null {
    const pool = this.#pools.get(poolId);
    const span = this.#hours({ start: earliestStart, end: latestStart + hours * SECONDS_PER_HOUR });
    return pool && span ? slidingMinimum(pool.free.subarray(span.from, span.until), hours) : null;
  }

  #hours(window: Interval): { from: number; until: number } | null {
    const { start, end } = this.#horizon;
    if (!isHourAligned(window.start) || !isHourAligned(window.end) || window.end <= window.start) throw new RangeError("capacity is counted in whole hours");
    if (window.start < start || window.end > end) return null;
    return { from: (window.start - start) / SECONDS_PER_HOUR, until: (window.end - start) / SECONDS_PER_HOUR };
  }
}

/** The horizon itself, and its hours. */
function checked(horizon: Interval): Interval & { length: number } {
  if (!isHourAligned(horizon.start) || !isHourAligned(horizon.end) || horizon.end <= horizon.start) throw new RangeError("a horizon has whole hours");
  return { ...horizon, length: lengthOf(horizon) / SECONDS_PER_HOUR };
}
