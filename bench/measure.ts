// Timing that survives a noisy machine: medians after a warm-up, and CPU of another process as the kernel counts it.
import { readFileSync } from "node:fs";

/** Middle of `runs` timings in milliseconds, after a few that do not count. */
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

/** Runs `work` by so many clients at once for a time; answers finished calls a second. */
export async function perSecond(clients: number, seconds: number, work: (client: number) => Promise<void>): Promise<number> {
  const until = performance.now() + seconds * 1000;
  const start = performance.now();
  let done = 0;
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    while (performance.now() < until) {
      await work(client);
      done += 1;
    }
  }));
  return done / ((performance.now() - start) / 1000);
}

const TICKS_PER_SECOND = 100;

/** CPU milliseconds a process has used so far, user and system; Linux only. */
export function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
}
