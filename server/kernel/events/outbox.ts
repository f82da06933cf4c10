// The path of an event: record.ts writes it with the decision it reports; fanOut creates one delivery per subscriber;
// each delivery is claimed, handled and marked in one transaction. A killed worker holds nothing: its claim ends with
// its connection, and the next worker takes the delivery at once. Worker, command line, demo and tests all take this
// path.
//
// Deliveries to different subscribers are independent, and those to one subscriber can arrive in any order and, after a
// failure, late. So handlers must not depend on order: events carry ids, and handlers read the truth.
import { systemCaller } from "../operation/actor";
import type { OutputOf } from "../operation/operation";
import { now as clockNow } from "../process/clock";
import { log } from "../process/log";
import { transaction, type Scope, type Tx } from "../database/db";
import { handlerNamed, knownHandlers } from "./events";
import { REMEMBERED_DAYS, subscribe } from "./subscriptions";

/** How long handled events are kept for inspection. */
const KEPT_DAYS = 30;
const SWEEP_AT_ONCE = 50_000;
const FAN_OUT_AT_ONCE = 500;

/** A delivery that has failed this often is given up: kept, alerted on, and left to a person (dead-letters.ts). */
export const MAX_ATTEMPTS = 12;
const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 3_600;

const SCOPE: Scope = { organisationId: null, network: true, readOnly: false, statementSeconds: 300 };

/** What still has to be delivered. */
const WAITING = `"processedAt" is null and "deadAt" is null`;

/** How waiting deliveries are taken: the worker skips those that others hold, a drain waits for them. */
type Busy = "skip" | "wait";

const fanOutStatement = (busy: Busy): string => `
  with taken as (
    update "OutboxEvent" set "relayedAt" = $1 where id in (
      select id from "OutboxEvent" where "relayedAt" is null and ($2::text is null or "organisationId" = $2) 
       order by id limit ${FAN_OUT_AT_ONCE} for update${busy === "skip" ? " skip locked" : ""})
    returning id, name, "organisationId"),
  told as (
    insert into "EventDelivery" ("eventId", subscriber, "organisationId")
    select taken.id, s.subscriber, taken."organisationId" from taken
      join "EventSubscription" s on s.event = taken.name and s."seenAt" > clock_timestamp() - interval '${REMEMBERED_DAYS} days'
    on conflict do nothing)
  select count(*)::int as taken from taken`;

/** Creates one delivery per subscriber for every new event, in one statement. Returns the number of events. */
export async function fanOut(busy: Busy, organisationId: string | null = null): Promise<number> {
  const [row] = await transaction(SCOPE, (tx, now) => tx.sql<{ taken: number }>(fanOutStatement(busy), [now, organisationId]));
  return row?.taken ?? 0;
}

interface Claimed {
  eventId: bigint;
  subscriber: string;
  name: string;
  organisationId: string | null;
  payload: unknown;
}

/** Locks a delivery; undefined when there is none or another worker was faster. */
type Claim = (tx: Tx) => Promise<Claimed | undefined>;

const CLAIM = `
  select d."eventId", d.subscriber, e.name, e."organisationId", e.payload from "EventDelivery" d join "OutboxEvent" e on e.id = d."eventId" where ${WAITING}`;

/** The subscriber's next due delivery that nobody else holds. */
const nextOf =
  (subscriber: string): Claim =>
  async (tx) => {
    const rows = await tx.sql<Claimed>(
      `${CLAIM} and d.subscriber = $1 and (d."retryAt" is null or d."retryAt" <= clock_timestamp()) order by d."eventId" limit 1 for update of d skip locked`,
      [subscriber],
    );
    return rows[0];
  };

/** This particular delivery, due or not; waits for whoever holds it. */
const exactly =
  (eventId: bigint, subscriber: string): Claim =>
  async (tx) =>
    (await tx.sql<Claimed>(`${CLAIM} and d."eventId" = $1 and d.subscriber = $2 for update of d`, [eventId, subscriber]))[0];

async function handle(tx: Tx, now: Date, { eventId, subscriber, organisationId, payload }: Claimed): Promise<void> {
  const handler = handlerNamed(subscriber);
  if (!handler) throw new Error(`no handler ${subscriber} in this process`);
  const caller = systemCaller(subscriber, organisationId);
  await handler.handle(
    {
      tx,
      now,
      organisationId,
      caller,
      eventId: `event-${eventId}`,
      run: async (verb, input, forOrganisation = organisationId) => {
        const as = systemCaller(subscriber, forOrganisation);
        const { output } = await verb.execute({ ...as, requestId: caller.requestId }, input, { tx, now });
        return output as OutputOf<typeof verb>;
      },
    },
    payload,
  );
  await tx.exec(`update "EventDelivery" set "processedAt" = $3 where "eventId" = $1 and subscriber = $2`, [eventId, subscriber, now]);
}

/** none: there was nothing to deliver. */
type Delivery = "processed" | "failed" | "none";

async function deliver(claim: Claim): Promise<Delivery> {
  let claimed: Claimed | undefined;
  try {
    return await transaction(SCOPE, async (tx, now) => {
      claimed = await claim(tx);
      if (!claimed) return "none";
      await handle(tx, now, claimed);
      return "processed";
    });
  } catch (error) {
    if (!claimed) throw error;
    await noteFailure(claimed, error);
    return "failed";
  }
}

/** Delivers what is due to one subscriber, one at a time, until nothing is left or `go` returns false. */
export async function deliverDue(subscriber: string, go: () => boolean): Promise<void> {
  while (go() && (await deliver(nextOf(subscriber))) !== "none");
}

async function noteFailure({ eventId, subscriber, name }: Claimed, error: unknown): Promise<void> {
  const text = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 2_000);
  const [row] = await transaction(SCOPE, (tx, now) =>
    tx.sql<{ dead: boolean }>(
      `update "EventDelivery" set attempts = attempts + 1, "lastError" = $3, "deadAt" = case when attempts + 1 >= ${MAX_ATTEMPTS} then $4::timestamptz end,
              "retryAt" = clock_timestamp() + make_interval(secs => least(${LONGEST_WAIT_SECONDS}, ${FIRST_WAIT_SECONDS} * 2 ^ attempts))
        where "eventId" = $1 and subscriber = $2 and ${WAITING} returning "deadAt" is not null as dead`,
      [eventId, subscriber, text, now],
    ),
  );
  const dead = row?.dead ?? false;
  log()[dead ? "error" : "warn"](
    { err: error, event: name, eventId: String(eventId), subscriber },
    dead ? "an event was given up" : "an event's handler failed",
  );
}

/** Subscribers registered in this process that have something due. */
export async function subscribersWithWork(): Promise<string[]> {
  const rows = await transaction({ ...SCOPE, readOnly: true }, (tx) =>
    tx.sql<{ subscriber: string }>(
      `select distinct subscriber from "EventDelivery" where ${WAITING} and ("retryAt" is null or "retryAt" <= clock_timestamp()) and subscriber = any($1::text[])`,
      [knownHandlers().map(({ name }) => name)],
    ),
  );
  return rows.map(({ subscriber }) => subscriber);
}

export interface Drained {
  /** Deliveries that were handled. */
  processed: number;
  /** Deliveries that failed this time; the next drain retries them. */
  failed: number;
}

/** One event for one subscriber. */
export interface DeliveryKey {
  eventId: bigint;
  subscriber: string;
}

/** Puts a round of deliveries in another order, or leaves some out: those come again with the next round. */
export type Arrange = (round: readonly DeliveryKey[]) => readonly DeliveryKey[];

/**
 * Delivers everything pending, and everything those handlers emit, until nothing is left, without the back-off after
 * failures: for tests, the command line and the demo.
 * @param organisationId only this organisation's events: tests share a database with other tests that drain at the same
 * time
 * @param arrange in the order of the events when left out; a test shows with it that the order does not matter
 */
export async function drainOutbox(organisationId: string | null = null, arrange: Arrange = (round) => round): Promise<Drained> {
  await subscribe();
  const names = knownHandlers().map(({ name }) => name);
  const failed = new Set<string>();
  let processed = 0;
  for (;;) {
    while ((await fanOut("wait", organisationId)) > 0);
    const waiting = await transaction({ ...SCOPE, readOnly: true }, (tx) =>
      tx.sql<DeliveryKey>(
        `select "eventId", subscriber from "EventDelivery" where ${WAITING} and subscriber = any($1::text[]) and ($2::text is null or "organisationId" = $2)
            and not ("eventId" || ' ' || subscriber = any($3::text[]))
          order by "eventId", array_position($1::text[], subscriber) limit 500`,
        [names, organisationId, [...failed]],
      ),
    );
    if (waiting.length === 0) return { processed, failed: failed.size };
    for (const { eventId, subscriber } of arrange(waiting)) {
      const delivery = await deliver(exactly(eventId, subscriber));
      if (delivery === "failed") failed.add(`${eventId} ${subscriber}`);
      else if (delivery === "processed") processed++;
    }
  }
}

/**
 * Removes events handled long ago with their deliveries, a bounded number at once; events with a pending or given-up
 * delivery stay. Returns the number removed.
 */
export function sweepEvents(tx: Tx, now: Date): Promise<number> {
  return tx.exec(
    `delete from "OutboxEvent" where ctid = any(array(
       select e.ctid from "OutboxEvent" e where e."createdAt" < $1::timestamptz - make_interval(days => ${KEPT_DAYS}) and e."relayedAt" is not null
          and not exists (select from "EventDelivery" d where d."eventId" = e.id and d."processedAt" is null) limit ${SWEEP_AT_ONCE}))`,
    [now],
  );
}

/** How many deliveries are pending and how many were given up, for metrics and alerts. */
export async function outboxState(tx: Tx): Promise<{ waiting: number; dead: number; oldestSeconds: number }> {
  const [row] = await tx.sql<{ waiting: number; dead: number; oldest: Date | null }>(
    `select (select count(*) from "OutboxEvent" where "relayedAt" is null)::int + count(*) filter (where d."deadAt" is null)::int as waiting,
            count(*) filter (where d."deadAt" is not null)::int as dead,
            least(min(e."createdAt") filter (where d."deadAt" is null), (select min("createdAt") from "OutboxEvent" where "relayedAt" is null)) as oldest
       from "EventDelivery" d join "OutboxEvent" e on e.id = d."eventId" where d."processedAt" is null`,
  );
  return {
    waiting: row?.waiting ?? 0,
    dead: row?.dead ?? 0,
    oldestSeconds: row?.oldest ? Math.max(0, (clockNow().getTime() - row.oldest.getTime()) / 1000) : 0,
  };
}
