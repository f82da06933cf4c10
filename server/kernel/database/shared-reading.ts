// A page is assembled from a dozen reads. If each had its own transaction, the page would open and commit a dozen
// times; instead, reads with the same scope share one transaction, and whatever they send in one turn of the event loop
// travels together.
import type pg from "pg";
import { now } from "../process/clock";
import { OpenTransaction, type Tx } from "./open-transaction";
import { connect } from "./pool";
import { type Scope, settingsOf } from "./scope";
import { toRefusal } from "./sql-state";
import { open, transaction } from "./transaction";

/** Runs `reading`, whose reads share their transactions; they end with it. */
export async function readSharing<T>(reading: (shared: SharedReading) => Promise<T>): Promise<T> {
  const shared = new SharedReading();
  try {
    const result = await reading(shared);
    shared.end();
    return result;
  } catch (error) {
    shared.end(error);
    throw error;
  }
}

/** One transaction per scope, opened by the first read. The creator ends it. */
export class SharedReading {
  readonly #clients = new Map<string, Promise<pg.PoolClient>>();
  readonly #handles = new Set<OpenTransaction>();
  #hasEnded = false;
  #endedBy: unknown = null;

  /**
   * Runs `work` beside the other reads in its scope. Writes get a transaction of their own. A failing statement aborts
   * the transaction, so the reads beside it fail too.
   * @throws OperationError overloaded or unavailable, with Retry-After, when the database is busy or away
   */
  async run<T>(scope: Scope, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
    if (!scope.readOnly) return transaction(scope, work);
    try {
      this.#refuseWhenEnded(); // a connection opened now would never be released
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
      // One read was refused and took the others with it: that is their reason too, not a defect of theirs.
      throw this.#endedBy ?? toRefusal(error);
    }
  }

  /**
   * No more reads. Those still running are refused their next statement.
   * @param by the refusal of one read, for which the others end
   */
  end(by: unknown = null): void {
    this.#hasEnded = true;
    this.#endedBy = by;
    for (const handle of this.#handles) handle.end();
    for (const opening of this.#clients.values()) {
      opening.then(
        (client) =>
          client.query("commit").then(
            () => client.release(),
            (error: Error) => client.release(error),
          ),
        () => undefined, // reported to the reads that waited for it
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
