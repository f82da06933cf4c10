import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { assertRole, asNetwork, closeDatabase, execWithCommit, type Scope, transaction, type Tx, within, writingRefused } from "./db";
import { OperationError } from "../operation/errors";
import { randomId } from "../process/random";
import { isUniqueViolation, sqlState } from "./sql-state";

const A = randomId("org");
const B = randomId("org");
const network: Scope = { organisationId: null, network: true, readOnly: false };
const tenant = (organisationId: string, readOnly = false): Scope => ({ organisationId, network: false, readOnly });

const createProject = (tx: Tx, organisationId: string, slug: string) =>
  tx.exec(`insert into "Project" (id, "organisationId", slug, name, "createdAt") values ($1, $2, $3, $3, to_timestamp(0))`, [
    randomId("prj"),
    organisationId,
    slug,
  ]);
const slugs = async (tx: Tx) => (await tx.sql<{ slug: string }>(`select slug from "Project" order by slug`)).map((row) => row.slug);

beforeAll(async () => {
  await transaction(network, async (tx) => {
    for (const id of [A, B])
      await tx.exec(`insert into "Organisation" (id, slug, name, country, "createdAt") values ($1, lower($1), $1, 'NO', to_timestamp(0))`, [id]);
    await createProject(tx, A, "a-one");
    await createProject(tx, B, "b-one");
  });
});
afterAll(closeDatabase);

describe("a tenant's transaction", () => {
  it("sees only its own rows", async () => {
    await transaction(tenant(A, true), async (tx) => {
      expect(await slugs(tx)).toEqual(["a-one"]);
      expect(await tx.sql(`select slug from "Project" where "organisationId" = $1`, [B])).toEqual([]);
    });
    await transaction({ organisationId: null, network: false, readOnly: true }, async (tx) => expect(await slugs(tx)).toEqual([]));
  });

  it("cannot write another tenant's row, nor write at all when read-only", async () => {
    await expect(transaction(tenant(A), (tx) => createProject(tx, B, "stolen"))).rejects.toSatisfy((error) => sqlState(error) === "42501");
    await expect(transaction(tenant(A, true), (tx) => createProject(tx, A, "unread"))).rejects.toSatisfy((error) => sqlState(error) === "25006");
  });

  it("commits everything or nothing", async () => {
    const write = async (tx: Tx, mark: string) => {
      await createProject(tx, A, `${mark}-1`);
      await createProject(tx, A, `${mark}-2`);
    };
    const undone = transaction(tenant(A), async (tx) => {
      await write(tx, "undone");
      throw new Error("stop");
    });
    await expect(undone).rejects.toThrow("stop");
    await transaction(tenant(A, true), async (tx) => expect(await slugs(tx)).toEqual(["a-one"]));
    await transaction(tenant(A), (tx) => write(tx, "kept"));
    await transaction(tenant(A, true), async (tx) => expect(await slugs(tx)).toEqual(["a-one", "kept-1", "kept-2"]));
  });

  it("never mixes two tenants that run at the same time", async () => {
    const seen = await Promise.all(
      Array.from({ length: 200 }, (_, n) => {
        const [mine, other] = n % 2 === 0 ? [A, B] : [B, A];
        return transaction(tenant(mine, true), async (tx) => {
          const [rows, found, foreign] = await Promise.all([
            tx.sql<{ organisationId: string }>(`select distinct "organisationId" from "Project"`),
            tx.sql<{ id: string }>(`select id from "Organisation" where id = $1`, [mine]),
            tx.sql<{ id: string }>(`select id from "Organisation" where id = $1`, [other]),
          ]);
          return rows.length === 1 && rows[0]?.organisationId === mine && found[0]?.id === mine && foreign.length === 0;
        });
      }),
    );
    expect(seen.every(Boolean)).toBe(true);
  });

  it("ends with its callback: a forgotten await cannot reach the next transaction", async () => {
    let late: Tx | undefined;
    await transaction(tenant(A, true), async (tx) => void (late = tx));
    await expect(late?.sql("select 1")).rejects.toThrow("after its transaction or scope had ended");
  });

  it("refuses to commit when a failed statement was swallowed", async () => {
    const work = transaction(tenant(A), async (tx) => {
      await tx.exec("select 1 / 0").catch(() => undefined);
    });
    await expect(work).rejects.toThrow("could not commit");
  });

  it("gives int8 as bigint, dates as text and instants as Date", async () => {
    const [row] = await transaction(tenant(A, true), (tx) =>
      tx.sql<Record<string, unknown>>(`select 9007199254740993::int8 as big, '2026-11-22'::date as day, '2026-11-22T10:00:00Z'::timestamptz as instant`),
    );
    expect(row).toEqual({ big: 9007199254740993n, day: "2026-11-22", instant: new Date("2026-11-22T10:00:00Z") });
  });
});

describe("a nested scope", () => {
  it("sees only its own rows, and ends with its callback", async () => {
    await transaction(tenant(B), async (tx) => {
      let kept: Tx | undefined;
      const seen = await within(tx, { ...tenant(A), network: true }, async (all) => {
        kept = all;
        return slugs(all);
      });
      expect(seen).toEqual(expect.arrayContaining(["a-one", "b-one"]));
      expect(await slugs(tx)).toEqual(["b-one"]);
      await expect(kept?.sql("select 1")).rejects.toThrow("after its transaction or scope had ended");
    });
  });

  it("undoes exactly its own writes when it fails and keeps the rest", async () => {
    await transaction(tenant(B), async (tx) => {
      await createProject(tx, B, "b-two");
      const failed = await asNetwork(tx, async (all) => {
        await createProject(all, A, "undone");
        await createProject(all, B, "b-one");
      }).catch((error: unknown) => error);
      expect(isUniqueViolation(failed)).toBe(true);
      expect(await slugs(tx)).toEqual(["b-one", "b-two"]);
    });
    await transaction(network, async (tx) => expect(await slugs(tx)).toEqual(expect.not.arrayContaining(["undone"])));
  });

  it("refuses a second scope, and the outer handle, while it is open", async () => {
    await transaction(tenant(A, true), async (tx) => {
      const [first, second, beside] = await Promise.allSettled([asNetwork(tx, slugs), within(tx, tenant(B), slugs), slugs(tx)]);
      expect(first).toMatchObject({ status: "fulfilled", value: expect.arrayContaining(["a-one", "b-one"]) as unknown });
      for (const refused of [second, beside])
        expect(refused).toMatchObject({ status: "rejected", reason: { message: expect.stringContaining("beside an inner scope") as unknown } });
      await expect(asNetwork(tx, () => slugs(tx))).rejects.toThrow("beside an inner scope");
      expect((await slugs(tx)).filter((slug) => slug.startsWith("b-"))).toEqual([]);
    });
  });

  it("can be nested in another one", async () => {
    await transaction(tenant(A, true), async (tx) => {
      const seen = await asNetwork(tx, (all) => within(all, tenant(B), async (inner) => [await slugs(inner)]));
      expect(seen).toEqual([["b-one", "b-two"]]);
      expect((await slugs(tx))[0]).toBe("a-one");
    });
  });
});

describe("a statement sent with the commit", () => {
  const insert = `insert into "Project" (id, "organisationId", slug, name, "createdAt") values ($1, $2, $3, $3, to_timestamp(0))`;

  it("commits with the rest, comes last, and undoes everything when it fails", async () => {
    await transaction(tenant(A), async (tx) => {
      await execWithCommit(tx, insert, [randomId("prj"), A, "with-commit"], "test_with_commit");
      await expect(tx.sql("select 1")).rejects.toThrow("the transaction's last");
    });
    const failing = transaction(tenant(A), async (tx) => {
      await createProject(tx, A, "lost");
      await execWithCommit(tx, insert, [randomId("prj"), A, "with-commit"], "test_with_commit");
    });
    await expect(failing).rejects.toSatisfy(isUniqueViolation);
    await transaction(tenant(A, true), async (tx) => {
      const found = await slugs(tx);
      expect(found).toContain("with-commit");
      expect(found).not.toContain("lost");
    });
  });
});

describe("database errors", () => {
  it("retries what could not be serialised, and gives up as overloaded", async () => {
    const fail = (tx: Tx) => tx.exec(`do $$ begin raise exception using errcode = '40001'; end $$`);
    let runs = 0;
    await transaction(network, async (tx) => (++runs < 3 ? void (await fail(tx)) : undefined));
    expect(runs).toBe(3);
    const refused = await transaction(network, fail).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OperationError);
    expect(refused).toMatchObject({ code: "overloaded", status: 503, retryAfterSeconds: 1 });
  });

  it("answers unavailable when nothing can be stored or the server shuts down, and reports it to readiness", async () => {
    const raise = (state: string) => transaction(network, (tx) => tx.exec(`do $$ begin raise exception using errcode = '${state}'; end $$`));
    for (const state of ["53000", "53200", "53400", "57P01", "57P03", "58030", "08006"])
      await expect(raise(state), state).rejects.toMatchObject({ code: "unavailable", status: 503, retryAfterSeconds: 3 });
    await expect(raise("53300")).rejects.toMatchObject({ code: "overloaded", status: 503 });
    expect(writingRefused()).toBeNull();
    await expect(raise("53100")).rejects.toMatchObject({ code: "unavailable", status: 503, message: expect.stringContaining("disk is full") as string });
    expect(writingRefused()).toContain("disk is full");
    await expect(raise("25006")).rejects.toMatchObject({ code: "unavailable", status: 503 });
    expect(writingRefused()).toContain("only reads");
  });

  it("answers overloaded while every connection is in use, and recovers", async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const holders = Array.from({ length: 10 }, () => transaction(network, async (tx) => (await tx.sql("select 1"), held)));
    await expect(transaction(network, (tx) => tx.sql("select 1"))).rejects.toMatchObject({ code: "overloaded" });
    letGo();
    await Promise.all(holders);
    expect(await transaction(network, (tx) => tx.sql("select 1 as one"))).toEqual([{ one: 1 }]);
  }, 60_000);

  it("answers unavailable when its connection is cut, and recovers", async () => {
    const admin = new pg.Client({ connectionString: process.env.MIGRATION_DATABASE_URL });
    await admin.connect();
    const cut = transaction(network, async (tx) => {
      const [self] = await tx.sql<{ pid: number }>("select pg_backend_pid() as pid");
      await admin.query("select pg_terminate_backend($1)", [self?.pid]);
      await tx.sql("select 1");
    });
    await expect(cut).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 3 });
    await admin.end();
    expect(await transaction(network, (tx) => tx.sql("select 1 as one"))).toEqual([{ one: 1 }]);
  });

  it("shows a check one snapshot, whatever is committed meanwhile", async () => {
    const read = (tx: Tx) => tx.sql<{ n: number }>(`select count(*)::int as n from "DueFailure" where work = 'snapshot'`);
    await transaction({ ...network, readOnly: true, snapshot: true }, async (tx) => {
      const before = await read(tx);
      await transaction(network, (other) => other.exec(`insert into "DueFailure" values ('snapshot', 'x', 1, '', now(), now())`));
      expect(await read(tx)).toEqual(before);
    });
    expect(await transaction(network, (tx) => tx.exec(`delete from "DueFailure" where work = 'snapshot'`))).toBe(1);
  });

  it("refuses a superuser login in production, even after it takes a plain role", async () => {
    vi.stubEnv("BERTH_EMBEDDED_POSTGRES", "0");
    vi.resetModules();
    const fresh = await import("./db");
    await expect(fresh.assertRole()).rejects.toThrow(/is a superuser, so it could leave berth_app/);
    await fresh.closeDatabase();
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it("accepts the application's role and reports its name", async () => {
    await assertRole();
    const [row] = await transaction(network, (tx) => tx.sql<{ name: string }>("select current_user as name"));
    expect(row?.name).toBe("berth_app");
  });
});
