import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recreate } from "./database";
import { root } from "../launcher/data-directory";
import { migrate } from "./migrate";
import { TABLES, tablesOfSchema } from "./tables";

describe("migrate", () => {
  let url = "";
  let directory = "";

  function migration(name: string, sql: string): void {
    mkdirSync(path.join(directory, name), { recursive: true });
    writeFileSync(path.join(directory, name, "migration.sql"), sql);
  }

  async function query<Row extends object>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), "berth-migrations-"));
    url = (process.env.MIGRATION_DATABASE_URL ?? "").replace(/\/berth$/, "/berth_migrate_test");
    await recreate(url);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("applies new migrations once, in order of their names", async () => {
    migration("2_fill", "INSERT INTO thing VALUES (1)");
    migration("1_make", "CREATE TABLE thing (id int)");
    expect(await migrate(url, directory)).toEqual(["1_make", "2_fill"]);
    expect(await migrate(url, directory)).toEqual([]);
    migration("3_fill_again", "INSERT INTO thing VALUES (2)");
    expect(await migrate(url, directory)).toEqual(["3_fill_again"]);
    expect(await query("SELECT id FROM thing ORDER BY id")).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it("applies each once when two start together", async () => {
    migration("1_make", "CREATE TABLE thing (id int)");
    const [first, second] = await Promise.all([migrate(url, directory), migrate(url, directory)]);
    expect([...first, ...second]).toEqual(["1_make"]);
  });

  it("leaves nothing of a failed migration, and applies it once it is fixed", async () => {
    migration("1_half", "CREATE TABLE thing (id int); SELECT 1/0");
    migration("2_after", "CREATE TABLE after (id int)");
    await expect(migrate(url, directory)).rejects.toThrow(/1_half: division by zero/);
    expect(await query("SELECT to_regclass('thing')::text AS thing, to_regclass('after')::text AS after")).toEqual([{ thing: null, after: null }]);
    migration("1_half", "CREATE TABLE thing (id int)");
    expect(await migrate(url, directory)).toEqual(["1_half", "2_after"]);
  });

  it("leaves nothing of a migration whose connection is cut, as by kill -9, and applies it at the next start", async () => {
    migration("1_cut", "CREATE TABLE thing (id int); SELECT pg_terminate_backend(pg_backend_pid())");
    await expect(migrate(url, directory)).rejects.toThrow(/1_cut/);
    migration("1_cut", "CREATE TABLE thing (id int)");
    expect(await migrate(url, directory)).toEqual(["1_cut"]);
  });

  it("refuses to go past a migration that another program left unfinished", async () => {
    migration("1_make", "CREATE TABLE thing (id int)");
    await migrate(url, directory);
    await query(`UPDATE "_prisma_migrations" SET finished_at = NULL`);
    await expect(migrate(url, directory)).rejects.toThrow(/1_make failed earlier/);
  });

  it("refuses a migration edited after it was applied", async () => {
    migration("1_make", "CREATE TABLE thing (id int)");
    await migrate(url, directory);
    migration("1_make", "CREATE TABLE thing (id bigint)");
    await expect(migrate(url, directory)).rejects.toThrow(/1_make was edited/);
  });
});

it("the first migration matches the schema; npm run db:tables writes it", () => {
  expect(readFileSync(path.join(root, TABLES), "utf8")).toBe(tablesOfSchema(process.env.MIGRATION_DATABASE_URL ?? ""));
});
