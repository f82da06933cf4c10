// What a page shows comes from a dozen readings. Each in a transaction of its own would open, commit and wake the
// database a dozen times; here those that see the same rows share one transaction, and what they send in one turn of the
// event loop travels together.
import type pg from "pg";
import { now } from "../process/clock";
import { OpenTransaction, type Tx } from "./open-transaction";
import { connect } from "./pool";
import { type Scope, settingsOf } from "./scope";
import { toRefusal } from "./sql-state";
import { open, transaction } from "./transaction";

/** One transaction for all readings of a scope, opened by the first. Whoever made it ends it. */
export class SharedReading {
  readonly #clients = new Map<string, Promise<pg.PoolClient>>();
  readonly #handles = new Set<OpenTransaction>();
  #hasEnded = false;

  /**
   * Runs `work` beside the others of its scope. What writes gets a transaction of its own.
   * A statement that fails undoes the transaction, so the readings beside it fail too.
   * @throws OperationError overloaded or unavailable, with Retry-After, when the database is busy or away
   */
  async run<T>(scope: Scope, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
    if (!scope.readOnly) return transaction(scope, work);
    try {
      this.#refuseWhenEnded(); // a connection opened now would never be given back
      const client = await this.#clientOf(scope);
      this.#refuseWhenEnded();
      const handle = OpenTransaction.shared(client, scope);
      this.#handles.add(handle);
      try {
        return await work(handle, now());
      } finally {
        handle.end();
        this.#handles.delete(handle);
      }
    } catch (error) {
      throw toRefusal(error);
    }
  }

  /** Nothing is read any more. Readings still under way are refused their next statement. */
  end(): void {
    this.#hasEnded = true;
    for (const handle of this.#handles) handle.end();
    for (const opening of this.#clients.values()) {
      opening.then(
        (client) =>
          client.query("commit").then(
            () => client.release(),
            (error: Error) => client.release(error),
          ),
        () => undefined, // told to the readings that waited for it
      );
    }
  }

  #refuseWhenEnded(): void {
    if (this.#hasEnded) throw new Error("a reading began after those it shares a transaction with had ended");
  }

  #clientOf(scope: Scope): Promise<pg.PoolClient> {
    const key = `${scope.snapshot === true} ${settingsOf(scope)}`;
    const known = this.#clients.get(key);
    if (known) return known;
    const opening = connect().then(async (client) => {
      try {
        await open(client, scope);
        return client;
      } catch (error) {
        client.release(error instanceof Error ? error : true);
        throw error;
      }
    });
    this.#clients.set(key, opening);
    return opening;
  }
}
