import { afterAll, describe, expect, it, vi } from "vitest";
import { readSession } from "@/server/identity";
import { openSession } from "@/server/identity/sign-in/sessions";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import * as operation from "@/server/kernel/operation/operation";
import { everything, testTenant } from "@/server/kernel/testing";
import { isOwnAddress, sessionCookie, sessionTokenOf, signOutSurely } from "./next-auth";

afterAll(closeDatabase);

const sent = (token: string) =>
  new Headers({ cookie: `other=1; ${sessionCookie()}=${token}`, "x-forwarded-for": "192.0.2.9", "x-request-id": "req_of_a_test" });
const letGo = () => new Response("{}", { headers: { "set-cookie": `${sessionCookie()}=; Max-Age=0; Path=/` } });
const signedIn = async () => {
  const tenant = await testTenant();
  return transaction(everything, (tx) => openSession(tx, tenant.userIds.viewer));
};

describe("signing out", () => {
  it("ends the session when its cookie is cleared, however many sessions there are", async () => {
    for (let person = 0; person < 40; person++) {
      const { token } = await signedIn();
      expect((await signOutSurely(sent(token), letGo())).status).toBe(200);
      expect(await readSession(token)).toBeNull();
    }
  });

  it("keeps the cookie and says so when the session could not be ended", async () => {
    const { token } = await signedIn();
    const away = vi.spyOn(operation, "run").mockRejectedValueOnce(new Error("the database is away"));
    const refused = await signOutSurely(sent(token), letGo());
    away.mockRestore();
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([503, []]);
    expect(await readSession(token)).not.toBeNull();
  });

  it("clears a cookie that is not ours", async () => {
    expect((await signOutSurely(sent("x".repeat(500)), letGo())).status).toBe(200);
  });

  it("does nothing when next-auth refused because its CSRF token is missing", async () => {
    const { token } = await signedIn();
    expect((await signOutSurely(sent(token), new Response("{}"))).status).toBe(200);
    expect((await readSession(token))?.userId).toBeDefined();
    expect(sessionTokenOf(sent(token))).toBe(token);
  });
});

describe("next-auth's return address", () => {
  it("is on this site", () => {
    expect(["/", "/a?b=c", "http://localhost:3000", null].map(isOwnAddress)).toEqual([true, true, true, true]);
    expect(["http://localhost:4300.evil/", "//evil.example", "/\n/x", "https://evil.example"].map(isOwnAddress)).toEqual([false, false, false, false]);
  });
});
