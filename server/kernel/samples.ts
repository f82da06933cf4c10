// For the registry test: what each verb needs and an input it accepts.
import { sweep } from "./due/sweep";
import { transaction } from "./database/db";
import { discardDeadLetter, listDeadLetters, replayDeadLetter } from "./events/dead-letters";
import { everything, type Samples, sample } from "./testing";

/** A given-up delivery to a subscriber created for the test. */
async function givenUp(organisationId: string): Promise<{ eventId: string; subscriber: string }> {
  const [row] = await transaction(everything, (tx) =>
    tx.sql<{ id: bigint }>(
      `with event as (insert into "OutboxEvent" (name, "organisationId", payload, "createdAt", "relayedAt")
        values ('sample.happened', $1, '{}', now(), now()) returning id)
       insert into "EventDelivery" ("eventId", subscriber, "organisationId", attempts, "deadAt", "lastError") select id, 'sample.handler', $1, 12, now(),
         'Error: no' from event
       returning "eventId" as id`,
      [organisationId],
    ),
  );
  return { eventId: String(row?.id), subscriber: "sample.handler" };
}

export const samples: Samples = {
  "kernel.retention.sweep": sample(sweep, async () => ({})),
  "kernel.deadLetter.list": sample(listDeadLetters, async () => ({})),
  "kernel.deadLetter.replay": sample(replayDeadLetter, async (tenant) => givenUp(tenant.organisationId)),
  "kernel.deadLetter.discard": sample(discardDeadLetter, async (tenant) => ({ ...(await givenUp(tenant.organisationId)), reason: "A test" })),
};
