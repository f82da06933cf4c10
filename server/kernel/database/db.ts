// The database, for everyone: one pool as a role that owns nothing, one transaction per operation with the tenant set in
// the message that opens it. Row security is the second line behind every query's own filter.
//
// The pool pipelines: a handler's first statement leaves together with the opening message, without waiting for it. If
// the opening fails, so does everything behind it, and nothing is seen outside a transaction: no tenant is set there.
import pg from "pg";
import { now, setOffsetSeconds, systemMilliseconds } from "../process/clock";
import { env } from "../process/env";
import { OperationError } from "../operation/errors";
import { log } from "../process/log";
import { boundPrisma, type Models } from "./prisma";
import { processWide } from "./process-wide";
import { randomFraction } from "../process/random";
import { isRetryable, sqlState, toRefusal } from "./sql-state";

/** One transaction on one connection, for raw SQL and Prisma alike. */
export interface Tx {
  /** Rows of a statement. int8 comes back as bigint, timestamptz as Date, date as text, numeric as text. A `name` keeps it prepared. */
  sql<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
  /** Number of rows a statement touched. */
  exec(text: string, values?: readonly unknown[], name?: string): Promise<number>;
  /** Prisma's models on the same connection, in the same transaction. */
  readonly prisma: Models;
}

/** Whose rows a transaction may see. */
export interface Scope {
  /** The tenant; null when it has none. */
  organisationId: string | null;
  /** Of the tenant, the projects it is bound to; all when absent or null. */
  projectIds?: readonly string[] | null;
  /** The person who acts: sees what is their own. */
  userId?: string | null;
  /** Whether it may see the whole network's rows: operators, jobs, sign-in. */
  network: boolean;
  readOnly: boolean;
  /** All statements see one and the same state, for checks that compare what they read. */
  snapshot?: boolean;
  /** Longest time one statement may take, default 15 s. Jobs over the whole network ask for more. */
  statementSeconds?: number;
}

const STATEMENT_SECONDS = 15;
/** A transaction nobody feeds for this long has lost its process. */
const IDLE_IN_TRANSACTION_SECONDS = 60;
/** Calls that may wait for each connection; more would only time out. */
const WAITING_PER_CONNECTION = 50;
const RETRIES = 3;
/** The demo clock is read again by the first transaction after this many milliseconds. */
const DEMO_CLOCK_FRESH_MILLISECONDS = 250;

const INSUFFICIENT_PRIVILEGE = "42501";
const INT8 = 20;
const DATE = 1082;

const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === INT8) return (value: string) => BigInt(value);
    // A calendar date has no zone; pg would make it local midnight.
    if (oid === DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format);
  },
};

const shared = processWide("database", (): { pool?: pg.Pool } => ({}));

function createPool(max: number, more: pg.PoolConfig): pg.Pool {
  const { DATABASE_URL, DATABASE_ROLE } = env();
  const settings = {
    ...(DATABASE_ROLE && { role: DATABASE_ROLE }),
    statement_timeout: `${STATEMENT_SECONDS}s`,
    idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION_SECONDS}s`,
    timezone: "UTC",
  };
  const created = new pg.Pool({
    connectionString: DATABASE_URL,
    options: Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`).join(" "),
    max,
    connectionTimeoutMillis: env().DATABASE_WAIT_SECONDS * 1000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    ...more,
  });
  // A connection that dies while idle is replaced by the next call; the process must not die of it.
  created.on("error", (error) => log().warn({ err: error }, "an idle database connection was lost"));
  // One that dies in use tells its statements; this listener only keeps the event from being an uncaught one.
  created.on("connect", (client) => client.on("error", (error) => log().warn({ err: error }, "a database connection was lost")));
  return created;
}

const connections = (): pg.Pool => (shared.pool ??= createPool(env().DATABASE_POOL_MAX, { application_name: "berth", pipeline: true, types }));

/** Connections as the same role for the job executor, which speaks to the database in its own way. */
export const separatePool = (max: number): pg.Pool => createPool(max, { application_name: "berth jobs" });

/** Ends the pool when the process does; a later call would open a new one. */
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

async function connect(): Promise<pg.PoolClient> {
  const from = connections();
  if (from.waitingCount >= env().DATABASE_POOL_MAX * WAITING_PER_CONNECTION) {
    throw new OperationError("overloaded", "The database has more work than it can take on right now.", { retryAfterSeconds: 1 });
  }
  return from.connect();
}

/** What each open transaction was last set to. */
const scopes = new WeakMap<Tx, Scope>();

/** Statements that were sent and are awaited together with the commit. */
const left = new WeakMap<Tx, Promise<unknown>[]>();

/**
 * Leaves the last statement of a transaction to its commit: both are sent at once and answered together. A failure makes
 * the commit a rollback, and is what the transaction fails with. Inside `nested` the statement is awaited here.
 */
export async function leave(tx: Tx, statement: Promise<unknown>): Promise<void> {
  const statements = left.get(tx);
  if (!statements) return void (await statement);
  statement.catch(() => undefined);
  statements.push(statement);
}

/** Keeps what is sent in this turn of the event loop for one write: each write wakes the other side, which costs more than small statements do. */
function together(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: pg.Connection }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** A transaction's handle, until `end` is called. */
function bind(client: pg.PoolClient, scope: Scope): { tx: Tx; end: () => void } {
  let open = true;
  const query = <Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<pg.QueryResult<Row>> => {
    if (!open) throw new Error("a statement was sent after its transaction had ended");
    together(client);
    return client.query<Row>({ text, values: values as unknown[] | undefined, ...(name !== undefined && { name }) });
  };
  const tx: Tx = {
    sql: async <Row extends object>(text: string, values?: readonly unknown[], name?: string) => (await query<Row>(text, values, name)).rows,
    exec: async (text, values, name) => (await query(text, values, name)).rowCount ?? 0,
    get prisma() {
      return boundPrisma(client, () => open);
    },
  };
  scopes.set(tx, scope);
  return { tx, end: () => (open = false) };
}

/** Whose rows the transaction sees at this moment. */
function scopeOf(tx: Tx): Scope {
  const scope = scopes.get(tx);
  if (!scope) throw new Error("not a transaction of this kernel");
  return scope;
}

/** The setting's value: empty for all projects, an array's literal otherwise, so that bound to none is not bound to nothing. */
const projectsOf = ({ projectIds }: Scope): string => (projectIds == null ? "" : `{${projectIds.map((id) => JSON.stringify(id)).join()}}`);

const settings = (scope: Scope): string =>
  `set local berth.organisation = ${pg.escapeLiteral(scope.organisationId ?? "")}; set local berth.network = ${scope.network ? "on" : "off"}; ` +
  `set local berth."user" = ${pg.escapeLiteral(scope.userId ?? "")}; set local berth.projects = ${pg.escapeLiteral(projectsOf(scope))}` +
  (scope.statementSeconds === undefined ? "" : `; set local statement_timeout = '${Math.ceil(scope.statementSeconds)}s'`);

let demoClockReadAt = -Infinity;

/** Opens the transaction in one message. In demo mode that message also brings the moved clock, when it is due. */
async function open(client: pg.PoolClient, scope: Scope): Promise<void> {
  together(client);
  const begin = `begin${scope.snapshot ? " isolation level repeatable read" : ""}${scope.readOnly ? " read only" : ""}; ${settings(scope)}`;
  if (env().BERTH_DEMO && systemMilliseconds() - demoClockReadAt > DEMO_CLOCK_FRESH_MILLISECONDS) {
    demoClockReadAt = systemMilliseconds();
    const results: unknown = await client.query(`${begin}; select "offsetSeconds" from "DemoClock" where id = 1`);
    const last = Array.isArray(results) ? (results as pg.QueryResult<{ offsetSeconds: bigint }>[]).at(-1) : undefined;
    setOffsetSeconds(Number(last?.rows[0]?.offsetSeconds ?? 0));
    return;
  }
  // Not awaited: the next statement is already on its way. A failure here fails that one too.
  client.query(begin).catch((error: unknown) => log().debug({ err: error }, "a transaction could not be opened"));
}

async function once<T>(scope: Scope, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
  const client = await connect();
  const { tx, end } = bind(client, scope);
  const last: Promise<unknown>[] = [];
  left.set(tx, last);
  let result: T;
  try {
    await open(client, scope);
    result = await work(tx, now());
    end();
    together(client);
    const commit = client.query("commit");
    if (scope.readOnly) {
      // Nothing to make durable: the answer need not wait.
      commit.then(() => client.release(), (error: Error) => client.release(error));
      return result;
    }
    const [{ command }] = await Promise.all([commit, ...last]);
    if (command !== "COMMIT") throw new Error("a failed statement was swallowed: the transaction could not commit");
  } catch (error) {
    end();
    await client.query("rollback").then(() => client.release(), (broken: Error) => client.release(broken));
    throw error;
  }
  client.release();
  return result;
}

/** Waits a little, a different little for everyone, so that those who collided do not collide again. */
const pause = (attempt: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, (5 << attempt) * (0.5 + randomFraction())));

/**
 * Runs `work` in one transaction and commits. Serialization failures and deadlocks run it again, so it must have no
 * effect outside the database. `at` is the clock's instant when it opened.
 * @throws OperationError overloaded or unavailable, with Retry-After, when the database is busy or away
 */
export async function transaction<T>(scope: Scope, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(scope, work);
    } catch (error) {
      if (!isRetryable(error) || attempt > RETRIES) throw toRefusal(error);
      await pause(attempt);
    }
  }
}

/** Runs `work` for another tenant inside a transaction, and undoes exactly it when it throws. */
export async function nested<T>(tx: Tx, inner: Scope, work: () => Promise<T>): Promise<T> {
  const outer = scopeOf(tx);
  await tx.exec(`savepoint scope; ${settings(inner)}`);
  const awaited = left.get(tx);
  scopes.set(tx, inner);
  left.delete(tx);
  try {
    const result = await work();
    await tx.exec(`release savepoint scope; ${settings(outer)}`);
    return result;
  } catch (error) {
    // Rolling back to the savepoint also restores the tenant that was set before it.
    await tx.exec("rollback to savepoint scope; release savepoint scope");
    throw error;
  } finally {
    scopes.set(tx, outer);
    if (awaited) left.set(tx, awaited);
  }
}

/**
 * Lets `work` see the whole network's rows inside an organisation's transaction: for what belongs to no organisation,
 * such as the account behind an e-mail address. Keep it to single statements.
 */
export async function asNetwork<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const outer = scopeOf(tx);
  if (outer.network) return work();
  return nested(tx, { ...outer, network: true }, work);
}

/** Refuses a role that row security does not bind. Run once at start. */
export async function assertRole(): Promise<void> {
  const role = await readRole().catch((error: unknown) => {
    const { DATABASE_ROLE } = env();
    if (sqlState(error) !== INSUFFICIENT_PRIVILEGE || !DATABASE_ROLE) throw error;
    throw new Error(`The database login may not act as ${DATABASE_ROLE}. As the owner of the database: GRANT ${DATABASE_ROLE} TO the login; or set DATABASE_ROLE= when the login itself is the plain role.`, { cause: error });
  });
  if (role?.bad) {
    throw new Error(`The database role ${role.name} ${role.bad}, so row security would not bind it. Set DATABASE_ROLE to a plain role such as berth_app that the login may take.`);
  }
  // Whoever logs in as a superuser can give the role back and see every row. The embedded server and the demo have no other login.
  const { BERTH_DEMO, BERTH_EMBEDDED_POSTGRES } = env();
  if (role?.superLogin && !BERTH_DEMO && !BERTH_EMBEDDED_POSTGRES) {
    throw new Error(`The database login ${role.login} is a superuser, so it could leave ${role.name} and row security with it. Make a plain login for the application: CREATE ROLE berth_login LOGIN PASSWORD '…' IN ROLE ${role.name};`);
  }
}

interface Role {
  name: string;
  bad: string | null;
  login: string;
  superLogin: boolean;
}

async function readRole(): Promise<Role | undefined> {
  const [role] = await transaction({ organisationId: null, network: false, readOnly: true }, (tx) =>
    tx.sql<Role>(`
      select current_user as name, session_user as login,
             (select rolsuper from pg_roles where rolname = session_user) as "superLogin",
             case when r.rolsuper then 'is a superuser'
                  when r.rolbypassrls then 'has BYPASSRLS'
                  when exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relowner = r.oid) then 'owns tables'
             end as bad
        from pg_roles r where r.rolname = current_user`),
  );
  return role;
}

/**
 * Loads Prisma's engine, which takes half a second, and binds it to some connections, a tenth of a second each, before
 * the first callers wait for that.
 */
export async function warmUp(count = 4): Promise<void> {
  const scope = { organisationId: null, network: true, readOnly: true };
  await Promise.all(Array.from({ length: Math.min(count, env().DATABASE_POOL_MAX) }, () => transaction(scope, (tx) => tx.prisma.demoClock.findFirst())));
}
