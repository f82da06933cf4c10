// A separate database for tests that would disturb others, such as those that drain every outbox or run the jobs.
import pg from "pg";
import { vi } from "vitest";
import { migrate } from "@/server/ops/migrations/migrate";
import { randomId } from "../process/random";

/**
 * Creates and migrates a database on the test server and points this file's environment at it. Call it before anything
 * connects.
 * @param owner MIGRATION_DATABASE_URL
 */
export async function useOwnDatabase(owner: string | undefined): Promise<void> {
  const url = new URL(String(owner));
  const name = `own_${randomId("req").slice(-12).toLowerCase()}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  await migrate(url.href);
  vi.stubEnv("DATABASE_URL", url.href);
  vi.stubEnv("MIGRATION_DATABASE_URL", url.href);
}
