// Who listens to what, as rows. Whoever fans an event out, however old its version, does so to every row: a handler that
// only a newer worker knows gets its delivery and waits for that worker. Processes write their rows before they work and
// renew them; a handler that no process has known for a week gets no more deliveries.
import { transaction, type Scope } from "../database/db";
import { knownHandlers } from "./events";

/** A process renews its rows when they are this old. */
const RENEWED_HOURS = 1;
/** Deliveries go to handlers known to some process within this many days. */
export const REMEMBERED_DAYS = 7;

const NETWORK: Scope = { organisationId: null, network: true, readOnly: false };

// By the machine's time: the demo's clock must not let a handler be forgotten.
const SUBSCRIBE = `
  insert into "EventSubscription" as s (subscriber, event, "seenAt")
  select subscriber, event, clock_timestamp() from unnest($1::text[], $2::text[]) as known (subscriber, event) order by subscriber
  on conflict (subscriber) do update set event = excluded.event, "seenAt" = excluded."seenAt"
   where s.event <> excluded.event or s."seenAt" < clock_timestamp() - interval '${RENEWED_HOURS} hours'`;

/** Writes a row for every handler this process knows. Cheap when they stand already. */
export async function subscribe(): Promise<void> {
  const handlers = knownHandlers();
  await transaction(NETWORK, (tx) => tx.exec(SUBSCRIBE, [handlers.map(({ name }) => name), handlers.map(({ event }) => event)]));
}
