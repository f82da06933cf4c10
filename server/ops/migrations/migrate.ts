// Applies prisma/migrations with Prisma's own table and checksums, but without its engine: 0.3 s instead of a download.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { root } from "../launcher/data-directory";
import { errorCode, Failure } from "../launcher/failure";

/** The lock `prisma migrate` takes, so that two starts, or a start and the command line, run one after the other. */
const PRISMA_LOCK = 72707369;

const INSUFFICIENT_PRIVILEGE = "42501";

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

function readMigrations(directory: string): Migration[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(directory, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(directory, name, "migration.sql"));
      return { name, sql: sql.toString("utf8"), checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Migrates a database to the latest version.
 * @param url connection string of the owner
 * @param directory one folder per migration, applied in order of their names
 * @returns names of the migrations applied now
 */
export async function migrate(url: string, directory = path.join(root, "prisma/migrations")): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  // A lost connection rejects the running statement; this listener prevents an uncaught error as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query(MIGRATIONS_TABLE).catch((error: unknown) => {
      if (errorCode(error) !== INSUFFICIENT_PRIVILEGE) throw error;
      throw new Failure(`The login ${client.user ?? ""} may not make tables in this database. Run migrations as its owner, by MIGRATION_DATABASE_URL.`);
    });
    const { rows } = await client.query<Applied>('SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL');
    const failed = rows.find((row) => row.finished_at === null);
    if (failed)
      throw new Failure(
        `The migration ${failed.migration_name} failed earlier and left the database half changed. Mend it by hand, mark it with \`npx prisma migrate resolve\`, and start again.`,
      );
    const checksums = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const applied: string[] = [];
    for (const migration of readMigrations(directory)) {
      const known = checksums.get(migration.name);
      if (known === undefined) {
        await apply(client, migration);
        applied.push(migration.name);
      } else if (known !== migration.checksum) {
        throw new Failure(
          `The migration ${migration.name} was edited after this database had applied it. Restore the file and put the change into a new migration; a database without data worth keeping can be deleted instead.`,
        );
      }
    }
    return applied;
  } finally {
    await client.end();
  }
}

/**
 * One transaction with its record: whatever interrupts it, even kill -9, leaves nothing behind, and the next start
 * repeats it.
 */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)', [
      randomUUID(),
      checksum,
      name,
    ]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    if (errorCode(error) === INSUFFICIENT_PRIVILEGE) {
      throw new Failure(
        `The login ${client.user ?? ""} lacks a right that the migration ${name} needs: ${error instanceof Error ? error.message : ""}. Run it as the owner of the database, with CREATEROLE for the first time (ALTER ROLE … CREATEROLE), by MIGRATION_DATABASE_URL.`,
      );
    }
    throw new Error(`migration ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
