// Whether and when a request fits into hourly counts of free nodes. Plain scans over Int16Array, one pass each, so that
// a worldwide search over every pool and start takes milliseconds.

/** The fewest free nodes in hours [from, until) of the array. @throws RangeError when the span is empty or outside. */
export function fewestFree(free: Int16Array, from = 0, until = free.length): number {
  if (from < 0 || until > free.length || from >= until) throw new RangeError(`hours ${from} to ${until} are not inside 0 to ${free.length}`);
  let fewest = Infinity;
  for (let hour = from; hour < until; hour += 1) fewest = Math.min(fewest, free[hour] ?? 0);
  return fewest;
}

/** True when every hour has at least this many nodes free. */
export function fits(free: Int16Array, nodes: number, from = 0, until = free.length): boolean {
  for (let hour = from; hour < until; hour += 1) if ((free[hour] ?? -1) < nodes) return false;
  return true;
}

/**
 * For each possible start, the fewest free nodes over the following `hours`: how many nodes are available, and when.
 * O(n) for any number of hours (prefix and suffix minima of blocks; each window is the suffix of one block and the
 * prefix of the next).
 * @returns one value per start, `free.length − hours + 1` of them; empty when the span is shorter than `hours`.
 */
export function slidingMinimum(free: Int16Array, hours: number): Int16Array {
  if (!Number.isInteger(hours) || hours < 1) throw new RangeError(`a window has at least one whole hour, got ${hours}`);
  const length = free.length;
  if (length < hours) return new Int16Array(0);
  const fromEnd = free.slice();
  for (let block = 0; block < length; block += hours) {
    for (let hour = Math.min(block + hours, length) - 2; hour >= block; hour -= 1) {
      const later = fromEnd[hour + 1] ?? 0;
      if (later < (fromEnd[hour] ?? 0)) fromEnd[hour] = later;
    }
  }
  // A window reaches from `start` to the end of its block, and from the beginning of the next block to its own last
  // hour.
  const minima = new Int16Array(length - hours + 1);
  let fromStart = Infinity;
  let inBlock = 0;
  for (let start = 0; start < minima.length; start += 1) {
    const own = fromEnd[start] ?? 0;
    minima[start] = own < fromStart ? own : fromStart;
    const next = free[start + hours] ?? 0;
    inBlock += 1;
    if (inBlock === hours) [inBlock, fromStart] = [0, Infinity];
    else if (next < fromStart) fromStart = next;
  }
  return minima;
}

/** Every start (hours from the beginning of the array) at which this many nodes stay free for this many hours. */
export function feasibleStarts(free: Int16Array, nodes: number, hours: number): number[] {
  const starts: number[] = [];
  let run = 0;
  for (let hour = 0; hour < free.length; hour += 1) {
    run = (free[hour] ?? -1) >= nodes ? run + 1 : 0;
    if (run >= hours) starts.push(hour - hours + 1);
  }
  return starts;
}

/** The first of `feasibleStarts`, looking only at hours [from, until); null when there is none. */
export function firstFeasibleStart(free: Int16Array, nodes: number, hours: number, from = 0, until = free.length): number | null {
  let run = 0;
  for (let hour = from; hour < until; hour += 1) {
    run = (free[hour] ?? -1) >= nodes ? run + 1 : 0;
    if (run >= hours) return hour - hours + 1;
  }
  return null;
}
