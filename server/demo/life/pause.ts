// Only one may live through time. Worker and simulated network hold time shared while they work; who moves the clock asks
// them to rest and then takes it alone. The asking is a lease and the holding a lock of a connection: a process that
// dies, however it dies, blocks nobody.
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
/** How long those who work may take to come to rest. */
const REST_SECONDS = 60;

const PAUSED = `select coalesce((select "pausedUntil" > clock_timestamp() from "DemoClock" where id = 1), false) as paused`;
const ASK = `insert into "DemoClock" (id, "pausedUntil") values (1, clock_timestamp() + interval '${LEASE}') on conflict (id) do update set "pausedUntil" = excluded."pausedUntil"`;

/** Somebody else moves the clock at this moment. */
export class TimeIsTaken extends Error {
  override readonly name = "TimeIsTaken";
}

/** Lets `work` move the clock alone: worker and network rest meanwhile. @throws TimeIsTaken */
export async function withTimeAlone<T>(work: () => Promise<T>): Promise<T> {
  const pool = separatePool(2);
  // Two connections: the lease is renewed while the other waits for the lock.
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
    await asking.query(`update "DemoClock" set "pausedUntil" = null where id = 1`).catch(() => undefined);
    // Closing the connections gives the locks back.
    asking.release(true);
    holding.release(true);
    await pool.end();
  }
}

/**
 * Keeps `start`ed work running except while somebody moves the clock.
 * @param start begins the work; its `stop` resolves when it has come to rest
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
    running = await start();
  };
  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await look();
      } catch (error) {
        // The connection went, and the lock with it: whoever moves the clock now is told by the next look.
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
