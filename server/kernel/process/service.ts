// A background process that runs until it is stopped: the worker, the simulated network.
import { setTimeout as sleep } from "node:timers/promises";
import { OperationError } from "../operation/errors";
import { assertRole, closeDatabase } from "../database/db";
import type { Running } from "../due/every";
import { log } from "./log";
import { logStrayRejections } from "./stray-rejections";

const LOOK_AGAIN_MILLISECONDS = 2_000;
const STOP_MILLISECONDS = 30_000;

/** Waits for a database that is away or still starting, because there may be nobody to restart a background process. */
async function whenReachable(look: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof OperationError) || (error.code !== "unavailable" && error.code !== "overloaded")) throw error;
      log().warn({ err: error }, "waiting for the database");
      await sleep(LOOK_AGAIN_MILLISECONDS);
    }
  }
}

/**
 * Runs what `start` begins until SIGTERM or SIGINT, then finishes current work. A failed start is one line and exit
 * code 1.
 */
export async function serveUntilStopped(start: () => Promise<Running>): Promise<void> {
  logStrayRejections();
  try {
    await whenReachable(assertRole);
    const work = await start();
    log().info("working");
    let stopping = false;
    const stop = async (): Promise<void> => {
      if (stopping) return;
      stopping = true;
      // Whatever hangs, the process ends: what it had not finished is taken by the next one.
      setTimeout(() => process.exit(1), STOP_MILLISECONDS).unref();
      log().info("finishing what runs");
      await work.stop();
      await closeDatabase();
      log().info("stopped");
      process.exit(0);
    };
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
