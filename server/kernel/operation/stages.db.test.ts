// The optional stages: what prepare and policy can and cannot do.
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { closeDatabase, poolUse, transaction } from "../database/db";
import { asAnonymous, everything, testTenant, type TestTenant } from "../testing";
import { OperationError } from "./errors";
import { command, run } from "./operation";
import { allowed, denied, pending } from "./policy";
import { prisma } from "../testing/prisma";

const trace: string[] = [];

/** Names a project; a request can name at most two, and "ask" waits for an approval. */
const rename = command({
  name: "test.project.prepared",
  summary: "Renames a project.",
  input: z.object({ id: z.string(), names: z.array(z.string()).min(1) }),
  output: z.object({ state: z.enum(["renamed", "pending"]), name: z.string() }),
  permission: "projects.manage",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.id },
  idempotency: "required",
  prepare: async (ctx, input) => {
    trace.push("prepare");
    const before = await ctx.read(async (tx) => (await tx.sql<{ name: string }>(`select name from "Project" where id = $1`, [input.id]))[0]);
    await expect(ctx.read((tx) => tx.exec(`update "Project" set name = 'sneaked'`))).rejects.toThrow("read-only");
    await expect.poll(() => poolUse().total - poolUse().idle, { message: "connections in use" }).toBe(0);
    return { before: before?.name ?? "", hash: `hash of ${input.names.join()}` };
  },
  policy: async (ctx, input, prepared) => {
    trace.push(`policy ${prepared.before}`);
    if (input.names.length > 2) {
      await ctx.tx.exec(`update "Project" set "costCentre" = 'denied' where id = $1`, [input.id]);
      return denied({
        code: "limit_reached",
        detail: "At most 2 names.",
        limits: [{ name: "names", limit: 2, used: 0, asked: input.names.length }],
        suggestion: "Give fewer.",
      });
    }
    if (input.names[0] === "ask") {
      await ctx.tx.exec(`update "Project" set "costCentre" = 'asked' where id = $1`, [input.id]);
      return pending({ state: "pending" as const, name: prepared.before });
    }
    return allowed;
  },
  handler: async (ctx, input, prepared) => {
    trace.push(`handler ${prepared.hash}`);
    await ctx.tx.exec(`update "Project" set name = $2 where id = $1`, [input.id, input.names[0]]);
    return { state: "renamed" as const, name: input.names[0] ?? "" };
  },
});

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await testTenant();
  trace.length = 0;
});
afterAll(closeDatabase);

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof OperationError ? error : null),
  );
const project = () => prisma().project.findUniqueOrThrow({ where: { id: tenant.projectId } });
const trail = () => prisma().auditEvent.findMany({ where: { organisationId: tenant.organisationId } });

describe("prepare", () => {
  it("runs before the transaction, holds no connection, and passes its result on", async () => {
    await run(rename, tenant.as("admin"), { id: tenant.projectId, names: ["New"] });
    expect(trace).toEqual(["prepare", "policy Training", "handler hash of New"]);
    expect((await project()).name).toBe("New");
  });

  it("does not run for unauthorised callers or bad input", async () => {
    expect((await refusalOf(run(rename, tenant.as("viewer"), { id: tenant.projectId, names: ["x"] })))?.code).toBe("forbidden");
    expect((await refusalOf(run(rename, asAnonymous(), { id: tenant.projectId, names: ["x"] })))?.code).toBe("unauthenticated");
    expect((await refusalOf(run(rename, tenant.as("admin"), { id: tenant.projectId, names: [] })))?.code).toBe("validation_failed");
    expect(trace).toEqual([]);
  });

  it("cannot run inside another transaction", async () => {
    await expect(transaction(everything, (tx, now) => rename.execute(tenant.as("admin"), { id: tenant.projectId, names: ["x"] }, { tx, now }))).rejects.toThrow(
      "prepares outside",
    );
    expect(trace).toEqual([]);
  });
});

describe("policy", () => {
  it("denies with the limits that were hit, and leaves nothing behind", async () => {
    const refused = await refusalOf(run(rename, tenant.as("admin"), { id: tenant.projectId, names: ["a", "b", "c"] }));
    expect(refused).toMatchObject({ code: "limit_reached", status: 409, suggestion: "Give fewer.", limits: [{ name: "names", limit: 2, used: 0, asked: 3 }] });
    expect(await project()).toMatchObject({ name: "Training", costCentre: "CC-100" });
    expect(await trail()).toEqual([]);
  });

  it("answers instead of the handler while an approval is pending, keeps what it wrote, and replays that answer", async () => {
    const caller = tenant.as("admin");
    const input = { id: tenant.projectId, names: ["ask"] };
    const first = await rename.execute(caller, input);
    expect(first).toMatchObject({ output: { state: "pending", name: "Training" }, replayed: false });
    expect(await project()).toMatchObject({ name: "Training", costCentre: "asked" });
    expect(await trail()).toMatchObject([{ action: "test.project.prepared", detail: { decision: "pending" } }]);
    trace.length = 0;
    expect(await rename.execute(caller, input)).toMatchObject({ output: first.output, replayed: true });
    expect(trace).toEqual(["prepare"]);
  });
});
