import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSession } from "@/server/identity/sign-in/sessions";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { everything, testTenant, type TestTenant } from "@/server/kernel/testing";
import { sessionCookie } from "./next-auth";
import { ORGANISATION_HEADER } from "./session-caller";
import { handleTrpc } from "./trpc";

const HOST = "console.test";
let tenant: TestTenant;
let cookie: string;
beforeAll(async () => {
  tenant = await testTenant();
  const { token } = await transaction(everything, (tx) => openSession(tx, tenant.userIds.engineer));
  cookie = `other=1; ${sessionCookie()}=${token}`;
});
afterAll(closeDatabase);

interface Answer {
  result?: { data: Record<string, unknown> };
  error?: { message: string; data: { code: string; httpStatus: number; suggestion: string; requestId: string; errors: { pointer: string }[] } };
}

async function call(
  path: string,
  { input = {}, headers = {}, method = "GET" }: { input?: unknown; headers?: Record<string, string>; method?: "GET" | "POST" } = {},
) {
  const url = new URL(`https://${HOST}/api/trpc/${path}`);
  if (method === "GET") url.searchParams.set("input", JSON.stringify(input));
  const request = new Request(url, {
    method,
    headers: { host: HOST, cookie, "content-type": "application/json", "x-request-id": "req_of_a_test", [ORGANISATION_HEADER]: tenant.slug, ...headers },
    ...(method === "POST" && { body: JSON.stringify(input) }),
  });
  const response = await handleTrpc(request);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

describe("the tRPC door", () => {
  it("acts as the signed-in member of the named organisation", async () => {
    const { status, headers, body } = await call("identity.me.get");
    expect(status).toBe(200);
    expect(headers.get("x-request-id")).toBe("req_of_a_test");
    expect(body.result?.data).toMatchObject({ id: tenant.userIds.engineer, role: "engineer", organisation: { slug: tenant.slug } });
  });

  it("hides organisations the caller does not belong to, and the staff side from customers", async () => {
    const foreign = await testTenant();
    for (const desk of [foreign.slug, "no-such-organisation", "operator"]) {
      const { status, body } = await call("identity.me.get", { headers: { [ORGANISATION_HEADER]: desk } });
      expect([status, body.error?.data.code], desk).toEqual([404, "not_found"]);
    }
  });

  it("refuses anonymous callers, the wrong role and bad input, each with code, suggestion and request id", async () => {
    const nobody = await call("identity.project.list", { headers: { cookie: "" } });
    expect([nobody.status, nobody.body.error?.data.code]).toEqual([401, "unauthenticated"]);
    const wrongRole = await call("identity.apiKey.list");
    expect(wrongRole.body.error).toMatchObject({ data: { code: "forbidden", httpStatus: 403, requestId: "req_of_a_test" } });
    expect(wrongRole.body.error?.data.suggestion).not.toBe("");
    const bad = await call("identity.project.list", { input: { limit: 0 } });
    expect(bad.body.error?.data).toMatchObject({ code: "validation_failed", errors: [{ pointer: "/limit" }] });
    expect((await call("identity.nothing.get")).body.error?.data.code).toBe("not_found");
  });

  it("accepts no write from another site", async () => {
    const input = { name: "x", slug: "x" };
    const foreign = await call("identity.project.create", { method: "POST", input, headers: { origin: "https://evil.test" } });
    expect([foreign.status, foreign.body.error?.data.code]).toEqual([403, "forbidden"]);
    const own = await call("identity.project.create", { method: "POST", input, headers: { origin: `https://${HOST}` } });
    expect(own.body.error?.data.code).toBe("forbidden"); // not permitted for an engineer, but it got that far
    expect(own.body.error?.message).toContain("projects.manage");
  });
});
