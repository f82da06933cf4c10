// The people's door in front of a page framework that would read everything and wait for everything.
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { problem } from "@/lib/contracts/common";
import { notePutOff } from "@/server/kernel/process/request-note";
import { boundBody } from "./body-bound";
import { heldBytes } from "./body-budget";
import { enterPagesDoor } from "./pages-door";

type Page = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>;

let server: http.Server;
let port: number;
let page: Page;
/** Bytes passed to the framework over all requests. */
let given: number;

/** Reads a whole body into memory, as the framework does. */
const readAll: Page = async (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => {
    given += chunk.length;
    chunks.push(chunk);
  });
  await new Promise((resolve) => request.once("end", resolve).once("close", resolve));
  response.end(`read ${Buffer.concat(chunks).length}`);
};

beforeEach(async () => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@localhost/none");
  vi.stubEnv("BERTH_SECRET", "a secret of thirty-two characters");
  vi.stubEnv("LOG_LEVEL", "silent");
  given = 0;
  page = readAll;
  server = http.createServer((request, response) => {
    if (boundBody(request, response)) enterPagesDoor(request, response, () => page(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends raw bytes and returns everything received until the connection ends. */
const raw = (...parts: (string | Buffer)[]): Promise<string> =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1"))).on("error", () => undefined);
    socket.on("close", () => resolve(text));
    for (const part of parts) socket.write(part);
  });
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const chunk = (bytes: number): string => `${bytes.toString(16)}\r\n${"x".repeat(bytes)}\r\n`;
const head = (path: string, ...headers: string[]): string => `POST ${path} HTTP/1.1\r\nhost: berth\r\n${headers.map((line) => `${line}\r\n`).join("")}\r\n`;

describe("a body sent to the people's door", () => {
  it("is read when it is as small as a screen's, with a length or in chunks", async () => {
    expect(await (await fetch(`http://127.0.0.1:${port}/api/trpc/x`, { method: "POST", body: "x".repeat(1 << 20) })).text()).toBe(`read ${1 << 20}`);
    const answer = await raw(head("/api/auth/x", "transfer-encoding: chunked", "connection: close"), chunk(9_000), "0\r\n\r\n");
    expect(answer).toMatch(/read 9000/);
  });

  it.each([
    ["/api/trpc/capacity.quote.create", 1 << 20],
    ["/api/auth/callback/credentials", 16 << 10],
    ["/fjordlys/overview", 16 << 10],
    ["/_next/image", 16 << 10],
  ])("is refused at %s before it is read, by its announced length", async (path, most) => {
    const answer = await raw(head(path, `content-length: ${most + 1}`, "connection: close"));
    expect(statusOf(answer)).toBe(413);
    expect(problem.parse(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)))).toMatchObject({ code: "payload_too_large" });
    expect(given).toBe(0);
  });

  it.each(["/api/trpc/x", "/api/auth/x"])("is cut off at %s when chunks without an announced length grow too large", async (path) => {
    const answer = await raw(head(path, "transfer-encoding: chunked"), ...Array.from({ length: 40 }, () => chunk(64 << 10)), "0\r\n\r\n");
    expect(statusOf(answer)).toBe(413);
    expect(given).toBeLessThanOrEqual(1 << 20);
  });

  it("takes no more than its share of memory per address, however many are sent at once and however slowly", async () => {
    const slow = Array.from({ length: 60 }, () => {
      const socket = net.connect(port, "127.0.0.1").on("error", () => undefined);
      let text = "";
      socket.on("data", (bytes: Buffer) => (text += bytes.toString("latin1")));
      socket.write(head("/api/trpc/x", `content-length: ${1 << 20}`) + "x".repeat((1 << 20) - 1));
      return { socket, answer: () => text };
    });
    await vi.waitFor(() => expect(slow.filter(({ answer }) => statusOf(answer()) === 503).length).toBeGreaterThan(20), { timeout: 10_000 });
    expect(heldBytes()).toBeLessThanOrEqual(32 << 20);
    expect(slow.find(({ answer }) => statusOf(answer()) === 503)?.answer()).toMatch(/retry-after: 1\r\n/i);
    for (const { socket } of slow) socket.destroy();
    await vi.waitFor(() => expect(heldBytes()).toBe(0), { timeout: 10_000 });
    expect((await fetch(`http://127.0.0.1:${port}/api/trpc/x`, { method: "POST", body: "x" })).status).toBe(200);
  }, 30_000);
});

describe("a page", () => {
  const get = (path: string, options?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", ...options });

  it("that failed because the database was busy answers 503 with a static page", async () => {
    page = async (_request, response) => {
      await Promise.resolve();
      notePutOff(7);
      response.statusCode = 500;
      response.setHeader("content-encoding", "gzip");
      response.setHeader("etag", '"x"');
      response.write("<the framework's own>");
      response.end("failure");
    };
    for (const method of ["GET", "HEAD"]) {
      const answer = await get("/fjordlys/overview", { method });
      expect([answer.status, answer.headers.get("retry-after"), answer.headers.get("cache-control")]).toEqual([503, "7", "no-store"]);
      expect(answer.headers.get("content-encoding")).toBeNull();
      const text = await answer.text();
      if (method === "GET") expect(text).toContain("Too busy just now");
      expect(text).not.toContain("framework");
    }
  });

  it("that failed through a defect of ours stays a 500", async () => {
    page = async (_request, response) => void response.writeHead(500, { "content-type": "text/plain" }).end("failure");
    expect([(await get("/x")).status, await (await get("/x")).text()]).toEqual([500, "failure"]);
  });

  it("that could be shown although a part was put off is shown", async () => {
    page = async (_request, response) => {
      notePutOff(3);
      await Promise.resolve();
      response.end("without the counts");
    };
    expect([(await get("/x")).status, await (await get("/x")).text()]).toEqual([200, "without the counts"]);
  });

  it("is put off when too many are being rendered, and rendered again later", async () => {
    let finish = (): void => undefined;
    const all = new Promise<void>((resolve) => (finish = resolve));
    page = async (_request, response) => {
      await all;
      response.end("made");
    };
    const asked = Array.from({ length: 100 }, () => get("/fjordlys/overview"));
    const first = await Promise.race(asked);
    expect([first.status, first.headers.get("retry-after")]).toEqual([503, "3"]);
    expect((await get("/_next/static/x.js", { signal: AbortSignal.timeout(200) }).catch(() => null))?.status).not.toBe(503);
    finish();
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect([statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 503).length]).toEqual([32, 68]);
    expect((await get("/fjordlys/overview")).status).toBe(200);
  });

  it("is not rendered for an invalid address, nor for an unsupported method", async () => {
    page = () => Promise.reject(new Error("the framework was asked"));
    for (const path of ["/%", "/%E0%A4%A", "/x?q=%", "/%0a", "/x%00y"])
      expect(statusOf(await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)), path).toBe(400);
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
      const answer = await get("/sign-in", { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    }
  });

  it("is shown again when a form was sent before the scripts had loaded, and stores none of it", async () => {
    page = () => Promise.reject(new Error("the framework was asked"));
    const answer = await get("/sign-in?callbackUrl=%2Fx", { method: "POST", body: new URLSearchParams({ password: "secret-of-mine" }) });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in?callbackUrl=%2Fx"]);
    expect(await raw(head("//evil.example/x", "content-length: 0"))).toMatch(/^HTTP\/1.1 303 [^]*\r\nlocation: \/\r\n/);
  });
});
