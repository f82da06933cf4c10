// A transaction as its caller sees it: a handle that sends statements within one scope. A narrower or wider scope gets
// a handle of its own; while that one is open, the outer handle refuses everything, so no statement can run in a scope
// that other code set in the meantime.
import type pg from "pg";
import { sendInOneWrite } from "./pool";
import { type Scope, settingsOf, STATEMENT_SECONDS } from "./scope";

/** One transaction on one connection, seeing the rows of one scope. */
export interface Tx {
  /** Rows of a statement. int8 comes back as bigint, timestamptz as Date, date as text, numeric as text. A `name` keeps it prepared. */
  sql<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
  /** Number of rows a statement touched. */
  exec(text: string, values?: readonly unknown[], name?: string): Promise<number>;
}

type State = "open" | "inner scope open" | "last statement sent" | "ended";

/** Who else uses the connection: nobody, the handle of the enclosing scope, or other reads in the same scope. */
type Kind = "alone" | "inner" | "shared";

const REFUSAL: Readonly<Record<Exclude<State, "open">, string>> = {
  "inner scope open": "a statement was sent beside an inner scope: use the handle that scope was given, and open one scope at a time",
  "last statement sent": "a statement was sent after the one that was said to be the transaction's last",
  ended: "a statement was sent after its transaction or scope had ended",
};

export class OpenTransaction implements Tx {
  readonly #client: pg.PoolClient;
  readonly #scope: Scope;
  readonly #kind: Kind;
  /** Statements whose answers are awaited together with the commit. */
  readonly #pendingUntilCommit: Promise<unknown>[] = [];
  #state: State = "open";

  private constructor(client: pg.PoolClient, scope: Scope, kind: Kind) {
    this.#client = client;
    this.#scope = scope;
    this.#kind = kind;
  }

  /** The handle of a transaction that the caller opens and ends. */
  static on(client: pg.PoolClient, scope: Scope): { tx: OpenTransaction; pendingUntilCommit: Promise<unknown>[] } {
    const tx = new OpenTransaction(client, scope, "alone");
    return { tx, pendingUntilCommit: tx.#pendingUntilCommit };
  }

  /** One of several handles that share a read-only transaction. */
  static shared(client: pg.PoolClient, scope: Scope): OpenTransaction {
    return new OpenTransaction(client, scope, "shared");
  }

  async sql<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]> {
    return (await this.#send<Row>(text, values, name)).rows;
  }

  async exec(text: string, values?: readonly unknown[], name?: string): Promise<number> {
    return (await this.#send(text, values, name)).rowCount ?? 0;
  }

  end(): void {
    this.#state = "ended";
  }

  get scope(): Scope {
    return this.#scope;
  }

  async execWithCommit(text: string, values: readonly unknown[], name: string): Promise<void> {
    const sent = this.#send(text, values, name);
    // An inner scope ends before the commit.
    if (this.#kind !== "alone") return void (await sent);
    this.#state = "last statement sent";
    sent.catch(() => undefined);
    this.#pendingUntilCommit.push(sent);
  }

  async within<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#state !== "open") throw new Error(REFUSAL[this.#state]);
    // The reads that share this transaction would run in that scope too.
    if (this.#kind === "shared") throw new Error("a reading that shares its transaction cannot open another scope in it");
    this.#state = "inner scope open";
    const inner = new OpenTransaction(this.#client, scope, "inner");
    // Deliberately not awaited: it is sent before everything that follows, and if it fails, so does the rest.
    this.#query(`savepoint scope; ${settingsOf(scope)}`).catch(() => undefined);
    try {
      const result = await work(inner);
      inner.end();
      await this.#query(`release savepoint scope; ${settingsOf({ ...this.#scope, statementSeconds: this.#scope.statementSeconds ?? STATEMENT_SECONDS })}`);
      return result;
    } catch (error) {
      inner.end();
      // Rolling back to the savepoint also restores the settings made before it. If even that fails, the connection is
      // gone or the transaction is aborted, and the first error says more.
      await this.#query("rollback to savepoint scope; release savepoint scope").catch(() => undefined);
      throw error;
    } finally {
      // A transaction that was abandoned in the meantime stays ended.
      if (this.#state === "inner scope open") this.#state = "open";
    }
  }

  async #send<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<pg.QueryResult<Row>> {
    if (this.#state !== "open") throw new Error(REFUSAL[this.#state]);
    return this.#query<Row>(text, values, name);
  }

  #query<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<pg.QueryResult<Row>> {
    sendInOneWrite(this.#client);
    return this.#client.query<Row>({ text, values: values as unknown[] | undefined, ...(name !== undefined && { name }) });
  }
}

function handleOf(tx: Tx): OpenTransaction {
  if (!(tx instanceof OpenTransaction)) throw new Error("not a transaction of this kernel");
  return tx;
}

/**
 * Runs `work` in another scope inside a transaction, and undoes only that work when it throws. `work` uses the handle
 * it is given.
 */
export const within = <T>(tx: Tx, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => handleOf(tx).within(scope, work);

/**
 * Lets `work` see the whole network's rows inside an organisation's transaction, for rows that belong to no
 * organisation, such as the account behind an e-mail address. Keep it to single statements.
 */
export async function asNetwork<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { scope } = handleOf(tx);
  return scope.network ? work(tx) : within(tx, { ...scope, network: true }, work);
}

/**
 * Sends the transaction's last statement together with its commit; both are answered at once. If it fails, the commit
 * becomes a rollback and the transaction fails with that error. Every later statement is refused. Inside an inner scope
 * it is awaited here, because the transaction continues.
 */
export const execWithCommit = (tx: Tx, text: string, values: readonly unknown[], name: string): Promise<void> =>
  handleOf(tx).execWithCommit(text, values, name);
