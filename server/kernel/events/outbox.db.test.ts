import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { closeDatabase, transaction } from "../database/db";
import { command, run } from "../operation/operation";
import { asOperator, everything } from "../testing";
import { useOwnDatabase } from "../testing/own-database";
import { discardDeadLetter, listDeadLetters, replayDeadLetter } from "./dead-letters";
import { defineEvent, onEvent, registerHandlers } from "./events";
import { deliverDue, drainOutbox, fanOut, MAX_ATTEMPTS, subscribersWithWork } from "./outbox";
import { subscribe } from "./subscriptions";

const happened = defineEvent("road.happened", z.object({ thingId: z.string() }));
const tell = command({
  name: "road.tell",
  summary: "Tells.",
  input: z.object({ ids: z.array(z.string()) }),
  output: z.object({}),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  audit: { none: "a test" },
  idempotency: "natural",
  handler: async (ctx, { ids }) => {
    for (const id of ids) await ctx.emit(happened({ thingId: id }));
    return {};
  },
});

let refused = new Set<string>();
let heard: Record<"first" | "second", string[]> = { first: [], second: [] };
const always = (): boolean => true;
const retryNow = () => transaction(everything, (tx) => tx.exec(`update "EventDelivery" set "retryAt" = null`));

beforeAll(() => useOwnDatabase(process.env.MIGRATION_DATABASE_URL));
beforeEach(async () => {
  refused = new Set();
  heard = { first: [], second: [] };
  registerHandlers([
    onEvent(happened, "road.first", async (_ctx, { thingId: id }) => {
      if (refused.has(id)) throw new Error(`${id} is refused`);
      heard.first.push(id);
    }),
    onEvent(happened, "road.second", async (_ctx, { thingId: id }) => void heard.second.push(id)),
  ]);
  await transaction(everything, (tx) => tx.exec(`delete from "OutboxEvent"`));
  await transaction(everything, (tx) => tx.exec(`delete from "EventSubscription"`));
  await subscribe();
});
afterAll(closeDatabase);

it("carries ids and nothing that changes", () => {
  expect(() => defineEvent("road.changed", z.object({ nodeId: z.string(), state: z.string() }))).toThrow("road.changed carries state");
});

it("lets a failing subscriber starve neither the others nor its own later events", async () => {
  refused = new Set(["a"]);
  await run(tell, asOperator(), { ids: ["a", "b"] });
  await fanOut("skip");
  for (const subscriber of await subscribersWithWork()) await deliverDue(subscriber, always);
  expect(heard).toEqual({ first: ["b"], second: ["a", "b"] });
});

it("keeps events only a newer version subscribes to, and does not mark them handled", async () => {
  await transaction(everything, (tx) => tx.exec(`insert into "EventSubscription" values ('road.newer', 'road.happened', clock_timestamp())`));
  await run(tell, asOperator(), { ids: ["a"] });
  expect(await drainOutbox()).toEqual({ processed: 2, failed: 0 });
  const newer: string[] = [];
  registerHandlers([onEvent(happened, "road.newer", async (_ctx, { thingId: id }) => void newer.push(id))]);
  expect(await drainOutbox()).toEqual({ processed: 1, failed: 0 });
  expect(newer).toEqual(["a"]);
});

it("gives up after the last attempt, and lets a person replay or discard", async () => {
  refused = new Set(["a", "b"]);
  await run(tell, asOperator(), { ids: ["a", "b"] });
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) await drainOutbox();
  expect(await drainOutbox()).toEqual({ processed: 0, failed: 0 });
  const { data, total } = await run(listDeadLetters, asOperator(), {});
  expect(total).toBe(2);
  expect(data[0]).toMatchObject({ subscriber: "road.first", event: "road.happened", attempts: MAX_ATTEMPTS, error: "Error: a is refused" });
  const [first, second] = data.map(({ eventId, subscriber }) => ({ eventId, subscriber }));
  if (!first || !second) throw new Error("two were given up");
  refused.clear();
  await run(replayDeadLetter, asOperator(), first);
  await run(discardDeadLetter, asOperator(), { ...second, reason: "It is of no use any more" });
  await expect(run(replayDeadLetter, asOperator(), second)).rejects.toMatchObject({ code: "not_found" });
  expect(await drainOutbox()).toEqual({ processed: 1, failed: 0 });
  expect(heard.first).toEqual(["a"]);
  expect((await run(listDeadLetters, asOperator(), {})).total).toBe(0);
});

it("delivers each event once to each subscriber, whatever fails first, with several workers", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 }), fc.func(fc.boolean()), async (numbers, fails) => {
      heard = { first: [], second: [] };
      const ids = numbers.map(String);
      refused = new Set(ids.filter((id) => fails(id)));
      await run(tell, asOperator(), { ids });
      const worker = async (): Promise<void> => {
        await fanOut("skip");
        for (const subscriber of await subscribersWithWork()) await deliverDue(subscriber, always);
      };
      await Promise.all([worker(), worker(), worker()]);
      refused.clear();
      await retryNow();
      await Promise.all([worker(), worker(), drainOutbox()]);
      await drainOutbox();
      expect([...heard.first].sort()).toEqual([...ids].sort());
      expect([...heard.second].sort()).toEqual([...ids].sort());
    }),
    { numRuns: 15 },
  );
}, 120_000);
