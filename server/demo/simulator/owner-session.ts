// Owner-only tuning while a demo is loaded or advanced: fresh statistics, and no wait for the disk after each of
// thousands of commits. Missing rights cost time, nothing else.
import pg from "pg";
import { waitForDisk } from "@/server/kernel/database/db";

const ownerUrl = (): string | undefined => process.env.MIGRATION_DATABASE_URL || process.env.DATABASE_URL;

async function asOwner(statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl() });
  try {
    await client.connect();
    for (const statement of statements) await client.query(statement);
  } catch {
    // Not the owner, or unreachable from here: the work itself will report any real problem.
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * While `work` runs, this process does not wait for the disk; the setting ends with the process. A crash of Postgres
 * loses the last moments of a load that has to be repeated anyway, or of an advance that resumes from its rows.
 */
export async function withoutWaitingForDisk<T>(work: () => Promise<T>): Promise<T> {
  await waitForDisk(false);
  try {
    return await work();
  } finally {
    await waitForDisk(true);
    // From here on, everything committed is on disk.
    await asOwner(["checkpoint"]);
  }
}

/** Updates the planner's statistics. */
export const freshStatistics = (): Promise<void> => asOwner(["analyze"]);
