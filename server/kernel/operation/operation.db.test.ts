import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { systemCaller } from "./actor";
import { verifyChain } from "../audit/audit";
import { closeDatabase, transaction } from "../database/db";
import { defineEvent, onEvent, registerHandlers } from "../events/events";
import { OperationError } from "./errors";
import { command, query, run } from "./operation";
import { drainOutbox } from "../events/outbox";
import { asAnonymous, everything, testTenant, type TestTenant } from "../testing";
import { useOwnDatabase } from "../testing/own-database";
import { prisma } from "../testing/prisma";

const renamed = defineEvent("test.project.renamed", z.object({ projectId: z.string() }));

const rename = command({
  name: "test.project.rename",
  summary: "Renames a project.",
  input: z.object({ id: z.string(), name: z.string().min(1), fail: z.boolean().default(false) }),
  output: z.object({ id: z.string(), name: z.string(), changes: z.number().int().max(100) }),
  permission: "projects.manage",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const changes = await ctx.tx.exec(`update "Project" set name = $2 where id = $1`, [input.id, input.name]);
    if (changes === 0) throw new OperationError("not_found", "There is no such project.");
    ctx.audited({ name: input.name });
    await ctx.emit(renamed({ projectId: input.id }));
    if (input.fail) throw new Error("the password is hunter2");
    // The answer for this name breaks its contract.
    return { id: input.id, name: input.name, changes: input.name === "Too many" ? 1000 : changes };
  },
});
const read = query({
  name: "test.project.read",
  summary: "Reads a project.",
  input: z.object({ id: z.string() }),
  output: z.object({ name: z.string(), seen: z.number() }),
  permission: "projects.read",
  tenancy: "project",
  rate: "read",
  handler: async (ctx, input) => {
    const rows = await ctx.tx.sql<{ name: string }>(`select name from "Project" where id = $1`, [input.id]);
    return { name: rows[0]?.name ?? "", seen: rows.length };
  },
});
const sneaky = query({
  name: "test.project.sneak",
  summary: "Writes where it may only read.",
  input: z.object({}),
  output: z.object({}),
  permission: "members.read",
  tenancy: "organisation",
  rate: "read",
  handler: async (ctx) => {
    await ctx.tx.exec(`update "Project" set name = 'sneaked'`);
    return {};
  },
});

let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  await useOwnDatabase(process.env.MIGRATION_DATABASE_URL);
  tenant = await testTenant();
  other = await testTenant();
});
afterAll(closeDatabase);

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof OperationError ? error.code : "other"),
  );
const nameOf = async (who: TestTenant) => (await prisma().project.findUniqueOrThrow({ where: { id: who.projectId } })).name;
const trail = (who: TestTenant) => prisma().auditEvent.findMany({ where: { organisationId: who.organisationId }, orderBy: { sequence: "asc" } });

describe("an operation", () => {
  it("refuses bad input with field and reason, anonymous callers, the wrong role, and foreign things", async () => {
    const refused = await run(rename, tenant.as("admin"), { id: tenant.projectId, name: "" }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "validation_failed", status: 400, errors: [{ pointer: "/name" }] });
    for (const name of ["nul \0", "half a pair \ud800"]) {
      expect(await run(rename, tenant.as("admin"), { id: tenant.projectId, name }).catch((error: unknown) => error)).toMatchObject({
        code: "validation_failed",
        errors: [{ pointer: "/name" }],
      });
    }
    const input = { id: tenant.projectId, name: "Rendering" };
    expect(await codeOf(run(rename, asAnonymous(), input))).toBe("unauthenticated");
    expect(await codeOf(run(rename, tenant.as("viewer"), input))).toBe("forbidden");
    expect(await codeOf(run(rename, other.as("owner"), input))).toBe("not_found");
    expect(await codeOf(run(rename, tenant.asKey({ readOnly: true }), input))).toBe("forbidden");
    expect(await codeOf(run(rename, tenant.asKey({ project: true }), input))).toBe("forbidden");
    expect(await codeOf(run(rename, { ...tenant.as("admin"), idempotencyKey: undefined }, input))).toBe("idempotency_key_required");
    expect(await nameOf(tenant)).toBe("Training");
    // Refusals of the organisation's own callers are recorded, and nothing else.
    const told = (await trail(tenant)).map((entry) => [entry.action, entry.subject, entry.actorKind, entry.detail]);
    const refusal = (kind: string) => ["test.project.rename.refused", tenant.projectId, kind, { code: "forbidden" }];
    expect(told).toEqual([refusal("user"), refusal("apiKey"), refusal("apiKey")]);
    expect(await trail(other)).toEqual([]);
  });

  it("runs once, writes one audit entry and one event, and replays the answer", async () => {
    const caller = tenant.as("admin");
    const input = { id: tenant.projectId, name: "Inference" };
    const first = await rename.execute(caller, input);
    expect(first).toMatchObject({ replayed: false, output: { name: "Inference", changes: 1 } });
    await run(rename, tenant.as("owner"), { id: tenant.projectId, name: "Changed since" });
    const again = await rename.execute({ ...caller, requestId: "another" }, input);
    expect(again).toMatchObject({ replayed: true, output: first.output });
    expect(await nameOf(tenant)).toBe("Changed since");
    expect(await codeOf(run(rename, caller, { ...input, name: "Else" }))).toBe("idempotency_key_reused");
    const entries = (await trail(tenant)).filter(({ action }) => action === rename.name);
    expect(entries.map((entry) => [entry.action, entry.subject, entry.actorId, entry.detail])).toEqual([
      ["test.project.rename", tenant.projectId, tenant.userIds.admin, { name: "Inference" }],
      ["test.project.rename", tenant.projectId, tenant.userIds.owner, { name: "Changed since" }],
    ]);
  });

  it("takes effect once when the same request is sent fifty times at once", async () => {
    const before = (await trail(tenant)).length;
    const caller = tenant.as("admin");
    const answers = await Promise.all(Array.from({ length: 50 }, () => rename.execute(caller, { id: tenant.projectId, name: "Fifty" })));
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect((await trail(tenant)).length).toBe(before + 1);
  });

  it("leaves nothing behind when the handler fails or its answer breaks the contract, and hides the reason", async () => {
    const before = await trail(tenant);
    await transaction(everything, (tx) => tx.exec(`delete from "OutboxEvent"`));
    for (const input of [
      { id: tenant.projectId, name: "Failed", fail: true },
      { id: tenant.projectId, name: "Too many" },
    ]) {
      const caller = tenant.as("admin");
      await expect(run(rename, caller, input)).rejects.not.toBeInstanceOf(OperationError);
      expect(await prisma().idempotencyKey.count({ where: { organisationId: tenant.organisationId, key: caller.idempotencyKey } })).toBe(0);
    }
    expect(await nameOf(tenant)).toBe("Fifty");
    expect(await trail(tenant)).toEqual(before);
    expect(await prisma().outboxEvent.count()).toBe(0);
  });

  it("shows a tenant only its own rows, and a query cannot write", async () => {
    expect(await run(read, tenant.asKey({ project: true }), { id: tenant.projectId })).toMatchObject({ seen: 1 });
    expect(await run(read, tenant.as("viewer"), { id: other.projectId })).toEqual({ name: "", seen: 0 });
    expect(await codeOf(run(sneaky, tenant.as("owner"), {}))).toBe("other");
    expect(await nameOf(tenant)).toBe("Fifty");
  });

  it("lets our own jobs act for an organisation without a key, and only in that organisation", async () => {
    await run(rename, systemCaller("test", tenant.organisationId), { id: tenant.projectId, name: "By a job" });
    expect((await trail(tenant)).at(-1)).toMatchObject({ actorKind: "system", actorId: "job:test", surface: "worker" });
    expect(await codeOf(run(rename, systemCaller("test", other.organisationId), { id: tenant.projectId, name: "No" }))).toBe("not_found");
    expect(await codeOf(run(rename, systemCaller("test"), { id: tenant.projectId, name: "No" }))).toBe("forbidden");
  });
});

describe("the audit chain", () => {
  it("verifies, stays gapless under concurrency, and reports the first bad entry", async () => {
    const fresh = await testTenant();
    await Promise.all(Array.from({ length: 20 }, (_, n) => run(rename, fresh.as("admin"), { id: fresh.projectId, name: `Name ${n} 서울` })));
    const scope = { organisationId: fresh.organisationId, network: false, readOnly: true };
    const verify = () => transaction(scope, (tx) => verifyChain(tx, fresh.organisationId));
    expect(await verify()).toEqual({ chain: fresh.organisationId, entries: 20, ok: true, firstBad: null });
    await expect(transaction(everything, (tx) => tx.exec(`update "AuditEvent" set subject = 'x' where chain = $1`, [fresh.organisationId]))).rejects.toThrow(
      "permission denied",
    );
    const { default: pg } = await import("pg");
    const superuser = new pg.Client({ connectionString: process.env.MIGRATION_DATABASE_URL });
    await superuser.connect();
    await superuser.query(`set session_replication_role = replica`);
    await superuser.query(`update "AuditEvent" set "actorLabel" = 'someone else' where chain = $1 and sequence = 7`, [fresh.organisationId]);
    expect(await verify()).toMatchObject({ ok: false, firstBad: { sequence: 7, reason: "its content is not what was written" } });
    await superuser.query(`delete from "AuditEvent" where chain = $1 and sequence = 5`, [fresh.organisationId]);
    expect(await verify()).toMatchObject({ ok: false, firstBad: { sequence: 5, reason: "the entry is missing" } });
    await superuser.query(`delete from "AuditEvent" where chain = $1 and sequence >= 5`, [fresh.organisationId]);
    expect(await verify()).toMatchObject({ ok: false, firstBad: { sequence: 5, reason: "the newest entries are missing" } });
    await superuser.end();
  });
});

describe("the outbox", () => {
  it("runs every handler once, commits its effects with the note, and retries only what failed", async () => {
    const seen: string[] = [];
    let failures = 1;
    registerHandlers([
      onEvent(renamed, "test.first", async (_ctx, { projectId }) => {
        seen.push(`first ${projectId}`);
      }),
      onEvent(renamed, "test.second", async (ctx, { projectId }) => {
        await ctx.tx.exec(`update "Project" set "costCentre" = 'half done' where id = $1`, [projectId]);
        if (failures-- > 0) throw new Error("not yet");
        seen.push(`second ${projectId}`);
      }),
    ]);
    const fresh = await testTenant();
    await transaction(everything, (tx) => tx.exec(`delete from "OutboxEvent"`));
    await run(rename, fresh.as("admin"), { id: fresh.projectId, name: "Start" });
    expect(await drainOutbox()).toEqual({ processed: 1, failed: 1 });
    const project = () => prisma().project.findUniqueOrThrow({ where: { id: fresh.projectId } });
    expect((await project()).costCentre).toBe("CC-100");
    expect(await drainOutbox()).toEqual({ processed: 1, failed: 0 });
    expect((await project()).costCentre).toBe("half done");
    expect(seen).toEqual([`first ${fresh.projectId}`, `second ${fresh.projectId}`]);
    expect(await drainOutbox()).toEqual({ processed: 0, failed: 0 });
  });

  it("runs a verb for the event's organisation inside the handler's transaction, and undoes it with that transaction", async () => {
    const fresh = await testTenant();
    const asked = defineEvent("test.asked", z.object({ kind: z.enum(["fail", "succeed"]) }));
    registerHandlers([
      onEvent(asked, "test.rename", async (ctx, { kind }) => {
        const fail = kind === "fail";
        await ctx.run(rename, { id: fresh.projectId, name: fail ? "Undone" : "Renamed" });
        await expect(ctx.run(rename, { id: other.projectId, name: "Foreign" })).rejects.toMatchObject({ code: "not_found" });
        expect(await ctx.tx.sql(`select 1 from "Project" where id = $1`, [other.projectId])).toHaveLength(1);
        if (fail) throw new Error("undo");
      }),
    ]);
    const ask = command({
      name: "test.ask",
      summary: "Asks.",
      input: z.object({ fail: z.boolean() }),
      output: z.object({}),
      permission: "members.read",
      tenancy: "organisation",
      rate: "write",
      audit: { none: "a test" },
      idempotency: "natural",
      handler: async (ctx, { fail }) => (await ctx.emit(asked({ kind: fail ? "fail" : "succeed" })), {}),
    });
    await run(ask, fresh.as("viewer"), { fail: true });
    expect((await drainOutbox()).failed).toBe(1);
    expect(await nameOf(fresh)).toBe("Training");
    await transaction(everything, (tx) => tx.exec(`delete from "OutboxEvent"`));
    await run(ask, fresh.as("viewer"), { fail: false });
    expect((await drainOutbox()).failed).toBe(0);
    expect(await nameOf(fresh)).toBe("Renamed");
    expect((await trail(fresh)).at(-1)).toMatchObject({ actorId: "job:test.rename" });
  });
});
