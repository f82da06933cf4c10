// A program that knows nothing but the document of the signals door, with a credential of its own.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testNetwork } from "@/server/catalog/testing/network";
import { closeDatabase } from "@/server/kernel/database/db";
import { now } from "@/server/kernel/process/clock";
import { randomId } from "@/server/kernel/process/random";
import { makeApiKey } from "@/server/kernel/process/secrets";
import { testTenant } from "@/server/kernel/testing";
import { prisma } from "@/server/kernel/testing/prisma";
import { nodesOfPool } from "@/server/signals/testing/signals";
import { enterProgramsDoor, refuseUnknown } from "../http/door";

let server: http.Server;
let base: string;
let key: string;
let pool: string;
let node: string;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (!enterProgramsDoor(request, response)) refuseUnknown(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/telemetry/v1`;
  pool = (await testNetwork([{ nodes: 2 }])).poolIds[0] ?? "";
  node = (await nodesOfPool(pool))[0] ?? "";
  const made = makeApiKey();
  const { hash, lastFour } = made;
  key = made.key;
  await prisma().apiKey.create({
    data: {
      id: randomId("key"),
      kind: "node",
      name: "a program",
      hash,
      lastFour,
      poolIds: [pool],
      sources: ["agent", "probe-1", "collector"],
      createdBy: "a test",
      createdAt: now(),
    },
  });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await closeDatabase();
});

const call = async (path: string, as: string, body?: unknown) => {
  const answer = await fetch(base + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${as}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const at = (minutesAgo: number) => new Date(Math.floor(now().getTime() / 1000 - minutesAgo * 60) * 1000).toISOString().replace(".000Z", "Z");
const agent = (kind: string, minutesAgo: number, more: object = {}) => ({ node, source: "agent", kind, observedAt: at(minutesAgo), ...more });
const stateAt = async (minutesAgo: number) => {
  const when = new Date(at(minutesAgo));
  const row = await prisma().nodeState.findFirst({ where: { nodeId: node, startAt: { lte: when }, OR: [{ endAt: null }, { endAt: { gt: when } }] } });
  return row?.state ?? "none";
};

it("reads the document, reports a node up, down by a fatal error and up after its reset, and it takes effect", async () => {
  const document = await call("/openapi.json", key);
  expect([document.status, JSON.stringify(document.body)]).toEqual([200, expect.stringContaining('"collector"')]);
  expect((await call("/openapi.json", (await (await testTenant()).makeKey()).key)).status).toBe(404);

  const minutes = { everySeconds: 60, count: 60 };
  const taken = await call("/signals", key, {
    signals: [
      { pool, source: "collector", kind: "heartbeat", ok: true, observedAt: at(60), repeat: minutes },
      agent("heartbeat", 60, { ok: true, repeat: minutes }),
      agent("xid", 30, { code: 79 }),
      agent("reset", 10),
    ],
  });
  expect([taken.status, taken.body]).toEqual([200, { taken: 122, refused: [] }]);
  expect([await stateAt(45), await stateAt(20), await stateAt(5)]).toEqual(["up", "down", "up"]);
});

it("is told item by item what it may not say", async () => {
  const foreign = (await testNetwork([{ nodes: 1 }])).poolIds[0];
  const { body } = await call("/signals", key, {
    signals: [
      { pool: foreign, source: "collector", kind: "heartbeat", ok: true, observedAt: at(1) },
      { node, source: "probe-3", kind: "probe", ok: true, observedAt: at(1) },
      { node: "nod_\0", source: "agent", kind: "heartbeat", ok: true, observedAt: at(1) },
      agent("heartbeat", 1, { ok: true }),
    ],
  });
  expect(body).toMatchObject({
    taken: 1,
    refused: [
      { index: 0, code: "pool_unknown" },
      { index: 1, code: "source_not_of_credential" },
      { index: 2, code: "node_malformed" },
    ],
  });
});
