// Timing that survives a noisy machine: medians after a warm-up, and another process's CPU time as counted by the
// kernel.
import { readFileSync } from "node:fs";

/** Median of `runs` timings in milliseconds, after a few warm-up runs. */
export async function medianMilliseconds(work: () => Promise<unknown>, runs = 15, warmUp = 3): Promise<number> {
  for (let i = 0; i < warmUp; i++) await work();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** Runs `work` from this many clients at once for a time; returns completed calls per second. */
export async function perSecond(clients: number, seconds: number, work: (client: number) => Promise<void>): Promise<number> {
  const until = performance.now() + seconds * 1000;
  const start = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < until) {
        await work(client);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - start) / 1000);
}

/** Until then the engine is still compiling; a server is past that within its first minute. */
export const WARM_UP_SECONDS = 10;
const TURNS = 5;

/**
 * Completed calls per second of two workloads with this many clients: warm, alternating every second so that both meet
 * the same noise.
 */
export async function sideBySide(clients: number, one: (client: number) => Promise<void>, other: (client: number) => Promise<void>): Promise<[number, number]> {
  await perSecond(clients, WARM_UP_SECONDS / 2, one);
  await perSecond(clients, WARM_UP_SECONDS, other);
  const sums: [number, number] = [0, 0];
  for (let turn = 0; turn < TURNS; turn++) {
    sums[0] += await perSecond(clients, 1, one);
    sums[1] += await perSecond(clients, 1, other);
  }
  return [sums[0] / TURNS, sums[1] / TURNS];
}

const TICKS_PER_SECOND = 100;

/** CPU milliseconds a process has used so far, user and system; Linux only. */
export function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
}
