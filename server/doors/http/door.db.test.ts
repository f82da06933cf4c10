import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problem } from "@/lib/contracts/common";
import { now } from "@/server/kernel/process/clock";
import { closeDatabase } from "@/server/kernel/database/db";
import { randomId } from "@/server/kernel/process/random";
import { makeApiKey } from "@/server/kernel/process/secrets";
import { testTenant, type TestTenant } from "@/server/kernel/testing";
import { enterProgramsDoor, refuseUnknown } from "./door";
import { prisma } from "@/server/kernel/testing/prisma";

let server: http.Server;
let base: string;
let tenant: TestTenant;
let key: string;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (!enterProgramsDoor(request, response)) refuseUnknown(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tenant = await testTenant();
  ({ key } = await tenant.makeKey());
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await closeDatabase();
});

const bearer = (value = key) => ({ authorization: `Bearer ${value}` });
const get = (path: string, headers: Record<string, string> = bearer()) => fetch(base + path, { headers });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: "POST",
    headers: { ...bearer(), "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** A refusal must be problem details, whatever went wrong. */
async function problemIn(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = problem.parse(await response.json());
  expect(body).toMatchObject({ status: response.status, requestId: response.headers.get("x-request-id") });
  return body;
}

describe("the API door", () => {
  it("answers a key's read with request id, rate limit and headers for programs", async () => {
    const response = await get("/api/v1/me", { ...bearer(), "x-request-id": "my-own-request-1" });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ kind: "apiKey", organisation: { slug: tenant.slug } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-request-id": "my-own-request-1",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "ratelimit-limit": expect.stringMatching(/^\d+$/) as string,
      "ratelimit-remaining": expect.stringMatching(/^\d+$/) as string,
    });
    expect((await get("/api/v1/me", { ...bearer(), "x-request-id": "bad id\t" })).headers.get("x-request-id")).toMatch(/^req_/);
    const head = await fetch(`${base}/api/v1/me`, { method: "HEAD", headers: bearer() });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("refuses missing, malformed, expired and revoked keys", async () => {
    for (const headers of [{}, bearer("bk_live_nonsense"), bearer(makeApiKey().key), { authorization: "Basic eDp5" }]) {
      const response = await get("/api/v1/me", headers);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await problemIn(response)).toMatchObject({ status: 401, code: "unauthenticated" });
    }
    const dead = await tenant.makeKey();
    await prisma().apiKey.update({ where: { id: dead.id }, data: { expiresAt: new Date(0) } });
    expect((await get("/api/v1/me", bearer(dead.key))).status).toBe(401);
    const revoked = await tenant.makeKey();
    await prisma().apiKey.update({ where: { id: revoked.id }, data: { revokedAt: new Date(0) } });
    expect((await get("/api/v1/me", bearer(revoked.key))).status).toBe(401);
  });

  it("creates once per key, replays, and refuses the key with another body", async () => {
    const body = { name: "Rendering", slug: "rendering" };
    expect(await problemIn(await post("/api/v1/projects", body))).toMatchObject({ status: 400, code: "idempotency_key_required" });
    const first = await post("/api/v1/projects", body, { "idempotency-key": "one" });
    expect([first.status, first.headers.get("idempotency-replayed")]).toEqual([201, null]);
    const again = await post("/api/v1/projects", body, { "idempotency-key": "one" });
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(await again.json()).toEqual(await first.json());
    expect(await problemIn(await post("/api/v1/projects", { ...body, slug: "else" }, { "idempotency-key": "one" }))).toMatchObject({
      status: 409,
      code: "idempotency_key_reused",
    });
  });

  it("answers bad input with field and reason, and never with a stack trace", async () => {
    const idempotency = { "idempotency-key": "bad" };
    const invalid = await problemIn(await post("/api/v1/projects", { name: "", slug: 7 }, idempotency));
    expect(invalid).toMatchObject({ status: 400, code: "validation_failed" });
    expect(invalid.errors?.map((error) => error.pointer).sort()).toEqual(["/name", "/slug"]);
    for (const body of ["{", "[]", "null", '"text"', "\u0000"])
      expect((await problemIn(await post("/api/v1/projects", body, idempotency))).code).toBe("validation_failed");
    expect((await problemIn(await post("/api/v1/projects", { name: "nul \u0000", slug: "nul" }, idempotency))).errors).toEqual([
      { pointer: "/name", message: "holds a character that cannot be stored" },
    ]);
    expect((await problemIn(await post("/api/v1/projects", "a=b", { ...idempotency, "content-type": "application/x-www-form-urlencoded" }))).status).toBe(415);
    expect((await problemIn(await post("/api/v1/projects", { name: "x".repeat(2 << 20) }, idempotency))).status).toBe(413);
    expect((await problemIn(await get("/api/v1/projects?limit=many"))).errors?.[0]?.pointer).toBe("/limit");
    expect((await problemIn(await fetch(`${base}/api/v1/api-keys/%E0%A4%A`, { method: "DELETE", headers: bearer() }))).code).toBe("validation_failed");
  });

  it("knows its paths and their methods", async () => {
    expect(await problemIn(await get("/api/v1/nothing"))).toMatchObject({ status: 404, code: "not_found" });
    expect(await problemIn(await get("/elsewhere"))).toMatchObject({ status: 404 });
    const wrong = await fetch(`${base}/api/v1/me`, { method: "DELETE", headers: bearer() });
    expect(wrong.headers.get("allow")).toBe("GET, HEAD");
    expect(await problemIn(wrong)).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect((await problemIn(await fetch(`${base}/api/v1/me`, { method: "OPTIONS" }))).status).toBe(405);
    expect((await get("/api/v10/me")).status).toBe(404);
  });

  it("limits a key to its permissions, its organisation and its door", async () => {
    const viewer = await tenant.makeKey({ role: "viewer" });
    expect(await problemIn(await get("/api/v1/audit-events", bearer(viewer.key)))).toMatchObject({ status: 403, code: "forbidden" });
    const reader = await tenant.makeKey({ readOnly: true });
    expect((await post("/api/v1/projects", { name: "No", slug: "no" }, { ...bearer(reader.key), "idempotency-key": "r" })).status).toBe(403);
    const stranger = await (await testTenant()).makeKey({ role: "owner" });
    const { id } = await tenant.makeKey();
    expect((await problemIn(await fetch(`${base}/api/v1/api-keys/${id}`, { method: "DELETE", headers: bearer(stranger.key) }))).code).toBe("not_found");
    const { key: nodeKey, hash, lastFour } = makeApiKey();
    await prisma().apiKey.create({ data: { id: randomId("key"), kind: "node", name: "probe", hash, lastFour, createdBy: "a test", createdAt: now() } });
    expect((await get("/api/v1/me", bearer(nodeKey))).status).toBe(403);
    expect((await get("/api/v1/projects", bearer(nodeKey))).status).toBe(403);
  });

  it("describes itself to anyone, and the operator API to staff only", async () => {
    const response = await get("/api/v1/openapi.json", {});
    expect(((await response.json()) as { openapi: string }).openapi).toBe("3.1.0");
    expect((await get("/api/v1/openapi.json", { "if-none-match": response.headers.get("etag") ?? "" })).status).toBe(304);
    for (const headers of [{}, bearer()]) expect((await get("/api/operator/v1/openapi.json", headers)).status).toBe(404);
  });

  it("is live and ready, and has metrics", async () => {
    expect(await (await get("/api/health/live", {})).json()).toEqual({ status: "live" });
    expect(await (await get("/api/health/ready", {})).json()).toEqual({ status: "ready" });
    expect(await (await get("/api/health/metrics", {})).text()).toMatch(/berth_http_answers_total\{door="\/api\/v1",status="200"\} \d+/);
    expect((await problemIn(await get("/api/health/nothing", {}))).status).toBe(404);
  });
});
