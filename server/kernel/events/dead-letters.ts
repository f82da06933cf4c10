// Deliveries that were given up: listed, replayed, or discarded by a person who gives a reason.
import { z } from "zod";
import { line, reference } from "@/lib/contracts/common";
import { OperationError } from "../operation/errors";
import { command, query } from "../operation/operation";

const which = { eventId: z.string().regex(/^\d{1,18}$/, "is the number of an event"), subscriber: reference(200) };
const subject = ({ eventId, subscriber }: { eventId: string; subscriber: string }): string => `event-${eventId} ${subscriber}`;
const unknown = (): OperationError => new OperationError("not_found", "There is no such delivery that was given up.");

const MOST = 200;
const GIVEN_UP = `d."deadAt" is not null and d."processedAt" is null`;

interface DeadLetter {
  eventId: string;
  subscriber: string;
  event: string;
  organisationId: string | null;
  createdAt: Date;
  deadAt: Date;
  attempts: number;
  error: string | null;
  total: number;
}

export const listDeadLetters = query({
  name: "kernel.deadLetter.list",
  summary: "List events that a handler gave up, the oldest first.",
  input: z.object({}),
  output: z.object({
    data: z.array(
      z.object({
        eventId: z.string(),
        subscriber: z.string(),
        event: z.string(),
        organisationId: z.string().nullable(),
        createdAt: z.string(),
        deadAt: z.string(),
        attempts: z.number().int(),
        error: z.string().nullable(),
      }),
    ),
    /** How many there are; `data` holds the first of them. */
    total: z.number().int(),
  }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "read",
  handler: async ({ tx }) => {
    const rows = await tx.sql<DeadLetter>(
      `select d."eventId"::text, d.subscriber, e.name as event, e."organisationId", e."createdAt", d."deadAt", d.attempts, d."lastError" as error,
        count(*) over ()::int as total
         from "EventDelivery" d join "OutboxEvent" e on e.id = d."eventId" where ${GIVEN_UP} order by d."deadAt", d."eventId" limit ${MOST}`,
    );
    return {
      data: rows.map(({ total: _total, createdAt, deadAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString(), deadAt: deadAt.toISOString() })),
      total: rows[0]?.total ?? 0,
    };
  },
});

export const replayDeadLetter = command({
  name: "kernel.deadLetter.replay",
  summary: "Try an event again that a handler gave up.",
  input: z.object(which),
  output: z.object({}),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  audit: { subject },
  idempotency: "required",
  handler: async ({ tx }, { eventId, subscriber }) => {
    const found = await tx.exec(
      `update "EventDelivery" d set "deadAt" = null, attempts = 0, "retryAt" = null where d."eventId" = $1 and d.subscriber = $2 and ${GIVEN_UP}`,
      [eventId, subscriber],
    );
    if (found === 0) throw unknown();
    return {};
  },
});

export const discardDeadLetter = command({
  name: "kernel.deadLetter.discard",
  summary: "Close an event for good that a handler gave up, without its effect.",
  input: z.object({ ...which, reason: line(500) }),
  output: z.object({}),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  audit: { subject },
  idempotency: "required",
  handler: async ({ tx, now, audited }, { eventId, subscriber, reason }) => {
    const found = await tx.exec(`update "EventDelivery" d set "processedAt" = $3 where d."eventId" = $1 and d.subscriber = $2 and ${GIVEN_UP}`, [
      eventId,
      subscriber,
      now,
    ]);
    if (found === 0) throw unknown();
    audited({ reason });
    return {};
  },
});
