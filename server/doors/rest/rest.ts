// REST over the registry, for programs. One function from a Node request to a verb and back; no domain code.
import { file as fileContract } from "@/lib/contracts/common";
import type { Caller, Surface } from "@/server/kernel/operation/actor";
import { OperationError } from "@/server/kernel/operation/errors";
import type { Execution } from "@/server/kernel/operation/operation";
import { actorOfHeader, isStaff } from "./auth";
import { notAllowed, rateHeaders, refusal } from "../http/error-map";
import { type Exchange, readJson, send, sendJson, sendProblem } from "../http/http";
import { acceptsJson, asksForVersion, evaluate } from "../http/preconditions";
import { openApi } from "./openapi";
import { verbs } from "../registry";
import { type Door, doorOf, DOORS, inputOf, type Route, Router } from "./rest-routes";

/** A JSON call is small; 5,000 signals of 300 bytes are not. */
const MAX_BYTES: Record<Door, number> = { customer: 1 << 20, operator: 8 << 20, telemetry: 8 << 20 };

let router: Router | undefined;
const routes = (): Router => (router ??= new Router(verbs));

function answer(exchange: Exchange, { rest }: Route, execution: Execution<unknown>): void {
  const { output, replayed } = execution;
  const headers = { ...rateHeaders(execution.rate), ...(replayed && { "idempotency-replayed": "true" }) };
  if (rest.file) {
    const { fileName, contentType, bytes } = fileContract.parse(output);
    const quoted = fileName.replace(/[^\w.-]/g, "_");
    return send(exchange, 200, contentType, bytes, {
      ...headers,
      "content-disposition": `attachment; filename="${quoted}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    });
  }
  const status = typeof rest.status === "function" ? rest.status(output) : (rest.status ?? 200);
  if (status === 204) {
    exchange.response.writeHead(204, { "x-request-id": exchange.requestId, ...headers }).end();
    return;
  }
  sendJson(exchange, status, output, headers);
}

const DOCUMENT_CACHE = "public, max-age=300";

async function document(exchange: Exchange, door: Door): Promise<void> {
  const { request } = exchange;
  if (request.method !== "GET" && request.method !== "HEAD") throw notAllowed(["GET", "HEAD"]);
  const actor = door === "customer" ? null : await actorOfHeader(request.headers.authorization, exchange.address);
  // A node's credential reads the document of its own door, so that its program can be written from it.
  if (door !== "customer" && !isStaff(actor) && !(door === "telemetry" && actor?.access.may("signals.write"))) {
    throw new OperationError("not_found", "There is nothing at this address.");
  }
  const { text, etag } = openApi(door);
  const condition = evaluate(request.headers, etag);
  if (condition === "failed") throw new OperationError("precondition_failed", "The document is not the version that If-Match names.");
  if (condition === "not_modified")
    return void exchange.response.writeHead(304, { etag, "x-request-id": exchange.requestId, "cache-control": DOCUMENT_CACHE }).end();
  send(exchange, 200, "application/json; charset=utf-8", text, { etag, "cache-control": DOCUMENT_CACHE });
}

async function handle(exchange: Exchange): Promise<void> {
  const { request, path, query, requestId, address } = exchange;
  const described = (Object.keys(DOORS) as Door[]).find((door) => path === `${DOORS[door]}/openapi.json`);
  if (described) return document(exchange, described);
  const match = routes().match(request.method ?? "GET", path, query);
  if ("allow" in match) {
    throw match.allow.length > 0
      ? notAllowed(match.allow)
      : new OperationError("not_found", "There is nothing at this address.", { suggestion: "See /api/v1/openapi.json for every address there is." });
  }
  const { route } = match;
  if (!route.rest.file && !acceptsJson(request.headers)) throw new OperationError("not_acceptable", "This address answers JSON.");
  const door = doorOf(route.rest);
  const actor = await actorOfHeader(request.headers.authorization, address);
  // Anonymous callers are refused before their body is read.
  if (!actor && route.verb.definition.tenancy !== "public") throw new OperationError("unauthenticated", "This needs a signed-in person or an API key.");
  const body = request.method === "GET" || request.method === "HEAD" ? {} : await readJson(exchange, MAX_BYTES[door], { oftenLarge: door === "telemetry" });
  if (asksForVersion(request.headers)) throw new OperationError("precondition_failed", "What is changed here has no versions, so none can match If-Match.");
  const key = request.headers["idempotency-key"];
  const surface: Surface = door === "telemetry" ? "signals" : "api";
  const caller: Caller = { actor, surface, address, requestId, idempotencyKey: typeof key === "string" ? key : undefined };
  answer(exchange, route, await route.verb.execute(caller, inputOf(route, match.segments, query, body)));
}

/** Answers one request under a door's prefix. Never rejects. */
export async function handleRest(exchange: Exchange): Promise<void> {
  try {
    await handle(exchange);
  } catch (error) {
    sendProblem(exchange, refusal(error, exchange.requestId, `${exchange.request.method} ${exchange.path}`));
  }
}
