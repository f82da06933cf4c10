// The database a command works on: that of DATABASE_URL, or the embedded one in the data directory.
import pg from "pg";
import { currentOwner, dataDirectory } from "../launcher/data-directory";
import { errorCode, Failure } from "../launcher/failure";
import { type Postgres, runningPostgresUrl, startPostgres } from "../launcher/postgres";

export interface Database {
  /** Connection string of the application; statements run as the unprivileged role. */
  url: string;
  /** Connection string of the owner, who migrates. */
  ownerUrl: string;
  /** The server started by this process, the latest one after a restart; absent when another process started it. */
  embedded?: Postgres;
  stop(): Promise<void>;
}

const OLDEST_SERVER = 15;

/** Connects once, so that a wrong address is reported now and in one line. */
export async function check(url: string, variable: string): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Failure(
      `${variable} is no connection string. Write it like postgresql://user:password@host:5432/berth, or unset it to use the embedded Postgres.`,
    );
  }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
    if (major < OLDEST_SERVER)
      throw new Failure(
        `The Postgres of ${variable} is version ${major}; Berth needs ${OLDEST_SERVER} or newer. Upgrade it, or unset ${variable} to use the embedded one.`,
      );
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${variable} cannot be used: ${reason(error, url)}. Correct it, or unset it to use the embedded Postgres.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function reason(error: unknown, url: string): string {
  const { host, pathname } = new URL(url);
  switch (errorCode(error)) {
    case "ECONNREFUSED":
      return `nothing listens at ${host}`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the host of ${host} has no address`;
    case "28P01":
    case "28000":
      return `${host} refuses its user or password`;
    case "3D000":
      return `${host} has no database "${pathname.slice(1)}"`;
    default:
      return `${host} does not answer (${error instanceof Error ? error.message : String(error)})`;
  }
}

/**
 * Starts the database or connects to it. The caller has claimed the data directory, unless another process runs the
 * server.
 */
export async function openDatabase(): Promise<Database> {
  const url = process.env.DATABASE_URL;
  if (url) {
    const ownerUrl = process.env.MIGRATION_DATABASE_URL || url;
    await check(url, "DATABASE_URL");
    if (ownerUrl !== url) await check(ownerUrl, "MIGRATION_DATABASE_URL");
    return { url, ownerUrl, stop: () => Promise.resolve() };
  }
  const directory = dataDirectory();
  if (currentOwner(directory) !== null) {
    const running = runningPostgresUrl(directory);
    return { url: running, ownerUrl: running, stop: () => Promise.resolve() };
  }
  const embedded = await startPostgres(directory);
  const database: Database = { url: embedded.url, ownerUrl: embedded.url, embedded, stop: async () => database.embedded?.stop() };
  return database;
}

/** Empties a database completely, except for roles. */
export async function recreate(ownerUrl: string): Promise<void> {
  const maintenance = new URL(ownerUrl);
  const name = pg.escapeIdentifier(decodeURIComponent(maintenance.pathname.slice(1)));
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.toString() });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
}

/** Whether the database has never been used. */
export async function isEmpty(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM identity.organisation LIMIT 1");
    return rowCount === 0;
  } finally {
    await client.end();
  }
}
