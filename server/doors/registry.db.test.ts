// Properties of every operation, existing and future.
import { afterAll, describe, expect, it } from "vitest";
import { MEMBER_ROLES, memberAccess, type Permission } from "@/lib/permissions";
import { samples as billing } from "@/server/billing/samples";
import { samples as capacity } from "@/server/capacity/samples";
import { samples as catalog } from "@/server/catalog/samples";
import { samples as clusters } from "@/server/clusters/samples";
import { samples as identity } from "@/server/identity/samples";
import { samples as settlement } from "@/server/settlement/samples";
import { type Caller, systemCaller } from "@/server/kernel/operation/actor";
import { now } from "@/server/kernel/process/clock";
import { randomId } from "@/server/kernel/process/random";
import { closeDatabase } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import type { AnyVerb } from "@/server/kernel/operation/operation";
import { DOWNLOADED, REFUSED } from "@/server/kernel/audit/observed";
import { samples as kernel } from "@/server/kernel/samples";
import { asAnonymous, asNode, asOperator, type Samples, testTenant, type TestTenant } from "@/server/kernel/testing";
import { samples as reliability } from "@/server/reliability/samples";
import { samples as signals } from "@/server/signals/samples";
import { verbs } from "./registry";
import { prisma } from "@/server/kernel/testing/prisma";

const samples: Samples = { ...kernel, ...identity, ...catalog, ...capacity, ...clusters, ...signals, ...reliability, ...billing, ...settlement };

afterAll(closeDatabase);

/** A permitted caller for any verb. */
const memberMay = (role: (typeof MEMBER_ROLES)[number], permission: Permission): boolean => memberAccess(role, "any").may(permission);

function allowed({ definition: { permission, tenancy } }: AnyVerb, tenant: TestTenant): Caller {
  if (tenancy === "public") return asAnonymous();
  if (permission === "signals.write") return asNode();
  if (permission === "system.run") return systemCaller("registry test", tenancy === "operator" ? null : tenant.organisationId, "test");
  if (tenancy === "operator") return asOperator();
  const role = MEMBER_ROLES.find((candidate) => permission === "none" || memberMay(candidate, permission));
  return role ? tenant.as(role) : systemCaller("registry test", tenant.organisationId, "test");
}

const outcome = (verb: AnyVerb, caller: Caller, input: unknown): Promise<string> =>
  verb.execute(caller, input).then(
    () => "done",
    (error: unknown) => (error instanceof OperationError ? error.code : `unknown error: ${String(error)}`),
  );

const entriesOf = (caller: Caller) => prisma().auditEvent.findMany({ where: { requestId: caller.requestId } });
/** Audit entries of completed actions; refusals have entries too, but did nothing. */
const entriesIn = (tenant: TestTenant) =>
  prisma().auditEvent.count({ where: { organisationId: tenant.organisationId, NOT: { action: { endsWith: REFUSED } } } });
const refusalsIn = (tenant: TestTenant, name: string) =>
  prisma().auditEvent.count({ where: { organisationId: tenant.organisationId, action: name + REFUSED } });

/** Ids in an input that name a tenant's own thing; nodes and sites belong to the network. */
const OWN_ID = /"(?:org|prj|key|qte|res|clu|inc|inv|crn|pay|bpr)_[0-9A-Z]{26}"/g;

/** Roles the permission table refuses, and read-only callers. */
function refusedCallers(verb: AnyVerb, tenant: TestTenant): [who: string, caller: Caller, code: string][] {
  const { permission, tenancy } = verb.definition;
  const callers: [string, Caller, string][] = [];
  if (tenancy !== "public") callers.push(["nobody", asAnonymous(), "unauthenticated"]);
  if (permission === "none") return callers;
  for (const role of MEMBER_ROLES) if (!memberMay(role, permission)) callers.push([role, tenant.as(role), "forbidden"]);
  for (const other of [asOperator(), asNode([])]) if (!other.actor?.access.may(permission)) callers.push([other.actor?.label ?? "", other, "forbidden"]);
  if (verb.kind === "command") callers.push(["a key that only reads", tenant.asKey({ role: "owner", readOnly: true }), "forbidden"]);
  if (tenancy === "organisation") callers.push(["a key of one project", tenant.asKey({ role: "owner", project: true }), "forbidden"]);
  return callers;
}

/** Callers of the tenant who are limited to projects, but to none of those with the samples' rows. */
async function callersOfOtherProjects(tenant: TestTenant, role: (typeof MEMBER_ROLES)[number]): Promise<[who: string, caller: Caller][]> {
  const other = randomId("prj");
  await prisma().project.create({ data: { id: other, organisationId: tenant.organisationId, slug: "elsewhere", name: "Elsewhere", createdAt: now() } });
  const bound = (projectIds: string[]): Caller => {
    const id = randomId("usr");
    return { ...tenant.as(role), actor: { kind: "user", id, label: "bound to projects", access: memberAccess(role, tenant.organisationId, projectIds) } };
  };
  return [
    ["a key of another project", tenant.asKey({ role, project: other })],
    ["a person of another project", bound([other])],
    ["a person of two others", bound([other, randomId("prj")])],
    ["a person of no project", bound([])],
  ];
}

describe.each(verbs.map((verb) => ({ name: verb.name, verb })))("$name", ({ name, verb }) => {
  const prepared = samples[name];

  it("has a sample input", () => {
    expect(prepared, "add it to the module's samples.ts").toBeDefined();
    if (prepared && "unsampled" in prepared) {
      expect(["system.run", "signals.write"], "only what our own jobs and nodes do may go without a sample").toContain(verb.definition.permission);
      expect(prepared.unsampled.length).toBeGreaterThan(10);
    }
  });

  if (typeof prepared !== "function") return;

  it("is refused to unauthorised callers, is recorded, and changes nothing", async () => {
    const tenant = await testTenant();
    const input = await prepared(tenant);
    const before = await entriesIn(tenant);
    for (const [who, caller, code] of refusedCallers(verb, tenant)) {
      expect(await outcome(verb, caller, input), who).toBe(code);
      expect(await outcome(verb, caller, input), who).toBe(code);
    }
    expect(await entriesIn(tenant)).toBe(before);
    // A refusal in the caller's own organisation is recorded once, however often they ask.
    const own = refusedCallers(verb, tenant).filter(([, { actor }, code]) => code === "forbidden" && actor?.access.organisationId === tenant.organisationId);
    expect(await refusalsIn(tenant, name)).toBe(own.length);
  });

  it("gives a foreign organisation nothing", async () => {
    const { tenancy } = verb.definition;
    if (tenancy === "operator" || tenancy === "public") return;
    const [tenant, foreign] = [await testTenant(), await testTenant()];
    const input = await prepared(tenant);
    const before = await entriesIn(tenant);
    const caller = allowed(verb, foreign);
    const own = JSON.stringify(input).match(OWN_ID) ?? [];
    const [output, refused] = await verb.execute(caller, input).then(
      (done) => [JSON.stringify(done.output), null] as const,
      (error: unknown) => [null, error] as const,
    );
    if (output === null) {
      expect(refused).toBeInstanceOf(OperationError);
      expect(refused).toHaveProperty(
        "code",
        expect.stringMatching(verb.definition.tenancy === "self" ? /^(not_found|forbidden|validation_failed)$/ : /^(not_found|forbidden)$/),
      );
    } else if (verb.definition.permission !== "system.run") {
      // Our own jobs may find nothing to do; all others must get an error.
      expect(own, "it did something with a foreign id").toEqual([]);
      expect(output).not.toContain(tenant.organisationId);
    }
    expect(await entriesIn(tenant)).toBe(before);
  });

  it("gives callers limited to other projects of the organisation nothing", async () => {
    const { tenancy, permission } = verb.definition;
    if (tenancy !== "project" || permission === "none") return;
    const role = MEMBER_ROLES.find((candidate) => memberMay(candidate, permission)) ?? "owner";
    const tenant = await testTenant();
    const input = await prepared(tenant);
    const named: readonly string[] = JSON.stringify(input).match(OWN_ID) ?? [];
    const before = await entriesIn(tenant);
    for (const [who, caller] of await callersOfOtherProjects(tenant, role)) {
      const seen = await verb.execute(caller, input).then(
        (done) => JSON.stringify(done.output),
        (error: unknown) => error,
      );
      if (typeof seen !== "string") expect(seen, who).toHaveProperty("code", expect.stringMatching(/^(not_found|forbidden|validation_failed)$/));
      else if (verb.kind === "query") {
        const whole: readonly string[] = JSON.stringify((await verb.execute(allowed(verb, tenant), input)).output).match(OWN_ID) ?? [];
        const own = caller.actor?.access.projectIds ?? [];
        for (const id of new Set([...named, ...whole].filter((one) => !own.includes(one.slice(1, -1))))) expect(seen, `${who} sees ${id}`).not.toContain(id);
      } else expect(named, `${who} did something with what is not theirs`).toEqual([]);
    }
    if (named.length > 0) expect(await entriesIn(tenant)).toBe(before);
  });

  it("accepts nothing for a foreign pool, nor from a source that is not the credential's", async () => {
    if (verb.definition.tenancy !== "pool") return;
    const input = await prepared(await testTenant());
    for (const stranger of [asNode(["another-pool"]), asNode([]), asNode(undefined, ["probe-3"])]) {
      expect(JSON.stringify((await verb.execute(stranger, input)).output)).toMatch(
        /"taken":0,"refused":\[\{.*"code":"(pool_unknown|node_unknown|source_not_of_credential)"/,
      );
    }
  });

  it(
    verb.kind === "query" ? "answers and leaves no trace" : "has one effect and leaves exactly its declared audit entry, also when it is sent again",
    async () => {
      const tenant = await testTenant();
      const input = await prepared(tenant);
      const caller = allowed(verb, tenant);
      const withKey: Caller = verb.kind === "command" ? { idempotencyKey: `registry-${caller.requestId}`, ...caller } : caller;
      const first = await verb.execute(withKey, input);
      const entries = await entriesOf(caller);
      const { audited, taken } = verb.definition;
      expect(entries.map((entry) => entry.action)).toEqual(audited ? [name] : taken && caller.actor?.kind === "user" ? [name + DOWNLOADED] : []);
      for (const entry of entries) expect(entry.subject, "the audit entry names what it was done to").not.toBe("");
      if (verb.definition.idempotency === "required") {
        const again = await verb.execute(withKey, input);
        expect(again).toMatchObject({ replayed: true, output: first.output });
        expect(await entriesOf(caller)).toEqual(entries);
      }
      if (verb.definition.idempotency === "natural") expect(await outcome(verb, withKey, input)).toBe("done");
    },
  );
});
