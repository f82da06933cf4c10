// The outbox: the running of handlers for events that record.ts wrote with the decision they tell of.
import { systemCaller } from "../operation/actor";
import { now as clockNow } from "../process/clock";
import { transaction, type Scope, type Tx } from "../database/db";
import { type EventHandler, handlersOf } from "./events";
import { log } from "../process/log";
import type { OutputOf } from "../operation/operation";

/** How long handled events stay to be looked at. */
const KEPT_DAYS = 30;
const SWEEP_AT_ONCE = 50_000;

/** A handler that failed this often is given up; the event is kept and alarmed. */
export const MOST_ATTEMPTS = 12;

const SCOPE: Scope = { organisationId: null, network: true, readOnly: false, statementSeconds: 300 };

interface Pending {
  id: bigint;
  name: string;
  organisationId: string | null;
  payload: unknown;
  handled: string[];
}

const CLAIM = `
  update "OutboxEvent" set handled = array_append(handled, $2), "processedAt" = case when $3 then $4::timestamptz end
   where id = $1 and "processedAt" is null and not ($2 = any(handled))`;

/** Runs one handler in a transaction of its own, together with the note that it ran. Does nothing when it ran before. */
async function runHandler(event: Pending, handler: EventHandler, last: boolean): Promise<void> {
  await transaction(SCOPE, async (tx, now) => {
    if ((await tx.exec(CLAIM, [event.id, handler.name, last, now], "outbox_claim")) === 0) return;
    const caller = systemCaller(handler.name, event.organisationId);
    await handler.handle(
      {
        tx,
        now,
        organisationId: event.organisationId,
        eventId: `event-${event.id}`,
        caller,
        run: async (verb, input, organisationId = event.organisationId) => {
          const as = systemCaller(handler.name, organisationId);
          const { output } = await verb.execute({ ...as, requestId: caller.requestId }, input, { tx, now });
          return output as OutputOf<typeof verb>;
        },
      },
      event.payload,
    );
  });
}

const COLUMNS = `select id, name, "organisationId", payload, handled from "OutboxEvent"`;

export type Delivery = "processed" | "failed" | "dead" | "gone";

/**
 * Runs what is left of an event's handlers. Each that succeeds is noted at once; a failure is written down, and after
 * the last attempt the event is dead: kept, alarmed, and left to a human.
 */
async function deliver(event: Pending): Promise<Delivery> {
  const handlers = handlersOf(event.name);
  const left = handlers.filter((handler) => !event.handled.includes(handler.name));
  try {
    for (const [at, handler] of left.entries()) await runHandler(event, handler, at === left.length - 1);
    if (left.length === 0) await transaction(SCOPE, (tx, now) => tx.exec(`update "OutboxEvent" set "processedAt" = $2 where id = $1`, [event.id, now], "outbox_done"));
    return "processed";
  } catch (error) {
    return noteFailure(event, error);
  }
}

/** Delivers one event by id; gone when it was processed before. */
export async function deliverEvent(id: bigint): Promise<Delivery> {
  const [event] = await transaction({ ...SCOPE, readOnly: true }, (tx) => tx.sql<Pending>(`${COLUMNS} where id = $1 and "processedAt" is null`, [id], "outbox_read"));
  return event ? deliver(event) : "gone";
}

async function noteFailure(event: Pending, error: unknown): Promise<Delivery> {
  const text = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 2_000);
  const [row] = await transaction(SCOPE, (tx, now) =>
    tx.sql<{ dead: boolean }>(
      `update "OutboxEvent" set attempts = attempts + 1, "lastError" = $2, "deadAt" = case when attempts + 1 >= $3 then $4::timestamptz end
        where id = $1 returning "deadAt" is not null as dead`,
      [event.id, text, MOST_ATTEMPTS, now],
    ),
  );
  const dead = row?.dead ?? false;
  log()[dead ? "error" : "warn"]({ err: error, event: event.name, eventId: String(event.id) }, dead ? "an event was given up" : "an event's handler failed");
  return dead ? "dead" : "failed";
}

const WAITING = `
  ${COLUMNS} where "processedAt" is null and "deadAt" is null and not (id = any($1::bigint[])) and ($2::text is null or "organisationId" = $2)
  order by id limit 500`;

export interface Drained {
  processed: number;
  /** Events whose handlers failed this time; they stay and are tried again by the next drain. */
  failed: number;
}

/**
 * Delivers everything that waits, and everything those handlers emit, until nothing is left: for tests, the command line
 * and the demo's life engine. The live worker relays to the job executor instead (jobs.ts).
 * @param organisationId only this organisation's events: tests share a database with tests that drain at the same time
 */
export async function drainOutbox(organisationId: string | null = null): Promise<Drained> {
  const failed: bigint[] = [];
  let processed = 0;
  for (;;) {
    const waiting = await transaction({ ...SCOPE, readOnly: true }, (tx) => tx.sql<Pending>(WAITING, [failed, organisationId]));
    if (waiting.length === 0) return { processed, failed: failed.length };
    for (const event of waiting) {
      const delivery = await deliver(event);
      if (delivery === "failed") failed.push(event.id);
      else if (delivery === "processed") processed++;
    }
  }
}

/** Events not yet handed to the job executor, or handed over an hour ago and still not done; marks them in the caller's transaction. */
export function takeForRelay(tx: Tx, now: Date, limit: number): Promise<{ id: bigint }[]> {
  return tx.sql<{ id: bigint }>(
    `update "OutboxEvent" set "relayedAt" = $1 where id in (
       select id from "OutboxEvent" where "processedAt" is null and "deadAt" is null and ("relayedAt" is null or "relayedAt" < $1::timestamptz - interval '1 hour') order by id limit $2 for update skip locked)
     returning id`,
    [now, limit],
  );
}

/** Removes events handled long ago, a bounded number at once; those given up stay. Returns how many. */
export function sweepEvents(tx: Tx, now: Date): Promise<number> {
  return tx.exec(
    `delete from "OutboxEvent" where ctid = any(array(
       select ctid from "OutboxEvent" where "createdAt" < $1::timestamptz - make_interval(days => ${KEPT_DAYS}) and "processedAt" is not null limit ${SWEEP_AT_ONCE}))`,
    [now],
  );
}

/** How much waits and how much was given up, for the metrics and the alarm. */
export async function outboxState(tx: Tx): Promise<{ waiting: number; dead: number; oldestSeconds: number }> {
  const [row] = await tx.sql<{ waiting: number; dead: number; oldest: Date | null }>(
    `select count(*) filter (where "deadAt" is null)::int as waiting, count(*) filter (where "deadAt" is not null)::int as dead,
            min("createdAt") filter (where "deadAt" is null) as oldest from "OutboxEvent" where "processedAt" is null`,
  );
  return { waiting: row?.waiting ?? 0, dead: row?.dead ?? 0, oldestSeconds: row?.oldest ? Math.max(0, (clockNow().getTime() - row.oldest.getTime()) / 1000) : 0 };
}
