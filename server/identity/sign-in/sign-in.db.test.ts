import { afterAll, describe, expect, it, vi } from "vitest";
import { closeDatabase, poolUse } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import * as clock from "@/server/kernel/process/clock";
import * as secrets from "@/server/kernel/process/secrets";
import { asAnonymous, asOperator, testTenant } from "@/server/kernel/testing";
import { router as identity } from "../router";
import { actionsOf, codeOf, emailOf, fromElsewhere, PASSWORD, signIn, tokenOf, withPassword } from "../testing/people";
import { readSession } from "./sessions";
import { addressKey } from "./throttle";
import { prisma } from "@/server/kernel/testing/prisma";

afterAll(closeDatabase);

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof OperationError ? error : null),
  );

describe("signing in", () => {
  it("opens a session that can be read, stores only its digest, and is gone once closed", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    const first = await signIn(email, password);
    const second = await signIn(` ${email.toUpperCase()} `, password);
    expect(second.token).not.toBe(first.token);
    expect(await readSession(first.token)).toMatchObject({
      userId: tenant.userIds.engineer,
      staff: false,
      organisations: [{ id: tenant.organisationId, role: "engineer" }],
    });
    const stored = await prisma().session.findMany({ where: { userId: tenant.userIds.engineer } });
    expect(JSON.stringify(stored)).not.toContain(first.token);
    await run(identity.session.close, asAnonymous(), { token: first.token });
    expect(await readSession(first.token)).toBeNull();
    expect(await readSession(second.token)).not.toBeNull();
  });

  it("ends the browser's previous session", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    const { token } = await signIn(email, password);
    const next = await run(identity.session.open, fromElsewhere(), { email, password, replaces: token, browser: "Test 1.0" });
    expect([await readSession(token), (await readSession(next.token))?.userId]).toEqual([null, tenant.userIds.engineer]);
  });

  it("answers the same for a wrong password and an unknown address", async () => {
    const tenant = await testTenant();
    await withPassword(tenant);
    const known = await refusalOf(signIn(emailOf(tenant), "not the password"));
    const unknown = await refusalOf(signIn("nobody@nowhere.example", "not the password"));
    expect([known?.code, known?.message]).toEqual([unknown?.code, unknown?.message]);
    expect(known?.code).toBe("unauthenticated");
  });

  it("is recorded in the audit log of each of the person's organisations, as are refusals and sign-outs", async () => {
    const [tenant, other] = [await testTenant(), await testTenant()];
    const { email, password } = await withPassword(tenant);
    await prisma().member.create({
      data: { id: `mem_of_${tenant.slug}`, organisationId: other.organisationId, userId: tenant.userIds.engineer, role: "viewer", createdAt: new Date(0) },
    });
    await refusalOf(signIn(email, "wrong"));
    const { token } = await signIn(email, password);
    await run(identity.session.close, asAnonymous(), { token });
    for (const organisation of [tenant, other]) {
      expect(await actionsOf(organisation)).toEqual([
        { action: "identity.session.refuse", subject: tenant.userIds.engineer, actorId: "job:sign-in" },
        { action: "identity.session.open", subject: tenant.userIds.engineer, actorId: tenant.userIds.engineer },
        { action: "identity.session.close", subject: tenant.userIds.engineer, actorId: tenant.userIds.engineer },
      ]);
    }
  });

  it("holds no database connection while passwords are compared", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    const compare = vi.spyOn(secrets, "verifyPassword").mockImplementation(async () => {
      await expect.poll(() => poolUse().total - poolUse().idle, { message: "connections in use" }).toBe(0);
      return true;
    });
    try {
      expect(await codeOf(signIn(email, password))).toBe("done");
      expect(compare).toHaveBeenCalledOnce();
    } finally {
      compare.mockRestore();
    }
  });

  it("signs out however many others did before", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    const { token } = await signIn(email, password);
    for (let n = 0; n < 400; n++) await run(identity.session.close, { ...asAnonymous(), address: null }, { token: `unknown-${n}` });
    await run(identity.session.close, { ...asAnonymous(), address: null }, { token });
    expect(await readSession(token)).toBeNull();
  });
});

describe("password guessing", () => {
  it("makes an account wait longer and longer, from any address, and resets after success", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    let machine = clock.systemMilliseconds();
    const stopped = vi.spyOn(clock, "systemMilliseconds").mockImplementation(() => machine);
    try {
      for (let n = 0; n < 5; n++) expect(await codeOf(signIn(email, "wrong"))).toBe("unauthenticated");
      const waits: (number | undefined)[] = [];
      for (let n = 0; n < 10; n++) {
        expect(await codeOf(signIn(email, "wrong"))).toBe("unauthenticated");
        const refused = await refusalOf(signIn(email, password));
        expect(refused?.code, "the right password waits as well").toBe("rate_limited");
        waits.push(refused?.retryAfterSeconds);
        machine += (refused?.retryAfterSeconds ?? 0) * 1000;
      }
      expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
      expect(await codeOf(signIn(email, password))).toBe("done");
      for (let n = 0; n < 5; n++) expect(await codeOf(signIn(email, "wrong"))).toBe("unauthenticated");
      expect(await codeOf(signIn(email, password)), "the sixth is free of waiting again").toBe("done");
    } finally {
      stopped.mockRestore();
    }
  });

  it("lets no more through when all guesses come at the same moment", async () => {
    const tenant = await testTenant();
    const { email } = await withPassword(tenant);
    const codes = await Promise.all(Array.from({ length: 30 }, () => codeOf(signIn(email, "wrong"))));
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(6);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(24);
  });

  it("stops an address that tries many accounts, and does not count successful sign-ins", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    const office = fromElsewhere();
    await signIn(email, password, office);
    const rows = () => prisma().signInThrottle.findUnique({ where: { key: addressKey(office.address) ?? "" } });
    expect((await rows())?.failures).toBe(0);
    await prisma().signInThrottle.update({ where: { key: addressKey(office.address) ?? "" }, data: { failures: 100 } });
    expect(await codeOf(signIn(`x@${tenant.slug}.example`, "wrong", office))).toBe("unauthenticated");
    expect(await codeOf(signIn(`y@${tenant.slug}.example`, "wrong", office))).toBe("rate_limited");
    expect(await codeOf(signIn(email, password, fromElsewhere())), "others go on").toBe("done");
  });

  it("counts a household's IPv6 addresses as one", () => {
    expect(addressKey("2001:db8:1:2:3:4:5:6")).toBe(addressKey("2001:db8:1:2::9"));
    expect(addressKey("2001:db8::1")).toBe("network:2001:db8:0:0");
    expect(addressKey("::ffff:192.0.2.7")).toBe("address:192.0.2.7");
    expect(addressKey("::1")).toBe("network:0:0:0:0");
    expect(addressKey(null)).toBeNull();
  });
});

describe("a person's own sessions and password", () => {
  it("can be listed and ended only by their owner", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    const { token } = await run(identity.session.open, fromElsewhere(), { email, password, browser: "Test 1.0" });
    const { data } = await run(identity.session.list, tenant.as("engineer"), {});
    expect(data).toEqual([expect.objectContaining({ browser: "Test 1.0" })]);
    expect((await run(identity.session.list, tenant.as("owner"), {})).data).toEqual([]);
    expect(await codeOf(run(identity.session.end, tenant.as("owner"), { id: data[0]?.id ?? "" }))).toBe("not_found");
    expect(await codeOf(run(identity.session.list, tenant.asKey(), {}))).toBe("forbidden");
    await run(identity.session.end, tenant.as("engineer"), { id: data[0]?.id ?? "" });
    expect(await readSession(token)).toBeNull();
  });

  it("change together: the new password works, the old one does not, and every session ends", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    const { token } = await signIn(email, password);
    expect(await codeOf(run(identity.password.change, tenant.as("engineer"), { current: "wrong", password: "another password" }))).toBe("validation_failed");
    expect(await run(identity.password.change, tenant.as("engineer"), { current: password, password: "another password" })).toEqual({ sessionsEnded: 1 });
    expect(await readSession(token)).toBeNull();
    expect([await codeOf(signIn(email, password)), await codeOf(signIn(email, "another password"))]).toEqual(["unauthenticated", "done"]);
  });

  it("are reset by a single-use link, for its owner, and every session ends", async () => {
    const tenant = await testTenant();
    const { email, password } = await withPassword(tenant);
    const { token } = await signIn(email, password);
    const make = () => run(identity.passwordReset.create, asOperator(), { email });
    const [earlier, link] = [await make(), await make()];
    expect(await codeOf(run(identity.passwordReset.create, tenant.as("owner"), { email }))).toBe("forbidden");
    expect((await readSession(token))?.userId, "nothing has changed yet").toBe(tenant.userIds.engineer);
    const use = (from: { link: string }, to: string) => codeOf(run(identity.passwordReset.use, asAnonymous(), { token: tokenOf(from), password: to }));
    expect(await use(earlier, "a third password")).toBe("not_found");
    expect((await Promise.all([use(link, "another password"), use(link, "another password")])).sort()).toEqual(["done", "not_found"]);
    expect(await readSession(token)).toBeNull();
    expect([await codeOf(signIn(email, PASSWORD)), await codeOf(signIn(email, "another password"))]).toEqual(["unauthenticated", "done"]);
    expect(await codeOf(run(identity.passwordReset.create, asOperator(), { email: "nobody@nowhere.example" }))).toBe("not_found");
  });
});
