// Published views: they have a comment, select only columns of their own module's tables, and hide what the tables
// hide. Uses a separate database, so that every table can get a row for two tenants.
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recreate } from "../migrations/database";
import { migrate } from "../migrations/migrate";
import { MODULES } from "../../../.dependency-cruiser.mjs";
import { relationsOf } from "./walls";

interface View {
  name: string;
  module: string;
  options: string[] | null;
  comment: string | null;
  /** Its tables, each once. */
  tables: string[];
  /** Columns that do not exist under that name in its table. */
  computed: string[];
  ofTenant: boolean;
  /** Whether its table is under row security. */
  secured: boolean;
}

const VIEWS = `
  select n.nspname || '.' || c.relname as name, n.nspname as module, c.reloptions as options, obj_description(c.oid, 'pg_class') as comment,
         array(select distinct t.relname::text from pg_rewrite r join pg_depend d on d.objid = r.oid join pg_class t on t.oid = d.refobjid
                where r.ev_class = c.oid and t.oid <> c.oid) as tables,
         array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
                 and not exists (select from pg_rewrite r join pg_depend d on d.objid = r.oid and d.refclassid = 'pg_class'::regclass
                                   join pg_attribute b on b.attrelid = d.refobjid and b.attnum = d.refobjsubid
                                  where r.ev_class = c.oid and b.attrelid <> c.oid and b.attname = a.attname)) as computed,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisationId') as "ofTenant",
         exists (select from pg_rewrite r join pg_depend d on d.objid = r.oid join pg_class t on t.oid = d.refobjid
                  where r.ev_class = c.oid and t.relkind in ('r', 'p') and t.relrowsecurity) as secured
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and n.nspname = any($1) order by 1`;

/** Columns of a table without a default, with a value of their type for an organisation. */
const FILLED = `
  select quote_ident(a.attname) as column,
         case when a.attname = 'organisationId' then '$1'
              when t.typtype = 'e' then quote_literal((select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder limit 1))
              when t.typcategory = 'A' then quote_literal('{}') when t.typname in ('json', 'jsonb') then quote_literal('{}')
              when t.typcategory = 'D' then quote_literal('2026-01-01') when t.typcategory = 'N' then '0' when t.typcategory = 'B' then 'false'
              when t.typname = 'bpchar' then quote_literal('x') when t.typname = 'bytea' then quote_literal('') else '$1' end as value
    from pg_attribute a join pg_type t on t.oid = a.atttypid
   where a.attrelid = $1::regclass and a.attnum > 0 and (a.attname = 'organisationId' or a.attnotnull and not a.atthasdef)`;

const root = path.resolve(import.meta.dirname, "../../..");
const TENANTS = ["org_one", "org_two"];
let client: pg.Client;
let views: View[];

/**
 * A row per tenant in every table under row security that a view shows. Row constraints are dropped, because the rows'
 * content does not matter here.
 */
async function fillTables(): Promise<void> {
  const { rows: rules } = await client.query<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint where contype in ('c', 'x') and conrelid <> 0
      and connamespace = 'public'::regnamespace`,
  );
  for (const { drop } of rules) await client.query(drop);
  await client.query("set session_replication_role = replica");
  for (const table of new Set(views.filter(({ secured }) => secured).flatMap(({ tables }) => tables))) {
    const { rows } = await client.query<{ column: string; value: string }>(FILLED, [`"${table}"`]);
    for (const tenant of TENANTS) {
      const values = rows.map(({ value }) => (value === "$1" ? client.escapeLiteral(tenant) : value));
      await client.query(`insert into "${table}" (${rows.map(({ column }) => column).join(", ")}) values (${values.join(", ")}) on conflict do nothing`);
    }
  }
  await client.query("set session_replication_role = origin");
}

async function asApplication<T>(settings: Record<string, string>, work: () => Promise<T>): Promise<T> {
  await client.query("begin; set local role berth_app");
  try {
    for (const [name, value] of Object.entries(settings)) await client.query(`select set_config($1, $2, true)`, [`berth.${name}`, value]);
    return await work();
  } finally {
    await client.query("rollback");
  }
}

const REFUSED = "42501";

/** The code with which a statement is refused; null when it is not. */
async function refusalOf(text: string): Promise<string | null> {
  await client.query("savepoint before");
  const code = await client.query(text).then(
    () => null,
    (error: unknown) => (error as pg.DatabaseError).code ?? "",
  );
  await client.query("rollback to before");
  return code;
}

const organisationsIn = async (view: string, column: string): Promise<(string | null)[]> =>
  (await client.query<{ id: string | null }>(`select ${column} as id from ${view} order by 1`)).rows.map(({ id }) => id);

beforeAll(async () => {
  const url = (process.env.MIGRATION_DATABASE_URL ?? "").replace(/\/berth$/, "/berth_views_test");
  await recreate(url);
  await migrate(url);
  client = new pg.Client({ connectionString: url });
  await client.connect();
  views = (await client.query<View>(VIEWS, [MODULES])).rows;
  await fillTables();
}, 60_000);
afterAll(() => client.end());

describe("a published view", () => {
  it("has a comment, runs with the caller's rights, and only selects columns of one table of its module", () => {
    const { tables, views: declared } = relationsOf(root);
    expect(views.map(({ name }) => name)).toEqual([...declared.keys()].sort());
    expect(views.length).toBeGreaterThan(20);
    for (const view of views) {
      expect(view, view.name).toMatchObject({ options: ["security_invoker=on"], computed: [], comment: expect.stringMatching(/\.$/) as string });
      expect(view.tables, view.name).toHaveLength(1);
      expect(tables.get(view.tables[0] ?? ""), view.name).toBe(view.module);
    }
  });

  it("over tenants' rows is under row security", () => {
    expect(views.filter(({ ofTenant, secured }) => ofTenant && !secured).map(({ name }) => name)).toEqual([]);
  });

  it("can be read by the application, but not written or locked", async () => {
    for (const { name, tables } of views) {
      const [read, locked, emptied] = await asApplication({ network: "on" }, async () => [
        await refusalOf(`select from ${name}`),
        await refusalOf(`select from ${name} for key share`),
        await refusalOf(`delete from ${name}`),
      ]);
      expect([read, locked, emptied], `${name} of ${tables.join()}`).toEqual([null, REFUSED, REFUSED]);
    }
  });

  it("shows tenants only their own rows, and anonymous callers none", async () => {
    const ofTenants = [
      ...views.filter(({ ofTenant }) => ofTenant).map(({ name }) => [name, `"organisationId"`] as const),
      ["identity.organisation", "id"] as const,
    ];
    expect(ofTenants.length).toBeGreaterThan(15);
    for (const [name, column] of ofTenants) {
      expect(await asApplication({ network: "on" }, () => organisationsIn(name, column)), name).toEqual(TENANTS);
      expect(await asApplication({ organisation: "org_two" }, () => organisationsIn(name, column)), name).toEqual(["org_two"]);
      expect(await asApplication({}, () => organisationsIn(name, column)), name).toEqual([]);
    }
  });
});
