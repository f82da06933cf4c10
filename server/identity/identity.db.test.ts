import { describe, expect, it } from "vitest";
import { transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { asNobody, asOperator, everything, testTenant } from "@/server/kernel/testing";
import { readSession } from "./sign-in/sessions";
import { router as identity } from "./router";
import { samples } from "./samples";

const refusalOf = (work: Promise<unknown>): Promise<string> => work.then(() => "done", (error: { code?: string }) => error.code ?? "unknown");

describe("signing in", () => {
  it("opens a session that is read back, and is gone once closed", async () => {
    const tenant = await testTenant();
    const prepare = samples["identity.session.open"];
    if (typeof prepare !== "function") throw new Error("no sample");
    const input = await prepare(tenant) as { email: string; password: string };
    const first = await run(identity.session.open, asNobody(), input);
    const second = await run(identity.session.open, asNobody(), input);
    expect(second.token).not.toBe(first.token);
    expect(await readSession(first.token)).toMatchObject({ userId: tenant.userIds.engineer, staff: false, organisations: [{ id: tenant.organisationId, role: "engineer" }] });
    await run(identity.session.close, asNobody(), { token: first.token });
    expect(await readSession(first.token)).toBeNull();
    expect(await readSession(second.token)).not.toBeNull();
  });

  it("keeps only a digest of the token", async () => {
    const tenant = await testTenant();
    const prepare = samples["identity.session.open"];
    if (typeof prepare !== "function") throw new Error("no sample");
    const { token } = await run(identity.session.open, asNobody(), await prepare(tenant) as { email: string; password: string });
    const stored = await transaction(everything, (tx) => tx.prisma.session.findMany({ where: { userId: tenant.userIds.engineer } }));
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it("takes a new password only, and ends every session of the old one, once staff has set it", async () => {
    const tenant = await testTenant();
    const prepare = samples["identity.session.open"];
    if (typeof prepare !== "function") throw new Error("no sample");
    const { email, password } = await prepare(tenant) as { email: string; password: string };
    const { token } = await run(identity.session.open, asNobody(), { email, password });
    expect(await run(identity.password.set, asOperator(), { email, password: "another long password" })).toEqual({ id: tenant.userIds.engineer, sessionsEnded: 1 });
    expect(await readSession(token)).toBeNull();
    expect(await refusalOf(run(identity.session.open, asNobody(), { email, password }))).toBe("unauthenticated");
    expect(await refusalOf(run(identity.session.open, asNobody(), { email, password: "another long password" }))).toBe("done");
    expect(await refusalOf(run(identity.password.set, tenant.as("owner"), { email, password }))).toBe("forbidden");
    expect(await refusalOf(run(identity.password.set, asOperator(), { email: "nobody@nowhere.example", password }))).toBe("not_found");
  });

  it("answers the same for a wrong password and an unknown address", async () => {
    const tenant = await testTenant();
    const say = (email: string) => run(identity.session.open, asNobody(), { email, password: "not the password" }).then(() => null, (error: Error & { code?: string }) => ({ code: error.code, message: error.message }));
    const known = await say(`engineer@${tenant.slug}.example`);
    expect(known).toEqual(await say("nobody@nowhere.example"));
    expect(known?.code).toBe("unauthenticated");
  });
});

describe("members and keys", () => {
  it("lets only owners make owners", async () => {
    const tenant = await testTenant();
    const owner = { email: `boss@${tenant.slug}.example`, name: "Boss", role: "owner" as const };
    expect(await refusalOf(run(identity.member.add, tenant.as("admin"), owner))).toBe("forbidden");
    expect((await run(identity.member.add, tenant.as("owner"), owner)).role).toBe("owner");
    expect(await refusalOf(run(identity.apiKey.create, tenant.as("admin"), { name: "k", role: "owner" }))).toBe("forbidden");
  });

  it("adds a person of another organisation without touching their password", async () => {
    const [here, there] = [await testTenant(), await testTenant()];
    const email = `engineer@${there.slug}.example`;
    const before = await transaction(everything, (tx) => tx.prisma.user.findUnique({ where: { email } }));
    const added = await run(identity.member.add, here.as("admin"), { email, name: "Other Name", role: "viewer", password: "a new password" });
    expect(added.name).toBe(before?.name);
    const after = await transaction(everything, (tx) => tx.prisma.user.findUnique({ where: { email } }));
    expect(after?.passwordHash).toBe(before?.passwordHash);
  });

  it("does not know another organisation's project or key", async () => {
    const [here, there] = [await testTenant(), await testTenant()];
    expect(await refusalOf(run(identity.apiKey.create, here.as("admin"), { name: "k", role: "viewer", project: there.projectId }))).toBe("not_found");
    const foreign = await there.makeKey();
    expect(await refusalOf(run(identity.apiKey.revoke, here.as("admin"), { id: foreign.id }))).toBe("not_found");
  });
});

describe("audit log", () => {
  it("pages newest first, filters, and chains each entry to the one before", async () => {
    const tenant = await testTenant();
    for (const slug of ["one", "two", "three"]) await run(identity.project.create, tenant.as("admin"), { name: slug, slug });
    const first = await run(identity.auditEvent.list, tenant.as("admin"), { limit: 2, action: "identity.project" });
    const rest = await run(identity.auditEvent.list, tenant.as("admin"), { limit: 2, cursor: first.nextCursor ?? "", action: "identity.project" });
    const all = [...first.data, ...rest.data];
    expect(all.map((event) => event.sequence)).toEqual([...all.map((event) => event.sequence)].sort((a, b) => b - a));
    expect(all).toHaveLength(3);
    expect(all[0]?.previousHash).toBe(all[1]?.hash);
    expect((await run(identity.auditEvent.list, tenant.as("admin"), { actor: "nobody like that" })).data).toEqual([]);
  });
});
