// What holds for every operation there is, and for every one there will be.
import { afterAll, describe, expect, it } from "vitest";
import { can, MEMBER_ROLES } from "@/lib/permissions";
import { samples as billing } from "@/server/billing/samples";
import { samples as capacity } from "@/server/capacity/samples";
import { samples as catalog } from "@/server/catalog/samples";
import { samples as clusters } from "@/server/clusters/samples";
import { samples as identity } from "@/server/identity/samples";
import { samples as settlement } from "@/server/settlement/samples";
import { type Caller, systemCaller } from "@/server/kernel/operation/actor";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import type { AnyVerb } from "@/server/kernel/operation/operation";
import { sweep } from "@/server/kernel/due/sweep";
import { asNobody, asNode, asOperator, everything, sample, type Samples, testTenant, type TestTenant } from "@/server/kernel/testing";
import { samples as reliability } from "@/server/reliability/samples";
import { samples as signals } from "@/server/signals/samples";
import { verbs } from "./registry";

const samples: Samples = { "kernel.retention.sweep": sample(sweep, async () => ({})), ...identity, ...catalog, ...capacity, ...clusters, ...signals, ...reliability, ...billing, ...settlement };

afterAll(closeDatabase);

/** A caller who may, whatever the verb asks for. */
function allowed({ definition: { permission, tenancy } }: AnyVerb, tenant: TestTenant): Caller {
  if (tenancy === "public") return asNobody();
  if (permission === "signals.write") return asNode();
  if (permission === "system.run") return systemCaller("registry test", tenancy === "operator" ? null : tenant.organisationId, "test");
  if (tenancy === "operator") return asOperator();
  const role = MEMBER_ROLES.find((candidate) => permission === "none" || can(candidate, permission));
  return role ? tenant.as(role) : systemCaller("registry test", tenant.organisationId, "test");
}

const outcome = (verb: AnyVerb, caller: Caller, input: unknown): Promise<string> =>
  verb.execute(caller, input).then(
    () => "done",
    (error: unknown) => (error instanceof OperationError ? error.code : `unknown error: ${String(error)}`),
  );

const entriesOf = (caller: Caller) => transaction(everything, (tx) => tx.prisma.auditEvent.findMany({ where: { requestId: caller.requestId } }));
const entriesIn = (tenant: TestTenant) => transaction(everything, (tx) => tx.prisma.auditEvent.count({ where: { organisationId: tenant.organisationId } }));

/** Ids in an input that name a tenant's own thing; nodes and sites belong to the network. */
const OWN_ID = /"(?:org|prj|key|qte|res|clu|inc|inv|crn|pay|bpr)_[0-9A-Z]{26}"/g;

/** Roles the permission table refuses, and callers that may only read. */
function refusedCallers(verb: AnyVerb, tenant: TestTenant): [who: string, caller: Caller, code: string][] {
  const { permission, tenancy } = verb.definition;
  const callers: [string, Caller, string][] = [];
  if (tenancy !== "public") callers.push(["nobody", asNobody(), "unauthenticated"]);
  if (permission === "none") return callers;
  for (const role of MEMBER_ROLES) if (!can(role, permission)) callers.push([role, tenant.as(role), "forbidden"]);
  if (!can("operator", permission)) callers.push(["operator", asOperator(), "forbidden"]);
  if (!can("node", permission)) callers.push(["node", asNode(), "forbidden"]);
  if (verb.kind === "command") callers.push(["a key that only reads", tenant.asKey({ role: "owner", readOnly: true }), "forbidden"]);
  if (tenancy === "organisation") callers.push(["a key of one project", tenant.asKey({ role: "owner", project: true }), "forbidden"]);
  return callers;
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

  it("is refused to those who may not, without a trace", async () => {
    const tenant = await testTenant();
    const input = await prepared(tenant);
    const before = await entriesIn(tenant);
    for (const [who, caller, code] of refusedCallers(verb, tenant)) {
      expect(await outcome(verb, caller, input), who).toBe(code);
    }
    expect(await entriesIn(tenant)).toBe(before);
  });

  it("gives a foreign organisation nothing", async () => {
    const { tenancy } = verb.definition;
    if (tenancy === "operator" || tenancy === "public") return;
    const [tenant, foreign] = [await testTenant(), await testTenant()];
    const input = await prepared(tenant);
    const before = await entriesIn(tenant);
    const caller = allowed(verb, foreign);
    const own = JSON.stringify(input).match(OWN_ID) ?? [];
    const [output, refused] = await verb.execute(caller, input).then((done) => [JSON.stringify(done.output), null] as const, (error: unknown) => [null, error] as const);
    if (output === null) {
      expect(refused).toBeInstanceOf(OperationError);
      expect(refused).toHaveProperty("code", expect.stringMatching(/^(not_found|forbidden)$/));
    } else if (verb.definition.permission !== "system.run") {
      // Our own jobs may find nothing to do; anyone else must be told.
      expect(own, "it did something with a foreign id").toEqual([]);
      expect(output).not.toContain(tenant.organisationId);
    }
    expect(await entriesIn(tenant)).toBe(before);
  });

  it(verb.kind === "query" ? "answers and leaves no trace" : "has one effect and leaves exactly its declared audit entry, also when it is sent again", async () => {
    const tenant = await testTenant();
    const input = await prepared(tenant);
    const caller = allowed(verb, tenant);
    const withKey: Caller = verb.kind === "command" ? { idempotencyKey: `registry-${caller.requestId}`, ...caller } : caller;
    const first = await verb.execute(withKey, input);
    const entries = await entriesOf(caller);
    expect(entries.map((entry) => entry.action)).toEqual(verb.definition.audited ? [name] : []);
    for (const entry of entries) expect(entry.subject, "the audit entry names what it was done to").not.toBe("");
    if (verb.definition.idempotency === "required") {
      const again = await verb.execute(withKey, input);
      expect(again).toMatchObject({ replayed: true, output: first.output });
      expect(await entriesOf(caller)).toEqual(entries);
    }
    if (verb.definition.idempotency === "natural") expect(await outcome(verb, withKey, input)).toBe("done");
  });
});
