// Owner-only tuning while a demo is loaded or advanced: fresh statistics, and no wait for the disk after each of
// thousands of commits. Missing rights cost time, nothing else.
import pg from "pg";

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

const setting = (action: string): string => `do $$ begin execute format('alter database %I ${action}', current_database()); end $$`;

/**
 * While `work` runs, connections opened from now on do not wait for the disk. A crash loses the last moments of a load
 * that has to be repeated anyway; afterwards everything is on disk.
 */
export async function withoutWaitingForDisk<T>(work: () => Promise<T>): Promise<T> {
  await asOwner([setting("set synchronous_commit = off")]);
  try {
    return await work();
  } finally {
    await asOwner([setting("reset synchronous_commit"), "checkpoint"]);
  }
}

/** Updates the planner's statistics. */
export const freshStatistics = (): Promise<void> => asOwner(["analyze"]);
