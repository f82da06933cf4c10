// The only source of time. Real time, plus the demo's offset when the demo clock was moved; or a set instant while tests
// run and the demo is loaded.

let instant: number | null = null;
let offsetMilliseconds = 0;

/** Now, as the business sees it. */
export function now(): Date {
  return new Date(instant ?? Date.now() + offsetMilliseconds);
}

/** Stops the clock at an instant (tests, loading the demo); null lets it run again. */
export function setInstant(at: Date | null): void {
  instant = at === null ? null : at.getTime();
}

/**
 * How far demo time runs ahead. Every transaction of demo mode reads the row "DemoClock" in the message that opens it
 * and reports it here, so all processes follow a moved clock without asking for it.
 */
export function setOffsetSeconds(seconds: number): void {
  offsetMilliseconds = seconds * 1000;
}

export const offsetSeconds = (): number => offsetMilliseconds / 1000;

/** The machine's own time, for what the demo clock must not move: caches, sessions, sockets. Epoch milliseconds. */
export const systemMilliseconds = (): number => Date.now();

/** Milliseconds on a steady clock, for measuring. */
export const elapsedMilliseconds = (): number => performance.now();
