// The live executor. Events are delivered from their own rows (outbox.ts); pg-boss decides which worker runs a tick. It
// only triggers work: what is due is decided by domain rows, and the same commands run under the demo's moved clock.
import PgBoss from "pg-boss";
import { systemCaller } from "../operation/actor";
import { separatePool, type Tx } from "../database/db";
import { every, type Running } from "./every";
import { log } from "../process/log";
import type { AnyVerb } from "../operation/operation";
import { deliverDue, fanOut, subscribersWithWork } from "../events/outbox";
import { subscribe } from "../events/subscriptions";

/** A system command to run repeatedly; it does what is due at the clock's instant. */
export interface Tick {
  verb: AnyVerb;
  everySeconds: number;
  input?: Record<string, unknown>;
  /**
   * When the next item is due; null when nothing is waiting. The demo's moved clock jumps from one such instant to the
   * next.
   */
  nextDueAt?: (tx: Tx) => Promise<Date | null>;
}

const SCHEMA = "pgboss";
const TICKS = "ticks";

const RELAY_MILLISECONDS = 250;
const RENEW_MILLISECONDS = 600_000;
const STOP_MILLISECONDS = 15_000;
const FAILED_TURN = "a turn of the job executor failed";

/** Runs one tick once. A failure is only logged, because the next tick tries again. */
export async function runTick({ verb, input = {} }: Tick, surface: "worker" | "demo" = "worker"): Promise<void> {
  const caller = systemCaller(verb.name, null, surface);
  try {
    await verb.execute(caller, input);
  } catch (error) {
    if (surface === "demo") throw error;
    log().error({ err: error, tick: verb.name, requestId: caller.requestId }, "a tick failed");
  }
}

/**
 * Starts the executor in this process. Any number of processes can run it: each delivery and each tick is taken by one
 * of them. Stopping takes nothing new, waits for running work and closes the connections.
 */
export async function startJobs(ticks: readonly Tick[]): Promise<Running> {
  const pool = separatePool(3);
  const executeSql = async (text: string, values: unknown[] = []) => {
    // The migration created the schema and granted it to our role, which cannot create schemas.
    const result = await pool.query(text.replace(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`, ""), values);
    return { rows: result.rows ?? [], rowCount: result.rowCount };
  };
  const boss = new PgBoss({ schema: SCHEMA, db: { executeSql }, schedule: false });
  boss.on("error", (error) => log().error({ err: error }, "the job executor failed"));
  await boss.start();
  await subscribe();
  await boss.createQueue(TICKS, { name: TICKS, retryLimit: 0 });

  const running = new Map<string, Promise<void>>();
  const start = (tick: Tick): void => {
    const { name } = tick.verb;
    if (running.has(name)) return; // when it takes longer than its interval, the next slot follows
    running.set(
      name,
      runTick(tick).finally(() => running.delete(name)),
    );
  };
  const ticker = await boss.work<{ verb: string }>(TICKS, { batchSize: 50, pollingIntervalSeconds: 1 }, async (jobs) => {
    for (const job of jobs) for (const tick of ticks) if (tick.verb.name === job.data.verb) start(tick);
  });

  // Every process offers every tick in every slot of its interval; pg-boss keeps one job per slot.
  const offer = async (tick: Tick): Promise<void> => {
    const { name } = tick.verb;
    await boss.send(TICKS, { verb: name }, { singletonKey: name, singletonSeconds: tick.everySeconds });
    boss.notifyWorker(ticker);
  };
  // One queue per subscriber, so that a slow one delays no other.
  const delivering = new Map<string, Promise<void>>();
  let stopping = false;
  const relay = async (): Promise<void> => {
    await fanOut("skip");
    for (const subscriber of await subscribersWithWork()) {
      if (stopping || delivering.has(subscriber)) continue;
      const line = deliverDue(subscriber, () => !stopping)
        .catch((error: unknown) => log().warn({ err: error, subscriber }, FAILED_TURN))
        .finally(() => delivering.delete(subscriber));
      delivering.set(subscriber, line);
    }
  };
  const timers = [
    every(RENEW_MILLISECONDS, FAILED_TURN, subscribe),
    every(RELAY_MILLISECONDS, FAILED_TURN, relay),
    ...ticks.map((tick) => every(tick.everySeconds * 1000, FAILED_TURN, () => offer(tick))),
  ];
  return {
    stop: async () => {
      stopping = true;
      await Promise.all(timers.map((timer) => timer.stop()));
      await Promise.all(delivering.values());
      await boss.stop({ graceful: true, wait: true, timeout: STOP_MILLISECONDS });
      await Promise.all(running.values());
      await pool.end();
    },
  };
}
