// One transaction per operation, with the tenant set in the message that opens it. Row security is the second line of
// defence behind every query's own filter.
//
// A handler's first statement is sent together with the opening message, without waiting for its answer. If the opening
// fails, so does everything behind it, and nothing can be read outside a transaction because no tenant is set there.
import type pg from "pg";
import { now, setOffsetSeconds, systemMilliseconds } from "../process/clock";
import { env } from "../process/env";
import { log } from "../process/log";
import { randomFraction } from "../process/random";
import { notePutOff } from "../process/request-note";
import { OperationError } from "../operation/errors";
import { OpenTransaction, type Tx } from "./open-transaction";
import { connect, sendInOneWrite } from "./pool";
import { type Scope, settingsOf } from "./scope";
import { isRetryable, toRefusal } from "./sql-state";

const RETRIES = 3;
/** How often, in milliseconds, a transaction re-reads the demo clock. */
const DEMO_CLOCK_FRESH_MILLISECONDS = 250;

let demoClockReadAt = -Infinity;

/** Opens a transaction in one message. In demo mode that message also reads the moved clock when it is due. */
export async function open(client: pg.PoolClient, scope: Scope): Promise<void> {
  sendInOneWrite(client);
  const begin = `begin${scope.snapshot ? " isolation level repeatable read" : ""}${scope.readOnly ? " read only" : ""}; ${settingsOf(scope)}`;
  if (env().BERTH_DEMO && systemMilliseconds() - demoClockReadAt > DEMO_CLOCK_FRESH_MILLISECONDS) {
    demoClockReadAt = systemMilliseconds();
    const results: unknown = await client.query(`${begin}; select "offsetSeconds" from "DemoClock" where id = 1`);
    const last = Array.isArray(results) ? (results as pg.QueryResult<{ offsetSeconds: bigint }>[]).at(-1) : undefined;
    setOffsetSeconds(Number(last?.rows[0]?.offsetSeconds ?? 0));
    return;
  }
  // Deliberately not awaited: the next statement is already on its way, and a failure here fails that one too.
  client.query(begin).catch((error: unknown) => log().debug({ err: error }, "a transaction could not be opened"));
}

async function once<T>(scope: Scope, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
  const client = await connect();
  const { tx, pendingUntilCommit } = OpenTransaction.on(client, scope);
  let result: T;
  try {
    await open(client, scope);
    result = await work(tx, now());
    tx.end();
    sendInOneWrite(client);
    const commit = client.query("commit");
    if (scope.readOnly) {
      // A read has nothing to make durable, so its answer need not wait.
      commit.then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
      return result;
    }
    const [{ command }] = await Promise.all([commit, ...pendingUntilCommit]);
    if (command !== "COMMIT") throw new Error("a failed statement was swallowed: the transaction could not commit");
  } catch (error) {
    tx.end();
    await client.query("rollback").then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
  client.release();
  return result;
}

/** Waits briefly with jitter, so that colliding callers do not collide again. */
const pause = (attempt: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, (5 << attempt) * (0.5 + randomFraction())));

function refused(error: unknown, scope: Scope): unknown {
  const refusal = toRefusal(error, scope);
  if (refusal instanceof OperationError && refusal.status === 503) notePutOff(refusal.retryAfterSeconds ?? 1);
  return refusal;
}

/**
 * Runs `work` in one transaction and commits. Serialization failures and deadlocks run it again, so it must have no
 * effects outside the database. `at` is the clock's instant when the transaction opened.
 * @throws OperationError overloaded or unavailable, with Retry-After, when the database is busy or away
 */
export async function transaction<T>(scope: Scope, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(scope, work);
    } catch (error) {
      if (!isRetryable(error) || attempt > RETRIES) throw refused(error, scope);
      await pause(attempt);
    }
  }
}
