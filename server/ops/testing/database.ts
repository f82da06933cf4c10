// One throw-away Postgres for all database tests of a run. Every test creates its own tenant, so files can share it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "../migrations/migrate";
import { type Postgres, startPostgres } from "../launcher/postgres";

export default async function setUp(): Promise<() => Promise<void>> {
  const directory = mkdtempSync(path.join(tmpdir(), "berth-db-tests-"));
  let postgres: Postgres | undefined;
  const tearDown = async () => {
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    postgres = await startPostgres(directory, { fast: true });
    await migrate(postgres.url);
  } catch (error) {
    await tearDown();
    throw error;
  }
  // Workers start after this and inherit the environment.
  Object.assign(process.env, {
    DATABASE_URL: postgres.url,
    BERTH_EMBEDDED_POSTGRES: "1",
    MIGRATION_DATABASE_URL: postgres.url,
    BERTH_SECRET: "tests-only-secret-of-more-than-32-characters",
    BERTH_DATA_DIR: directory,
    // Many files share a small machine, so a test that floods the pool has to wait.
    DATABASE_WAIT_SECONDS: "30",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  });
  return tearDown;
}
