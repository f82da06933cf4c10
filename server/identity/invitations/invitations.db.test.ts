// An account belongs to the owner of its address. Whatever one organisation does with an address gives nobody access to
// another organisation, renames nobody, and reveals nothing about the account.
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { now } from "@/server/kernel/process/clock";
import { asAnonymous, asOperator, testTenant, type TestTenant } from "@/server/kernel/testing";
import { router as identity } from "../router";
import { readSession } from "../sign-in/sessions";
import { codeOf, emailOf, memberIdOf, signIn, tokenOf, withPassword } from "../testing/people";
import { prisma } from "@/server/kernel/testing/prisma";

afterAll(closeDatabase);

const invite = (tenant: TestTenant, email: string, more: object = {}) => run(identity.member.invite, tenant.as("owner"), { email, role: "viewer", ...more });
const register = (link: { link: string }, name = "New Person", password = "a password of theirs") =>
  run(identity.invitation.register, asAnonymous(), { token: tokenOf(link), name, password });
const later = (days: number) => new Date(now().getTime() + days * 86_400_000);
const invitationsOf = (tenant: TestTenant) => run(identity.invitation.list, tenant.as("owner"), {}).then(({ data }) => data);

describe("an invitation", () => {
  it("is accepted by link: people set their own name and password and become members", async () => {
    const tenant = await testTenant();
    const email = `cfo@${tenant.slug}.example`;
    const made = await invite(tenant, `  CFO@${tenant.slug}.example `, { role: "engineer", projects: [tenant.projectSlug], name: "The CFO" });
    expect(made).toMatchObject({ email, state: "invited", role: "engineer", projects: [tenant.projectId], name: "The CFO" });
    expect(await run(identity.invitation.get, asAnonymous(), { token: tokenOf(made) })).toMatchObject({
      email,
      slug: tenant.slug,
      role: "engineer",
      name: "The CFO",
    });
    expect(await register(made)).toMatchObject({ email, slug: tenant.slug });
    const { token } = await signIn(email, "a password of theirs");
    expect(await readSession(token)).toMatchObject({
      name: "New Person",
      organisations: [{ id: tenant.organisationId, role: "engineer", projectIds: [tenant.projectId] }],
    });
    expect(await codeOf(register(made)), "once").toBe("not_found");
    expect(await codeOf(run(identity.invitation.get, asAnonymous(), { token: tokenOf(made) }))).toBe("not_found");
    expect((await invitationsOf(tenant)).map(({ state }) => state)).toEqual(["accepted"]);
  });

  it("accepts no password, or any other unusable field, from the inviter", async () => {
    const tenant = await testTenant();
    for (const more of [{ password: "attacker-known-1" }, { pasword: "x" }, { staff: true }]) {
      const refused = await invite(tenant, `x@${tenant.slug}.example`, more).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "validation_failed" });
    }
    expect(await invitationsOf(tenant)).toEqual([]);
  });

  it("lets an existing account join only when signed in with the invited address, and shows its name to nobody", async () => {
    const [here, there] = [await testTenant(), await testTenant()];
    const email = emailOf(there);
    const made = await invite(here, email);
    expect(JSON.stringify([made, await invitationsOf(here), await run(identity.invitation.get, asAnonymous(), { token: tokenOf(made) })])).not.toContain(
      "engineer of",
    );
    const before = await prisma().user.findUnique({ where: { email } });
    expect(await codeOf(register(made, "Attacker", "attacker-known-1"))).toBe("conflict");
    expect(await prisma().user.findUnique({ where: { email } })).toEqual(before);
    expect(await codeOf(run(identity.invitation.accept, there.as("owner"), { token: tokenOf(made) })), "another address").toBe("forbidden");
    expect((await run(identity.member.list, here.as("owner"), {})).data).toHaveLength(5);
    expect(await run(identity.invitation.accept, there.as("engineer"), { token: tokenOf(made) })).toEqual({
      organisationId: here.organisationId,
      slug: here.slug,
    });
    expect((await run(identity.member.list, here.as("owner"), {})).data).toHaveLength(6);
    expect(await codeOf(run(identity.invitation.accept, there.as("engineer"), { token: tokenOf(made) }))).toBe("not_found");
  });

  it("squatted on by another organisation opens nothing of the one that invites later", async () => {
    const [attacker, victim] = [await testTenant(), await testTenant()];
    const email = `cfo@${victim.slug}.example`;
    await register(await invite(attacker, email), "Attacker", "attacker-known-1");
    const made = await invite(victim, email, { role: "owner" });
    const { token } = await signIn(email, "attacker-known-1");
    expect((await readSession(token))?.organisations.map(({ id }) => id)).toEqual([attacker.organisationId]);
    // The refused owner proves their identity to support; the reset link ends the squatter's access.
    expect(await codeOf(register(made))).toBe("conflict");
    const reset = await run(identity.passwordReset.create, asOperator(), { email });
    await run(identity.passwordReset.use, asAnonymous(), { token: tokenOf(reset), password: "a password of theirs" });
    expect(await readSession(token)).toBeNull();
    expect(await codeOf(signIn(email, "attacker-known-1"))).toBe("unauthenticated");
  });

  it("ends by expiry, by withdrawal and by a new link", async () => {
    const tenant = await testTenant();
    const made = await invite(tenant, `a@${tenant.slug}.example`);
    const again = await run(identity.invitation.resend, tenant.as("admin"), { id: made.id });
    expect(await codeOf(register(made))).toBe("not_found");
    await run(identity.invitation.withdraw, tenant.as("admin"), { id: made.id });
    expect(await codeOf(register(again))).toBe("not_found");
    expect(await codeOf(run(identity.invitation.resend, tenant.as("admin"), { id: made.id }))).toBe("not_found");
    const expired = await invite(tenant, `b@${tenant.slug}.example`);
    await prisma().invitation.update({ where: { id: expired.id }, data: { expiresAt: later(-1) } });
    expect(await codeOf(register(expired))).toBe("not_found");
    expect((await invitationsOf(tenant)).find(({ id }) => id === expired.id)?.state).toBe("expired");
    expect((await invite(tenant, `b@${tenant.slug}.example`)).state, "an expired one is in nobody's way").toBe("invited");
  });

  it("is one per address even when twelve are made at once, and is accepted by one when the link is opened twice", async () => {
    const tenant = await testTenant();
    const email = `race@${tenant.slug}.example`;
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(invite(tenant, email))));
    expect(codes.sort()).toEqual([...Array.from({ length: 11 }, () => "conflict"), "done"]);
    const made = await run(identity.invitation.resend, tenant.as("owner"), { id: (await invitationsOf(tenant))[0]?.id ?? "" });
    const taken = await Promise.all(Array.from({ length: 4 }, () => codeOf(register(made))));
    expect(taken.filter((code) => code === "done")).toHaveLength(1);
    expect(taken.filter((code) => code === "not_found" || code === "conflict")).toHaveLength(3);
    expect(await codeOf(invite(tenant, email))).toBe("conflict");
  });

  it("names an owner only by an owner, and limits only roles that exist on projects", async () => {
    const tenant = await testTenant();
    expect(await codeOf(run(identity.member.invite, tenant.as("admin"), { email: `boss@${tenant.slug}.example`, role: "owner" }))).toBe("forbidden");
    expect(await codeOf(invite(tenant, `x@${tenant.slug}.example`, { role: "finance", projects: [tenant.projectSlug] }))).toBe("validation_failed");
    expect(await codeOf(invite(tenant, `x@${tenant.slug}.example`, { projects: [(await testTenant()).projectId] }))).toBe("validation_failed");
  });
});

describe("staff", () => {
  it("is never made out of an existing account, whichever came first", async () => {
    const tenant = await testTenant();
    const email = `ops@${tenant.slug}.example`;
    expect(await codeOf(run(identity.staff.invite, asOperator(), { email: emailOf(tenant) }))).toBe("conflict");
    const [staff, customer] = [await run(identity.staff.invite, asOperator(), { email }), await invite(tenant, email)];
    await register(customer);
    expect(await codeOf(register(staff))).toBe("conflict");
    expect((await prisma().user.findUnique({ where: { email } }))?.staff).toBe(false);
    expect(await codeOf(run(identity.invitation.accept, { ...tenant.as("engineer") }, { token: tokenOf(staff) }))).toBe("forbidden");
  });
});

describe("members", () => {
  it("change role and projects, effective from their next request", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant, "viewer");
    const { token } = await signIn(email, password);
    const id = await memberIdOf(tenant, "viewer");
    expect(await run(identity.member.change, tenant.as("admin"), { id, role: "engineer", projects: [tenant.projectSlug] })).toMatchObject({
      role: "engineer",
      projects: [tenant.projectId],
    });
    expect((await readSession(token))?.organisations[0]).toMatchObject({ role: "engineer", projectIds: [tenant.projectId] });
    expect(await codeOf(run(identity.member.change, tenant.as("admin"), { id, role: "owner", projects: [] }))).toBe("forbidden");
    await run(identity.member.remove, tenant.as("admin"), { id });
    expect((await readSession(token))?.organisations).toEqual([]);
    expect(await codeOf(run(identity.member.remove, (await testTenant()).as("owner"), { id: await memberIdOf(tenant, "finance") }))).toBe("not_found");
  });

  it("always keep an owner, who cannot leave, be demoted or be removed, even when two try at once", async () => {
    const tenant = await testTenant();
    const [first, second] = [await memberIdOf(tenant, "owner"), await memberIdOf(tenant, "engineer")];
    const leave = (role: "owner" | "engineer") => codeOf(run(identity.member.leave, tenant.as(role), { organisationId: tenant.organisationId }));
    const demote = (id: string) => codeOf(run(identity.member.change, tenant.as("owner"), { id, role: "admin" }));
    expect([await leave("owner"), await demote(first), await codeOf(run(identity.member.remove, tenant.as("owner"), { id: first }))]).toEqual([
      "conflict",
      "conflict",
      "conflict",
    ]);
    expect(await codeOf(run(identity.member.remove, tenant.as("admin"), { id: first }))).toBe("forbidden");
    for (const race of [() => [demote(first), demote(second)], () => [leave("owner"), leave("engineer")], () => [demote(first), leave("engineer")]]) {
      for (const [id, userId] of [
        [first, tenant.userIds.owner],
        [second, tenant.userIds.engineer],
      ] as const) {
        await prisma().member.upsert({
          where: { id },
          create: { id, organisationId: tenant.organisationId, userId, role: "owner", createdAt: later(0) },
          update: { role: "owner" },
        });
      }
      expect((await Promise.all(race())).sort()).toEqual(["conflict", "done"]);
      expect(await prisma().member.count({ where: { organisationId: tenant.organisationId, role: "owner" } })).toBe(1);
    }
  });
});
