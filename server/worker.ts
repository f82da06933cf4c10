// The worker: events to their handlers, ticks at their times. Any number may run; each event and tick is taken by one.
import { ticks } from "./api/wiring";
import { workBetweenMoves } from "./ops/demo/pause";
import { assertRole, closeDatabase } from "./platform/db";
import { startJobs } from "./platform/jobs";
import { log } from "./platform/log";

async function start(): Promise<void> {
  await assertRole();
  const work = await workBetweenMoves(() => startJobs(ticks));
  log().info({ ticks: ticks.length }, "working");
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log().info("finishing what runs");
    await work.stop();
    await closeDatabase();
    log().info("stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
}

try {
  await start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
