// The live executor: pg-boss decides which worker runs what, retries and keeps what failed for good. It only starts
// things; what is due stands in domain rows, and the same commands run under the demo's moved clock without it.
import PgBoss from "pg-boss";
import { systemCaller } from "../operation/actor";
import { separatePool, transaction, type Tx } from "../database/db";
import { every, type Running } from "./every";
import { log } from "../process/log";
import type { AnyVerb } from "../operation/operation";
import { deliverEvent, MOST_ATTEMPTS, takeForRelay } from "../events/outbox";

/** A system command to be run again and again; it does what is due at the clock's instant. */
export interface Tick {
  verb: AnyVerb;
  everySeconds: number;
  input?: Record<string, unknown>;
  /** When the next thing is due; null when nothing waits. The demo's moved clock jumps from one such instant to the next. */
  nextDueAt?: (tx: Tx) => Promise<Date | null>;
}

const SCHEMA = "pgboss";
const EVENTS = "events";
const GIVEN_UP = "events-given-up";
const TICKS = "ticks";

const RELAY_MILLISECONDS = 250;
const RELAY_AT_ONCE = 200;
const DELIVER_AT_ONCE = 50;
/** After this long a delivery counts as lost with its worker and is tried by another. */
const DELIVERY_SECONDS = 300;
const STOP_MILLISECONDS = 15_000;
const FAILED_TURN = "a turn of the job executor failed";

/** Runs one tick once. Its failure is logged: the next one comes anyway. */
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
 * Starts the executor in this process. Any number of processes may run it: each event and each tick is taken by one.
 * Stopping takes nothing new, waits for what runs and closes the connections.
 */
export async function startJobs(ticks: readonly Tick[]): Promise<Running> {
  const pool = separatePool(3);
  const executeSql = async (text: string, values: unknown[] = []) => {
    // The migration made the schema and gave it to our role, which may make none.
    const result = await pool.query(text.replace(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`, ""), values);
    return { rows: result.rows ?? [], rowCount: result.rowCount };
  };
  const boss = new PgBoss({ schema: SCHEMA, db: { executeSql }, schedule: false });
  boss.on("error", (error) => log().error({ err: error }, "the job executor failed"));
  await boss.start();
  await boss.createQueue(GIVEN_UP);
  await boss.createQueue(EVENTS, { name: EVENTS, retryLimit: MOST_ATTEMPTS - 1, retryDelay: 2, retryBackoff: true, expireInSeconds: DELIVERY_SECONDS, deadLetter: GIVEN_UP });
  await boss.createQueue(TICKS, { name: TICKS, retryLimit: 0 });

  const deliver = async (job: PgBoss.Job<{ id: string }>): Promise<void> => {
    const delivery = await deliverEvent(BigInt(job.data.id));
    // Only this one fails and is tried later; the rest of the batch is done.
    if (delivery === "failed" || delivery === "dead") await boss.fail(EVENTS, job.id);
  };
  const deliverer = await boss.work<{ id: string }>(EVENTS, { batchSize: DELIVER_AT_ONCE, pollingIntervalSeconds: 1 }, async (jobs) => {
    // In order: an event's handlers may rely on what earlier events did.
    for (const job of jobs) await deliver(job);
  });

  const running = new Map<string, Promise<void>>();
  const start = (tick: Tick): void => {
    const { name } = tick.verb;
    if (running.has(name)) return; // it takes longer than its interval; the next slot follows
    running.set(name, runTick(tick).finally(() => running.delete(name)));
  };
  const ticker = await boss.work<{ verb: string }>(TICKS, { batchSize: 50, pollingIntervalSeconds: 1 }, async (jobs) => {
    for (const job of jobs) for (const tick of ticks) if (tick.verb.name === job.data.verb) start(tick);
  });

  // Every process offers every tick in every slot of its interval; one job a slot is kept.
  const offer = async (tick: Tick): Promise<void> => {
    const { name } = tick.verb;
    await boss.send(TICKS, { verb: name }, { singletonKey: name, singletonSeconds: tick.everySeconds });
    boss.notifyWorker(ticker);
  };
  const relay = async (): Promise<void> => {
    const taken = await transaction({ organisationId: null, network: true, readOnly: false }, async (tx, now) => {
      const events = await takeForRelay(tx, now, RELAY_AT_ONCE);
      const db = { executeSql: async (text: string, values: unknown[]) => ({ rows: await tx.sql<object>(text, values) }) };
      if (events.length > 0) await boss.insert(events.map(({ id }) => ({ name: EVENTS, data: { id: String(id) } })), { db });
      return events.length;
    });
    if (taken > 0) boss.notifyWorker(deliverer);
  };
  const timers = [every(RELAY_MILLISECONDS, FAILED_TURN, relay), ...ticks.map((tick) => every(tick.everySeconds * 1000, FAILED_TURN, () => offer(tick)))];
  return {
    stop: async () => {
      await Promise.all(timers.map((timer) => timer.stop()));
      await boss.stop({ graceful: true, wait: true, timeout: STOP_MILLISECONDS });
      await Promise.all(running.values());
      await pool.end();
    },
  };
}
