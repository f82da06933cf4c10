import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { testTenant } from "@/server/kernel/testing";
import { asNetwork, closeDatabase, poolUse, readSharing, type Scope, SharedReading, type Tx } from "./db";

type Tenant = Awaited<ReturnType<typeof testTenant>>;
let mine: Tenant;
let other: Tenant;

const scopeOf = (tenant: Tenant, more: Partial<Scope> = {}): Scope => ({ organisationId: tenant.organisationId, network: false, readOnly: true, ...more });
const transactionOf = async (tx: Tx) => (await tx.sql<{ at: string }>("select now()::text || pg_backend_pid() as at"))[0]?.at;
const projects = async (tx: Tx) => (await tx.sql<{ id: string }>(`select id from "Project"`)).map((row) => row.id);

beforeAll(async () => {
  [mine, other] = await Promise.all([testTenant(), testTenant()]);
});
afterAll(closeDatabase);

it("opens one transaction per scope", async () => {
  const [one, two, project, foreign] = await readSharing((shared) =>
    Promise.all([
      shared.run(scopeOf(mine), transactionOf),
      shared.run(scopeOf(mine), transactionOf),
      shared.run(scopeOf(mine, { projectIds: ["none"] }), transactionOf),
      shared.run(scopeOf(other), transactionOf),
    ]),
  );
  expect(two).toBe(one);
  expect(new Set([one, project, foreign]).size).toBe(3);
});

it("shows each read the rows of its own scope, however they interleave", async () => {
  const tenants = Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? mine : other));
  const seen = await readSharing((shared) =>
    Promise.all(tenants.map((tenant) => shared.run(scopeOf(tenant), async (tx) => [...(await projects(tx)), ...(await projects(tx))]))),
  );
  expect(seen).toEqual(tenants.map(({ projectId }) => [projectId, projectId]));
});

it("fails only the read that finds nothing", async () => {
  const [refused, read] = await readSharing((shared) =>
    Promise.allSettled([shared.run(scopeOf(mine), () => Promise.reject(new Error("not found"))), shared.run(scopeOf(mine), projects)]),
  );
  expect(refused).toMatchObject({ status: "rejected" });
  expect(read).toEqual({ status: "fulfilled", value: [mine.projectId] });
});

it("neither writes nor opens a nested scope that other reads would run in", async () => {
  await readSharing(async (shared) => {
    await expect(shared.run(scopeOf(mine), (tx) => asNetwork(tx, projects))).rejects.toThrow("cannot open another scope");
    expect(await shared.run(scopeOf(mine), projects)).toEqual([mine.projectId]);
    // A write has a transaction of its own, which commits.
    await shared.run(scopeOf(mine, { readOnly: false }), (tx) => tx.exec(`update "Project" set name = 'Renamed' where id = $1`, [mine.projectId]));
  });
  const names = await readSharing((shared) =>
    shared.run(scopeOf(mine), async (tx) => (await tx.sql<{ name: string }>(`select name from "Project"`)).map((row) => row.name)),
  );
  expect(names).toEqual(["Renamed"]);
});

it("returns its connections when it ends, even if a statement failed or a read is still running", async () => {
  let release: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (release = resolve));
  const shared = new SharedReading();
  const late = shared.run(scopeOf(mine), async (tx) => {
    await projects(tx);
    await waiting;
    return projects(tx);
  });
  await expect(shared.run(scopeOf(mine), (tx) => tx.sql("select 1 / 0"))).rejects.toThrow();
  shared.end();
  release();
  await expect(late).rejects.toThrow("after its transaction or scope had ended");
  await expect(shared.run(scopeOf(other), projects)).rejects.toThrow("had ended");
  await vi.waitFor(() => expect(poolUse().idle).toBe(poolUse().total));
  expect(await readSharing((next) => next.run(scopeOf(other), projects))).toEqual([other.projectId]);
});

it("ends the other reads for the reason of the one that was refused", async () => {
  const refusal = new Error("the cursor is of another list");
  let release: () => void = () => undefined;
  const refused = new Promise<void>((resolve) => (release = resolve));
  const others: Promise<unknown>[] = [];
  const whole = readSharing(async (shared) => {
    const running = shared.run(scopeOf(mine), async (tx) => {
      await projects(tx);
      await refused;
      return projects(tx);
    });
    const later = refused.then(() => shared.run(scopeOf(mine), projects));
    others.push(running, later);
    await Promise.all([shared.run(scopeOf(mine), () => Promise.reject(refusal)), ...others]);
  });
  await expect(whole).rejects.toBe(refusal);
  release();
  for (const other of others) await expect(other).rejects.toBe(refusal);
  await vi.waitFor(() => expect(poolUse().idle).toBe(poolUse().total));
});
