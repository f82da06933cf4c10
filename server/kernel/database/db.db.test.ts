import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { assertRole, asNetwork, closeDatabase, type Scope, transaction, type Tx, warmUp } from "./db";
import { OperationError } from "../operation/errors";
import { randomId } from "../process/random";
import { isUniqueViolation, sqlState } from "./sql-state";

const A = randomId("org");
const B = randomId("org");
const network: Scope = { organisationId: null, network: true, readOnly: false };
const tenant = (organisationId: string, readOnly = false): Scope => ({ organisationId, network: false, readOnly });

const createProject = (tx: Tx, organisationId: string, slug: string) =>
  tx.prisma.project.create({ data: { id: randomId("prj"), organisationId, slug, name: slug, createdAt: new Date(0) } });
const slugs = async (tx: Tx) => (await tx.sql<{ slug: string }>(`select slug from "Project" order by slug`)).map((row) => row.slug);

beforeAll(async () => {
  await warmUp(10);
  await transaction(network, async (tx) => {
    for (const id of [A, B]) await tx.prisma.organisation.create({ data: { id, slug: id.toLowerCase(), name: id, country: "NO", createdAt: new Date(0) } });
    await createProject(tx, A, "a-one");
    await createProject(tx, B, "b-one");
  });
});
afterAll(closeDatabase);

describe("a tenant's transaction", () => {
  it("sees its own rows only, by SQL and by Prisma", async () => {
    await transaction(tenant(A, true), async (tx) => {
      expect(await slugs(tx)).toEqual(["a-one"]);
      expect((await tx.prisma.project.findMany()).map((project) => project.slug)).toEqual(["a-one"]);
      expect(await tx.prisma.project.count({ where: { organisationId: B } })).toBe(0);
    });
    await transaction({ organisationId: null, network: false, readOnly: true }, async (tx) => expect(await slugs(tx)).toEqual([]));
  });

  it("cannot write another tenant's row, nor write at all when it only reads", async () => {
    await expect(transaction(tenant(A), (tx) => createProject(tx, B, "stolen"))).rejects.toSatisfy((error) => sqlState(error) === "42501");
    await expect(transaction(tenant(A, true), (tx) => createProject(tx, A, "unread"))).rejects.toSatisfy((error) => sqlState(error) === "25006");
  });

  it("commits or undoes SQL and Prisma together, nested writes included", async () => {
    const write = (tx: Tx, slug: string) =>
      tx.prisma.organisation.update({
        where: { id: A },
        data: { projects: { create: [1, 2].map((n) => ({ id: randomId("prj"), slug: `${slug}-${n}`, name: slug, createdAt: new Date(0) })) } },
        include: { projects: true },
      });
    const all = { ...tenant(A), network: true };
    await expect(
      transaction(all, async (tx) => {
        await write(tx, "undone");
        await tx.exec(`update "Organisation" set name = 'undone' where id = $1`, [A]);
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    await transaction(tenant(A, true), async (tx) => expect(await slugs(tx)).toEqual(["a-one"]));
    await transaction(all, async (tx) => {
      await write(tx, "kept");
      await tx.exec(`update "Organisation" set name = 'kept' where id = $1`, [A]);
    });
    await transaction(tenant(A, true), async (tx) => {
      expect(await slugs(tx)).toEqual(["a-one", "kept-1", "kept-2"]);
      expect((await tx.prisma.organisation.findMany()).map((organisation) => organisation.name)).toEqual(["kept"]);
    });
  });

  it("survives a nested write that fails halfway: that write is undone, the rest stays", async () => {
    await transaction(tenant(B), async (tx) => {
      await createProject(tx, B, "b-two");
      const data = { projects: { create: ["b-three", "b-one"].map((slug) => ({ id: randomId("prj"), slug, name: slug, createdAt: new Date(0) })) } };
      const failed = await asNetwork(tx, () => tx.prisma.organisation.update({ where: { id: B }, data })).catch((error: unknown) => error);
      expect(isUniqueViolation(failed)).toBe(true);
      expect(await slugs(tx)).toEqual(["b-one", "b-two"]);
    });
    await transaction(tenant(B, true), async (tx) => expect(await slugs(tx)).toEqual(["b-one", "b-two"]));
  });

  it("never mixes two tenants that run at once", async () => {
    const seen = await Promise.all(
      Array.from({ length: 200 }, (_, n) => {
        const [mine, other] = n % 2 === 0 ? [A, B] : [B, A];
        return transaction(tenant(mine, true), async (tx) => {
          const [rows, found, foreign] = await Promise.all([
            tx.sql<{ organisationId: string }>(`select distinct "organisationId" from "Project"`),
            tx.prisma.organisation.findUnique({ where: { id: mine } }),
            tx.prisma.organisation.findUnique({ where: { id: other } }),
          ]);
          return rows.length === 1 && rows[0]?.organisationId === mine && found?.id === mine && foreign === null;
        });
      }),
    );
    expect(seen.every(Boolean)).toBe(true);
  });

  it("ends with its work: a forgotten await cannot reach the next transaction", async () => {
    let late: Tx | undefined;
    await transaction(tenant(A, true), async (tx) => void (late = tx));
    expect(() => late?.prisma.project).toThrow("after its transaction had ended");
    await expect(late?.sql("select 1")).rejects.toThrow("after its transaction had ended");
  });

  it("refuses to commit when a failed statement was swallowed", async () => {
    const work = transaction(tenant(A), async (tx) => {
      await tx.exec("select 1 / 0").catch(() => undefined);
    });
    await expect(work).rejects.toThrow("could not commit");
  });

  it("hides the doors around the kernel", async () => {
    await transaction(tenant(A, true), async (tx) => expect(() => Reflect.get(tx.prisma, "$transaction")).toThrow("not for handlers"));
  });

  it("gives int8 as bigint, dates as text and instants as Date", async () => {
    const [row] = await transaction(tenant(A, true), (tx) => tx.sql<Record<string, unknown>>(`select 9007199254740993::int8 as big, '2026-11-22'::date as day, '2026-11-22T10:00:00Z'::timestamptz as instant`));
    expect(row).toEqual({ big: 9007199254740993n, day: "2026-11-22", instant: new Date("2026-11-22T10:00:00Z") });
  });
});

describe("trouble", () => {
  it("runs again what the database could not serialise, and gives up as overloaded", async () => {
    const fail = (tx: Tx) => tx.exec(`do $$ begin raise exception using errcode = '40001'; end $$`);
    let runs = 0;
    await transaction(network, async (tx) => (++runs < 3 ? void (await fail(tx)) : undefined));
    expect(runs).toBe(3);
    const refused = await transaction(network, fail).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OperationError);
    expect(refused).toMatchObject({ code: "overloaded", status: 503, retryAfterSeconds: 1 });
  });

  it("answers overloaded while every connection is taken, and recovers", async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const holders = Array.from({ length: 10 }, () => transaction(network, async (tx) => (await tx.sql("select 1"), held)));
    await expect(transaction(network, (tx) => tx.sql("select 1"))).rejects.toMatchObject({ code: "overloaded" });
    letGo();
    await Promise.all(holders);
    expect(await transaction(network, (tx) => tx.sql("select 1 as one"))).toEqual([{ one: 1 }]);
  }, 60_000);

  it("answers unavailable when its connection is cut, and recovers", async () => {
    const killer = new pg.Client({ connectionString: process.env.MIGRATION_DATABASE_URL });
    await killer.connect();
    const cut = transaction(network, async (tx) => {
      const [self] = await tx.sql<{ pid: number }>("select pg_backend_pid() as pid");
      await killer.query("select pg_terminate_backend($1)", [self?.pid]);
      await tx.sql("select 1");
    });
    await expect(cut).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 3 });
    await killer.end();
    expect(await transaction(network, (tx) => tx.sql("select 1 as one"))).toEqual([{ one: 1 }]);
  });

  it("shows a check one state, whatever is committed meanwhile", async () => {
    const read = (tx: Tx) => tx.sql<{ n: number }>(`select count(*)::int as n from "DueFailure" where work = 'snapshot'`);
    await transaction({ ...network, readOnly: true, snapshot: true }, async (tx) => {
      const before = await read(tx);
      await transaction(network, (other) => other.exec(`insert into "DueFailure" values ('snapshot', 'x', 1, '', now(), now())`));
      expect(await read(tx)).toEqual(before);
    });
    expect(await transaction(network, (tx) => tx.exec(`delete from "DueFailure" where work = 'snapshot'`))).toBe(1);
  });

  it("refuses a superuser's login in production, even as a plain role", async () => {
    vi.stubEnv("BERTH_EMBEDDED_POSTGRES", "0");
    vi.resetModules();
    const fresh = await import("./db");
    await expect(fresh.assertRole()).rejects.toThrow(/is a superuser, so it could leave berth_app/);
    await fresh.closeDatabase();
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it("accepts the application's role and says who it is", async () => {
    await assertRole();
    const [row] = await transaction(network, (tx) => tx.sql<{ name: string }>("select current_user as name"));
    expect(row?.name).toBe("berth_app");
  });
});
