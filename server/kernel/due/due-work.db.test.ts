import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { closeDatabase, transaction } from "../database/db";
import { setInstant } from "../process/clock";
import { useOwnDatabase } from "../testing/own-database";
import { everything } from "../testing";
import { dueFailures, performDue, waitSeconds, type DueWork } from "./due-work";

const START = Date.parse("2026-11-01T00:00:00Z");
const at = (seconds: number): void => setInstant(new Date(START + seconds * 1000));

interface Item {
  id: string;
  group: string;
}
let due: Item[] = [];
let broken = new Set<string>();
let done: string[] = [];
const work: DueWork<string, Item> = {
  name: "test.work",
  summary: "Test.",
  each: "thing",
  find: async (_tx, _now, limit) => due.slice(0, limit),
  key: ({ group }) => group,
  perform: async ({ id }) => {
    if (broken.has(id)) throw new Error(`${id} is broken`);
    done.push(id);
    due = due.filter((item) => item.id !== id);
  },
};
const item = (id: string, group = id): Item => ({ id, group });

beforeAll(() => useOwnDatabase(process.env.MIGRATION_DATABASE_URL));
beforeEach(() => {
  [due, broken, done] = [[], new Set(), []];
  at(0);
});
afterAll(async () => {
  setInstant(null);
  await closeDatabase();
});

it("does the others when one fails, and backs off the failing item", async () => {
  due = [item("a"), item("b"), item("c")];
  broken = new Set(["a"]);
  expect(await performDue(work, "worker")).toEqual({ done: 2, failed: 1, waiting: 0 });
  expect(done).toEqual(["b", "c"]);
  at(waitSeconds(1) - 1);
  expect(await performDue(work, "worker")).toEqual({ done: 0, failed: 0, waiting: 1 });
  at(waitSeconds(1));
  expect(await performDue(work, "worker")).toEqual({ done: 0, failed: 1, waiting: 0 });
  at(waitSeconds(1) + waitSeconds(2) - 1);
  expect(await performDue(work, "worker")).toEqual({ done: 0, failed: 0, waiting: 1 });
  broken.clear();
  at(waitSeconds(1) + waitSeconds(2));
  expect(await performDue(work, "worker")).toEqual({ done: 1, failed: 0, waiting: 0 });
  expect(await transaction(everything, dueFailures)).toBe(0);
});

it("is not crowded out by more failing items than fit in one turn", async () => {
  due = [...Array.from({ length: 500 }, (_, n) => item(`bad ${n}`)), item("good")];
  broken = new Set(due.slice(0, 500).map(({ id }) => id));
  expect(await performDue(work, "worker")).toMatchObject({ failed: 500 });
  expect(await performDue(work, "worker")).toEqual({ done: 1, failed: 0, waiting: 500 });
  due = [];
  await performDue(work, "worker");
  expect(await transaction(everything, dueFailures)).toBe(0);
}, 60_000);

it("keeps the order within a key: items behind a failure wait with it, and a person does not wait", async () => {
  due = [item("october", "acme"), item("november", "acme"), item("other")];
  broken = new Set(["october"]);
  expect(await performDue(work, "worker")).toEqual({ done: 1, failed: 1, waiting: 1 });
  broken.clear();
  expect(await performDue(work, "cli")).toEqual({ done: 2, failed: 0, waiting: 0 });
  expect(done).toEqual(["other", "october", "november"]);
});
