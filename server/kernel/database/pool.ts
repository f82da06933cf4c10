// Connections to Postgres, as a role that owns nothing. The operations' pool pipelines: statements are sent without
// waiting for earlier answers.
import pg from "pg";
import { OperationError } from "../operation/errors";
import { env } from "../process/env";
import { log } from "../process/log";
import { SESSION_MARK, verifySession } from "./pooler";
import { processWide } from "./process-wide";
import { STATEMENT_SECONDS } from "./scope";

/** A transaction that stays idle this long has lost its process. */
const IDLE_IN_TRANSACTION_SECONDS = 60;
/** How many callers can wait per connection; more would only time out. */
const WAITING_PER_CONNECTION = 50;

const INT8 = 20;
const DATE = 1082;

const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === INT8) return (value: string) => BigInt(value);
    // A calendar date has no time zone; pg would make it local midnight.
    if (oid === DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format);
  },
};

const shared = processWide("database", (): { pool?: pg.Pool; waitForDisk: boolean } => ({ waitForDisk: true }));

function createPool(max: number, more: pg.PoolConfig): pg.Pool {
  const { DATABASE_URL, DATABASE_ROLE } = env();
  const settings = {
    ...(DATABASE_ROLE && { role: DATABASE_ROLE }),
    statement_timeout: `${STATEMENT_SECONDS}s`,
    idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION_SECONDS}s`,
    timezone: "UTC",
    [SESSION_MARK]: "on",
    ...(!shared.waitForDisk && { synchronous_commit: "off" }),
  };
  const created = new pg.Pool({
    connectionString: DATABASE_URL,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
    max,
    connectionTimeoutMillis: env().DATABASE_WAIT_SECONDS * 1000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    verify: verifySession,
    ...more,
  });
  // The next call replaces a connection that dies while idle; the process must not crash because of it.
  created.on("error", (error) => log().warn({ err: error }, "an idle database connection was lost"));
  // A connection that dies in use rejects its statements; this listener only prevents an uncaught error event.
  created.on("connect", (client) => client.on("error", (error) => log().warn({ err: error }, "a database connection was lost")));
  return created;
}

const connections = (): pg.Pool => (shared.pool ??= createPool(env().DATABASE_POOL_MAX, { application_name: "berth", pipeline: true, types }));

/** Connections with the same role for the job executor, which has its own way of querying. */
export const separatePool = (max: number): pg.Pool => createPool(max, { application_name: "berth jobs" });

/**
 * Whether this process waits for the disk at every commit, for connections opened from now on. Without it, a crash of
 * Postgres can lose the last commits, but always in order: everything committed before a surviving one survives too.
 */
export async function waitForDisk(wait: boolean): Promise<void> {
  shared.waitForDisk = wait;
  await closeDatabase();
}

/** Ends the pool on shutdown; a later call would open a new one. */
export async function closeDatabase(): Promise<void> {
  const closing = shared.pool;
  delete shared.pool;
  await closing?.end();
}

export const poolUse = (): { total: number; idle: number; waiting: number } => ({
  total: shared.pool?.totalCount ?? 0,
  idle: shared.pool?.idleCount ?? 0,
  waiting: shared.pool?.waitingCount ?? 0,
});

/**
 * A connection for one transaction; the caller releases it.
 * @throws OperationError overloaded when too many callers are waiting
 */
export async function connect(): Promise<pg.PoolClient> {
  const from = connections();
  if (from.waitingCount >= env().DATABASE_POOL_MAX * WAITING_PER_CONNECTION) {
    throw new OperationError("overloaded", "The database has more work than it can take on right now.", { retryAfterSeconds: 1 });
  }
  return from.connect();
}

/**
 * Batches everything sent in one turn of the event loop into one write: each write wakes the other side, which costs
 * more than a small statement does.
 */
export function sendInOneWrite(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: pg.Connection }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
