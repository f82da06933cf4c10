// Due work: work that falls due by the clock, for any number of organisations. A bounded number of items is found in
// one short transaction that ends before the work begins; each item is then done in a transaction of its own. A failing
// item is recorded and retried with back-off, so it neither blocks the others nor crowds them out of the limit.
//
//   export const expireQuotes = dueWork({
//     name: "capacity.quote.expireDue", summary: "…", each: "quote",
//     find: dueHolds,                            // the longest overdue first
//     key: ({ id }) => id,
//     perform: ({ id, organisationId }, surface) => run(expireQuote, systemCaller("…", organisationId, surface), { id }),
//   });
import { z } from "zod";
import { transaction, type Scope, type Tx } from "../database/db";
import type { Surface } from "../operation/actor";
import { command } from "../operation/operation";
import { log } from "../process/log";

/** Items per turn. The rest wait for the next turn, which comes within minutes. */
const AT_ONCE = 500;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3_600;

const NETWORK: Scope = { organisationId: null, network: true, readOnly: false };

/** How long an item waits after this many failures in a row. */
export const waitSeconds = (failures: number): number => Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(failures - 1, 10));

export interface DueWork<N extends string, Item> {
  /** Also the name of the verb that runs one turn. */
  name: N;
  summary: string;
  /** The noun for one item, for the audit reason and the log: "quote". */
  each: string;
  /** What is due at `now`, in the order it must be done. */
  find(tx: Tx, now: Date, limit: number): Promise<Item[]>;
  /**
   * Groups items that fail and wait together. Items with the same key are done in the order found; after a failure the
   * rest of them wait too.
   */
  key(item: Item): string;
  /** Does one item, in a transaction of its own. */
  perform(item: Item, surface: Surface): Promise<unknown>;
}

interface Failure {
  key: string;
  failures: number;
  waiting: boolean;
}

/** Rows of the failed items; those still waiting at `now` are skipped. */
const failuresOf = (tx: Tx, work: string, now: Date): Promise<Failure[]> =>
  tx.sql(`select key, failures, "nextAt" > $2 as waiting from "DueFailure" where work = $1`, [work, now]);

async function noteFailure(work: string, key: string, failures: number, error: unknown): Promise<void> {
  const text = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 2_000);
  await transaction(NETWORK, (tx, now) =>
    tx.exec(
      `insert into "DueFailure" (work, key, failures, "lastError", "failedAt", "nextAt") values ($1, $2, $3, $4, $5, $5::timestamptz + make_interval(secs => $6))
       on conflict (work, key) do update set failures = excluded.failures, "lastError" = excluded."lastError", "failedAt" = excluded."failedAt", "nextAt" = excluded."nextAt"`,
      [work, key, failures, text, now, waitSeconds(failures)],
    ),
  );
}

const forget = (work: string, keys: readonly string[]): Promise<number> =>
  transaction(NETWORK, (tx) => tx.exec(`delete from "DueFailure" where work = $1 and key = any($2::text[])`, [work, keys]));

export interface Turn {
  done: number;
  failed: number;
  waiting: number;
}

/** One turn. A person at the command line does not wait for the back-off of earlier failures. */
export async function performDue<Item>(work: DueWork<string, Item>, surface: Surface): Promise<Turn> {
  const { items, failures } = await transaction({ ...NETWORK, readOnly: true }, async (tx, now) => {
    const known = await failuresOf(tx, work.name, now);
    // Fetches extra items for those still waiting, so that they take nobody's place.
    return { items: await work.find(tx, now, AT_ONCE + known.length), failures: new Map(known.map((failure) => [failure.key, failure])) };
  });
  const turn: Turn = { done: 0, failed: 0, waiting: 0 };
  const stuck = new Set([...failures.values()].filter(({ waiting }) => waiting && surface !== "cli").map(({ key }) => key));
  const recovered = new Set<string>();
  for (const item of items) {
    const key = work.key(item);
    if (stuck.has(key)) {
      turn.waiting += 1;
      continue;
    }
    try {
      await work.perform(item, surface);
      turn.done += 1;
      if (failures.has(key)) recovered.add(key);
    } catch (error) {
      turn.failed += 1;
      stuck.add(key);
      recovered.delete(key);
      log().error({ err: error, work: work.name, key }, `a due ${work.each} failed`);
      await noteFailure(work.name, key, (failures.get(key)?.failures ?? 0) + 1, error);
    }
  }
  // Items that are no longer due were done elsewhere, so their failures are removed.
  const due = new Set(items.map((item) => work.key(item)));
  for (const key of failures.keys()) if (!due.has(key)) recovered.add(key);
  if (recovered.size > 0) await forget(work.name, [...recovered]);
  if (turn.done + turn.failed > 0) log().info({ work: work.name, ...turn }, "due work was done");
  return turn;
}

/** The verb that runs one turn, called by the tick or by hand. */
export const dueWork = <const N extends string, Item>(work: DueWork<N, Item>) =>
  command({
    name: work.name,
    summary: work.summary,
    input: z.object({}),
    output: z.object({ done: z.number().int(), failed: z.number().int(), waiting: z.number().int() }),
    permission: "system.run",
    tenancy: "operator",
    rate: "write",
    audit: { none: `each ${work.each} leaves an entry in its own organisation's audit log` },
    idempotency: "natural",
    // No transaction is open here, so none stays open around hundreds of others.
    prepare: (ctx) => performDue(work, ctx.caller.surface),
    handler: async (_ctx, _input, turn) => turn,
  });

/** Items of due work whose last attempt failed, for the metrics. */
export async function dueFailures(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ failed: number }>(`select count(*)::int as failed from "DueFailure"`);
  return row?.failed ?? 0;
}
