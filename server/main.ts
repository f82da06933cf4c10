// One HTTP server on one port: API calls are handled on bare Node, pages by Next. DOORS=programs starts the first
// alone.
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import type { Duplex } from "node:stream";
import v8 from "node:v8";
import { enterProgramsDoor, refuseUnknown } from "@/server/doors/http/door";
import { expectMigrations, isDraining, startDraining, startMeasuring } from "@/server/doors/health/health";
import { boundBody } from "@/server/doors/http/body-bound";
import { enterPagesDoor } from "@/server/doors/http/pages-door";
import { preparePage } from "@/server/doors/http/page-headers";
import "@/server/doors/wiring";
import { subscribe } from "@/server/kernel/events/subscriptions";
import { assertRole, closeDatabase } from "@/server/kernel/database/db";
import { logStrayRejections } from "@/server/kernel/process/stray-rejections";
import { elapsedMilliseconds } from "@/server/kernel/process/clock";
import { env, type Env } from "@/server/kernel/process/env";
import { log } from "@/server/kernel/process/log";

/** How long running requests can take once the process was told to stop. */
const FINISH_MILLISECONDS = 20_000;
/** How long pages and database can take to close once every request has been answered. */
const CLOSE_MILLISECONDS = 3_000;
/**
 * How much the heap can grow over its live data before a collection. On a machine with much memory V8 lets it grow
 * fourfold, which under load is a gigabyte of garbage; half as much again costs no measurable throughput.
 */
const HEAP_GROWTH_PERCENT = 50;

interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): Promise<void>;
}

// The root of the repository, both from server/ and from the bundle in dist/.
const root = path.resolve(import.meta.dirname, "..");

async function preparePages(server: http.Server, { PORT, LISTEN_ADDRESS }: Env): Promise<Pages> {
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: root, hostname: LISTEN_ADDRESS, port: PORT, httpServer: server });
  await app.prepare();
  return { handle: app.getRequestHandler(), upgrade: app.getUpgradeHandler(), close: () => app.close() };
}

async function start(): Promise<void> {
  const settings = env();
  logStrayRejections();
  // Longer than the idle timeout of common load balancers, so that they close idle connections before we do.
  const server = http.createServer({ keepAliveTimeout: 65_000, headersTimeout: 30_000, requestTimeout: 60_000 });
  expectMigrations(root);
  startMeasuring();
  await assertRole();
  // Every process must know that this version's handlers subscribe before this version can emit an event.
  await subscribe();
  const pages = settings.DOORS === "all" ? await preparePages(server, settings) : null;

  server.on("request", (request, response) => {
    if (isDraining()) response.setHeader("connection", "close");
    if (enterProgramsDoor(request, response)) return;
    if (!pages) return refuseUnknown(request, response);
    if (!boundBody(request, response)) return;
    preparePage(request, response);
    enterPagesDoor(request, response, () => pages.handle(request, response));
  });
  server.on("upgrade", (request, socket, head) => {
    if (pages) void pages.upgrade(request, socket, head);
    else socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
  });
  // Upgraded sockets are not requests: the server would wait for them for ever.
  const sockets = new Set<Duplex>();
  server.on("upgrade", (_request, socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.PORT, settings.LISTEN_ADDRESS, resolve);
  });
  log().info({ port: settings.PORT, doors: settings.DOORS, milliseconds: Math.round(elapsedMilliseconds()) }, "serving");

  const close = async (): Promise<void> => {
    await allRead(server);
    setTimeout(() => {
      log().warn("requests were still under way and are cut");
      server.closeAllConnections();
    }, FINISH_MILLISECONDS).unref();
    for (const socket of sockets) socket.destroy();
    server.close(() => void finish(pages));
    server.closeIdleConnections();
  };
  const stop = (): void => {
    if (isDraining()) return;
    startDraining();
    log().info("draining");
    setTimeout(() => void close(), settings.DRAIN_SECONDS * 1000);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** Turns of the event loop without a new connection or request after which everything sent so far has been read. */
const CALM_TURNS = 8;

/** Closing a connection with an unread request resets it. A busy process has many of those, so it reads them first. */
function allRead(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    let calm = 0;
    const again = (): void => void (calm = 0);
    server.on("connection", again).on("request", again);
    const turn = (): void => {
      calm += 1;
      if (calm < CALM_TURNS) return void setImmediate(turn);
      server.off("connection", again).off("request", again);
      resolve();
    };
    turn();
  });
}

async function finish(pages: Pages | null): Promise<void> {
  // A database that went away first may never answer, and nothing is running any more.
  setTimeout(() => process.exit(0), CLOSE_MILLISECONDS).unref();
  await pages?.close();
  await closeDatabase();
  log().info("drained");
  process.exit(0);
}

v8.setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
try {
  await start();
} catch (error) {
  // The logger reads its level from the environment, which may be what is wrong.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
