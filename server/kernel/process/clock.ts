// The only source of time: real time plus the demo's offset, or a fixed instant in tests and while the demo loads.

let instant: number | null = null;
let offsetMilliseconds = 0;

/** The current business time. */
export function now(): Date {
  return new Date(instant ?? Date.now() + offsetMilliseconds);
}

/** Stops the clock at an instant (tests, loading the demo); null restarts it. */
export function setInstant(at: Date | null): void {
  instant = at === null ? null : at.getTime();
}

/**
 * How far demo time runs ahead. In demo mode the message that opens a transaction also reads the row "DemoClock" and
 * reports it here, so all processes follow a moved clock without polling.
 */
export function setOffsetSeconds(seconds: number): void {
  offsetMilliseconds = seconds * 1000;
}

export const offsetSeconds = (): number => offsetMilliseconds / 1000;

/** Real time, for what the demo clock must not move: caches, sessions, sockets. Epoch milliseconds. */
export const systemMilliseconds = (): number => Date.now();

/** Milliseconds on a monotonic clock, for measuring. */
export const elapsedMilliseconds = (): number => performance.now();
