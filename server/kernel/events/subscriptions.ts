// Subscriptions as rows. A process that fans an event out, however old its version, does so for every row: a handler
// that only a newer worker knows gets its delivery, which waits for that worker. Processes write their rows before they
// start working and renew them; a handler that no process has registered for a week gets no more deliveries.
import { transaction, type Scope } from "../database/db";
import { knownHandlers } from "./events";

/** A process renews its rows when they are this old. */
const RENEWED_HOURS = 1;
/** Deliveries go to handlers that some process registered within this many days. */
export const REMEMBERED_DAYS = 7;

const NETWORK: Scope = { organisationId: null, network: true, readOnly: false };

// By real time: the demo's clock must not make a handler expire.
const SUBSCRIBE = `
  insert into "EventSubscription" as s (subscriber, event, "seenAt")
  select subscriber, event, clock_timestamp() from unnest($1::text[], $2::text[]) as known (subscriber, event) order by subscriber
  on conflict (subscriber) do update set event = excluded.event, "seenAt" = excluded."seenAt"
   where s.event <> excluded.event or s."seenAt" < clock_timestamp() - interval '${RENEWED_HOURS} hours'`;

/** Writes a row for every handler of this process. Cheap when the rows exist. */
export async function subscribe(): Promise<void> {
  const handlers = knownHandlers();
  await transaction(NETWORK, (tx) => tx.exec(SUBSCRIBE, [handlers.map(({ name }) => name), handlers.map(({ event }) => event)]));
}
