// A pooler between us and Postgres that gives a connection away after each transaction, such as PgBouncer in transaction
// mode, loses what was set for the session: the role, and row security with it, time limits and the time zone.
import type pg from "pg";

/** Set for every session at its start; a session in which it is missing is not the one that was opened. */
export const SESSION_MARK = "berth.session";

export class PoolerRefused extends Error {
  override readonly name = "PoolerRefused";

  constructor(options?: ErrorOptions) {
    super(
      "DATABASE_URL leads to a connection pooler, such as PgBouncer, that does not keep the settings of a session; the role that row security binds would be lost. Connect to Postgres itself: DATABASE_POOL_MAX limits the connections of each process.",
      options,
    );
  }
}

/** PgBouncer refuses session settings that it was not told to ignore. */
export const isPoolersRefusal = (message: string): boolean => /unsupported startup parameter/.test(message);

/** For the pool: whether a new connection has the settings it was opened with. */
export function verifySession(client: pg.PoolClient, done: (error?: Error) => void): void {
  client.query<{ mark: string | null }>(`select current_setting('${SESSION_MARK}', true) as mark`).then(
    ({ rows }) => (rows[0]?.mark === "on" ? done() : done(new PoolerRefused())),
    (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
  );
}
