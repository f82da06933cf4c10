// Only one process can move the clock. Worker and simulated network hold a shared lock while they work; a process that
// moves the clock asks them to pause and then takes the lock exclusively. The request is a lease and the lock belongs
// to a connection, so a process that dies, however it dies, blocks nobody.
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { separatePool } from "@/server/kernel/database/db";
import type { Running } from "@/server/kernel/due/every";
import { log } from "@/server/kernel/process/log";

/** Key of the advisory lock: "berth" in ASCII. */
const TIME = "422900561000";
const MOVING = "422900561001";
const LEASE = "10 seconds";
const RENEW_MILLISECONDS = 3_000;
const LOOK_MILLISECONDS = 400;
/** How long running processes have to pause. */
const REST_SECONDS = 60;

const PAUSED = `select coalesce((select "pausedUntil" > clock_timestamp() from "DemoStory" where id = 1), false) as paused`;
const ASK = `insert into "DemoStory" (id, "pausedUntil") values (1, clock_timestamp() + interval '${LEASE}') on conflict (id) do update set "pausedUntil" = excluded."pausedUntil"`;
const LEAVE_INTERRUPTION = `update "DemoStory" set "livingAt" = null where "livingAt" is not null`;

/** Another process is moving the clock. */
export class TimeIsTaken extends Error {
  override readonly name = "TimeIsTaken";
}

/** Runs `work` while worker and network pause, so that it alone moves the clock. @throws TimeIsTaken */
export async function withExclusiveTime<T>(work: () => Promise<T>): Promise<T> {
  const pool = separatePool(2);
  // Two connections: one renews the lease while the other waits for the lock.
  const [asking, holding] = await Promise.all([pool.connect(), pool.connect()]);
  let renewing: NodeJS.Timeout | undefined;
  try {
    const { rows } = await asking.query<{ taken: boolean }>(`select pg_try_advisory_lock(${MOVING}) as taken`);
    if (rows[0]?.taken !== true) throw new TimeIsTaken("the clock is being moved already");
    await asking.query(ASK);
    renewing = setInterval(() => {
      asking.query(ASK).catch((error: unknown) => log().warn({ err: error }, "the pause could not be prolonged"));
    }, RENEW_MILLISECONDS);
    await holding.query(`set statement_timeout = '${REST_SECONDS}s'; select pg_advisory_lock(${TIME})`);
    return await work();
  } finally {
    clearInterval(renewing);
    await asking.query(`update "DemoStory" set "pausedUntil" = null where id = 1`).catch(() => undefined);
    // Closing the connections releases the locks.
    asking.release(true);
    holding.release(true);
    await pool.end();
  }
}

/**
 * Keeps work running except while another process moves the clock.
 * @param start begins the work; its `stop` resolves when it has paused
 */
export async function workBetweenMoves(start: () => Promise<Running>): Promise<Running> {
  const pool = separatePool(1);
  const stopping = new AbortController();
  let client: pg.PoolClient | undefined;
  let running: Running | undefined;
  const rest = async (): Promise<void> => {
    const resting = running;
    running = undefined;
    await resting?.stop();
    await client?.query(`select pg_advisory_unlock_shared(${TIME})`);
  };
  const look = async (): Promise<void> => {
    client ??= await pool.connect();
    const { rows } = await client.query<{ paused: boolean }>(PAUSED);
    const paused = rows[0]?.paused ?? false;
    if (paused && running) await rest();
    if (paused || running || stopping.signal.aborted) return;
    await client.query(`select pg_advisory_lock_shared(${TIME})`);
    // Time goes on by itself from here, so an interrupted advance is not resumed.
    await client.query(LEAVE_INTERRUPTION);
    running = await start();
  };
  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await look();
      } catch (error) {
        // The connection was lost, and the lock with it; the next check notices if the clock is being moved.
        log().warn({ err: error }, "the pause of the demo clock could not be read");
        client?.release(true);
        client = undefined;
        await running?.stop().catch(() => undefined);
        running = undefined;
      }
      await sleep(LOOK_MILLISECONDS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const following = follow();
  return {
    stop: async () => {
      stopping.abort();
      await following;
      await rest().catch(() => undefined);
      client?.release(true);
      await pool.end();
    },
  };
}
