// Sends every operation and every address what no honest caller would. Seeded, so that failures are reproducible: every
// input is processed or refused with a code, no refusal is a defect of ours, and no invalid value reaches the database.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problem } from "@/lib/contracts/common";
import { MEMBER_ROLES, memberAccess } from "@/lib/permissions";
import { samples as billing } from "@/server/billing/samples";
import { samples as capacity } from "@/server/capacity/samples";
import { samples as catalog } from "@/server/catalog/samples";
import { samples as clusters } from "@/server/clusters/samples";
import { samples as identity } from "@/server/identity/samples";
import { closeDatabase } from "@/server/kernel/database/db";
import { sqlState } from "@/server/kernel/database/sql-state";
import type { Caller } from "@/server/kernel/operation/actor";
import { OperationError } from "@/server/kernel/operation/errors";
import type { AnyVerb } from "@/server/kernel/operation/operation";
import { randomId } from "@/server/kernel/process/random";
import { asAnonymous, asNode, asOperator, type Samples, testTenant, type TestTenant } from "@/server/kernel/testing";
import { samples as reliability } from "@/server/reliability/samples";
import { samples as settlement } from "@/server/settlement/samples";
import { samples as signals } from "@/server/signals/samples";
import { enterProgramsDoor, refuseUnknown } from "./http/door";
import { verbs } from "./registry";
import { Router } from "./rest/rest-routes";

const samples: Samples = { ...identity, ...catalog, ...capacity, ...clusters, ...signals, ...reliability, ...billing, ...settlement };

/** mulberry32: the same sequence in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const deep = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));

const TEXTS = [
  "",
  " ",
  "\0",
  "nul \0 inside",
  "\ud800",
  "half \udc00",
  "\u200b",
  "\u202e321",
  "a\nb",
  "e\u0301".repeat(300),
  "x".repeat(100_000),
  "💥".repeat(60),
  "' or 1=1 --",
  "$1",
  "%00",
  "../../etc/passwd",
  "{{7*7}}",
  "=cmd|'/c calc'!A1",
  "__proto__",
  "constructor",
  "null",
  "NaN",
  "Infinity",
  "1e3",
  "0x10",
  " 5",
  "٤",
  "9".repeat(400),
  "-0",
  "2147483648",
  "9223372036854775808",
  "2026-02-30T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "+275760-09-13T00:00:00Z",
  "2026-11-01T00:00:00.000000000000001Z",
  "2026-00",
  "ZZZ",
  "org_0000000000000000000000000A",
];
const VALUES: readonly unknown[] = [
  ...TEXTS,
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  1e308,
  5e-324,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 2,
  2 ** 31,
  -(2 ** 53),
  [],
  {},
  [null],
  ["x", "x"],
  deep(2_000),
  JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": 1}}'),
  { amount: "1e3", currency: "USD" },
  { amount: "92233720368547758.08", currency: "USD" },
  { amount: "-0.01", currency: "KRW" },
  { amount: "1", currency: "usd" },
  Array.from({ length: 6_000 }, () => ({})),
];

/** An input with one error: a replaced value, an unknown name, or a name in another spelling. */
function* spoilt(input: Record<string, unknown>, random: () => number, each: number): Generator<Record<string, unknown>> {
  for (const name of Object.keys(input)) {
    for (let count = 0; count < each; count += 1) yield { ...input, [name]: VALUES[Math.floor(random() * VALUES.length)] };
    const value = input[name];
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      for (const inner of spoilt(value as Record<string, unknown>, random, 2)) yield { ...input, [name]: inner };
  }
  yield { ...input, ["__proto__"]: VALUES[Math.floor(random() * VALUES.length)] };
  yield JSON.parse('{"__proto__": {"a": 1}, "toString": 1, "\\u0000": 2}') as Record<string, unknown>;
}

const memberMay = (verb: AnyVerb) => (role: (typeof MEMBER_ROLES)[number]) =>
  verb.definition.permission === "none" || memberAccess(role, "any").may(verb.definition.permission);

/** A permitted caller, so that only the input can be wrong; null for verbs that only our own jobs run. */
function caller(verb: AnyVerb, tenant: TestTenant): Caller | null {
  const { permission, tenancy } = verb.definition;
  if (tenancy === "public") return asAnonymous();
  if (permission === "signals.write") return asNode();
  if (permission === "system.run") return null;
  if (tenancy === "operator") return asOperator();
  const role = MEMBER_ROLES.find(memberMay(verb));
  return role ? tenant.as(role) : null;
}

/** Hashing a password takes a third of a second each time. */
const SLOW = /^identity\.(session|password|passwordReset|invitation)\./;

afterAll(closeDatabase);

describe("every operation", () => {
  const asked = verbs.filter(({ name }) => typeof samples[name] === "function");

  it.each(asked.map((verb, at) => [verb.name, verb, at] as const))("%s refuses invalid input with a code", async (name, verb, at) => {
    const prepared = samples[name];
    const tenant = await testTenant();
    if (typeof prepared !== "function") return;
    const by = caller(verb, tenant);
    if (by === null) return;
    const input = await prepared(tenant);
    // Fields that a sample omits are tested as well.
    const whole = { ...Object.fromEntries(Object.keys(verb.input.shape).map((field) => [field, undefined])), ...input };
    for (const wrong of spoilt(whole, seeded(at + 1), name.match(SLOW) ? 1 : 6)) {
      const outcome: unknown = await verb
        .execute({ ...by, idempotencyKey: randomId("req"), requestId: randomId("req") }, wrong)
        .catch((error: unknown) => error);
      if (!(outcome instanceof Error)) continue;
      const shown = JSON.stringify(wrong).slice(0, 300);
      expect(outcome, `${shown}: ${outcome.stack}`).toBeInstanceOf(OperationError);
      const { status, code, cause } = outcome as OperationError;
      expect([status < 500, sqlState(cause)], `${code} for ${shown}`).toEqual([true, null]);
    }
  });
});

describe("every address", () => {
  let server: http.Server;
  let port: number;
  let keys: Record<string, string>;

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      if (!enterProgramsDoor(request, response)) refuseUnknown(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
    const { key } = await (await testTenant()).makeKey({ role: "owner" });
    keys = { customer: key };
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  interface Answer {
    status: number;
    type: string;
    requestId: string;
    text: string;
  }
  /** Plain Node HTTP, because fetch would repair or refuse these requests. */
  const ask = (method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const request = http.request(
        { host: "127.0.0.1", port, method, path, headers: { ...headers, ...(body && { "content-length": body.length }) }, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers["content-type"] ?? "",
              requestId: String(response.headers["x-request-id"]),
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      request.on("error", reject);
      request.end(body);
    });

  const QUERIES = [
    "%",
    "a=%E0%A4%A",
    "limit=1&limit=2",
    "limit=1e3",
    "limit=0x10",
    "limit=%205",
    "limit=",
    "cursor=x",
    "__proto__=1",
    "=",
    "&&&",
    "limit=-0",
    "from=0000-01-01T00:00:00Z",
    `a=${"x".repeat(8_000)}`,
  ];
  const BODIES: readonly Buffer[] = [
    "",
    "{",
    "[]",
    "null",
    '"x"',
    "1",
    '{"a":1,"a":2}',
    '{"__proto__":{"a":1}}',
    "\ufeff{}",
    `${"[".repeat(200_000)}`,
    `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  ]
    .map((text) => Buffer.from(text))
    .concat([Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), Buffer.from([0xff, 0xfe]), Buffer.alloc(70_000, 0x20)]);
  const HEADERS: readonly Record<string, string>[] = [
    { "content-type": "application/json", "idempotency-key": "fuzz" },
    { "content-type": "text/plain" },
    { "content-type": "application/json; charset=utf-16" },
    { "content-type": "application/json", "content-encoding": "gzip" },
    { "content-type": "application/json", "idempotency-key": "x".repeat(300) },
    { "content-type": "application/json", "if-match": '"x"', accept: "application/xml" },
    { authorization: "Bearer " },
    { "x-request-id": "\u00e9'\"<script>" },
  ];

  it("answers with a result or a coded problem to anything sent, and never fails", async () => {
    const random = seeded(7);
    const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const { routes } = new Router(verbs);
    for (const { rest, segments, parameters } of routes) {
      for (let round = 0; round < 8; round += 1) {
        const path = segments
          .map((segment, at) =>
            parameters.some((p) => p.at === at) ? one(["x", "%00", "%E0%A4%A", "..", "%2e%2e", "a".repeat(500), "clu_1", "%F0%9F%92%A5"]) : segment,
          )
          .join("/");
        const method = round < 5 ? rest.method : one(["PATCH", "PUT", "DELETE", "OPTIONS", "TRACE", "HEAD"]);
        const query = round % 2 === 0 ? `?${one(QUERIES)}` : "";
        const headers = { authorization: `Bearer ${keys.customer}`, ...one(HEADERS) };
        const answer = await ask(method, `/${path}${query}`, headers, method === "GET" || method === "HEAD" ? undefined : one(BODIES));
        const what = `${method} /${path}${query.slice(0, 60)} ${JSON.stringify(one([headers])).slice(0, 200)}`;
        expect(answer.status, `${what}: ${answer.text}`).toBeLessThan(500);
        if (answer.status < 400 || method === "HEAD") continue;
        expect(answer.type, what).toBe("application/problem+json");
        expect(problem.parse(JSON.parse(answer.text)), what).toMatchObject({ status: answer.status, requestId: answer.requestId });
      }
    }
  }, 120_000);
});
