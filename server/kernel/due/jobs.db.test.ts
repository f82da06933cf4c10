import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { now, setOffsetSeconds } from "../process/clock";
import { closeDatabase, transaction } from "../database/db";
import { defineEvent, onEvent, registerHandlers } from "../events/events";
import type { Running } from "./every";
import { startJobs } from "./jobs";
import { command, run } from "../operation/operation";
import { asOperator, everything } from "../testing";
import { useOwnDatabase } from "../testing/own-database";

const happened = defineEvent("test.happened", z.object({ nameId: z.string() }));
const tell = command({
  name: "test.tell",
  summary: "Tells.",
  input: z.object({ names: z.array(z.string()) }),
  output: z.object({}),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  audit: { none: "a test" },
  idempotency: "natural",
  handler: async (ctx, { names }) => {
    for (const name of names) await ctx.emit(happened({ nameId: name }));
    return {};
  },
});
let turns = 0;
const turn = command({
  name: "test.turn",
  summary: "Turns.",
  input: z.object({}),
  output: z.object({}),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "a test" },
  idempotency: "natural",
  handler: async () => (turns++, {}),
});

let running: Running[] = [];
beforeAll(() => useOwnDatabase(process.env.MIGRATION_DATABASE_URL));
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.stop()));
  running = [];
});
afterAll(closeDatabase);

it("delivers every event once with two workers, retries the failing one, and runs ticks", async () => {
  const seen: string[] = [];
  let refusals = 1;
  registerHandlers([
    onEvent(happened, "test.listen", async (_ctx, { nameId: name }) => {
      if (name === "stubborn" && refusals-- > 0) throw new Error("not yet");
      seen.push(name);
    }),
  ]);
  // The first one creates its tables, the second finds them.
  running.push(await startJobs([{ verb: turn, everySeconds: 1 }]));
  running.push(await startJobs([{ verb: turn, everySeconds: 1 }]));
  const names = ["stubborn", ...Array.from({ length: 120 }, (_, n) => `event ${n}`)];
  await run(tell, asOperator(), { names });
  await vi.waitFor(() => expect([...seen].sort()).toEqual([...names].sort()), { timeout: 20_000, interval: 100 });
  await vi.waitFor(() => expect(turns).toBeGreaterThan(1), { timeout: 10_000, interval: 100 });
  const deliveries = () =>
    transaction(everything, (tx) =>
      tx.sql<{ name: string; attempts: number; done: boolean }>(
        `select e.payload->>'nameId' as name, d.attempts, d."processedAt" is not null as done from "EventDelivery" d
          join "OutboxEvent" e on e.id = d."eventId" where d.subscriber = 'test.listen'`,
      ),
    );
  await vi.waitFor(async () => expect((await deliveries()).filter(({ done }) => !done)).toEqual([]), { timeout: 5_000 });
  expect((await deliveries()).filter(({ attempts }) => attempts > 0)).toEqual([{ name: "stubborn", attempts: 1, done: true }]);
});

it("follows the demo's moved clock in the transaction that needs it", async () => {
  vi.stubEnv("BERTH_DEMO", "1");
  vi.resetModules();
  const db = await import("../database/db");
  const clock = await import("../process/clock");
  await db.transaction(everything, (tx) =>
    tx.exec(`insert into "DemoClock" (id, "offsetSeconds") values (1, 1209600) on conflict (id) do update set "offsetSeconds" = 1209600`),
  );
  await vi.waitFor(async () => {
    const at = await db.transaction(everything, async (_tx, moved) => moved);
    expect(Math.round((at.getTime() - now().getTime()) / 86_400_000)).toBe(14);
  });
  expect(clock.offsetSeconds()).toBe(1_209_600);
  await db.transaction(everything, (tx) => tx.exec(`delete from "DemoClock"`));
  await db.closeDatabase();
  setOffsetSeconds(0);
});
