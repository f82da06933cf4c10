// The API door: REST, signals and health on bare Node, before Next sees the request.
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/server/kernel/process/env";
import { OperationError, toOperationError } from "@/server/kernel/operation/errors";
import { randomId } from "@/server/kernel/process/random";
import { countAnswer, handleHealth } from "../health/health";
import { queryOf } from "./decode";
import { type Exchange, sendProblem } from "./http";
import { handleRest } from "../rest/rest";
import { DOORS } from "../rest/rest-routes";

type Handle = (exchange: Exchange) => Promise<void>;

const HANDLERS: readonly [prefix: string, Handle][] = [
  [DOORS.customer, handleRest],
  [DOORS.telemetry, handleRest],
  [DOORS.operator, handleRest],
  ["/api/health", handleHealth],
];

const REQUEST_ID = /^[\w-]{8,80}$/;

/**
 * The caller's address. Each trusted proxy appends the address it saw to X-Forwarded-For, so the entry that many places
 * from the end is the last one outsiders cannot forge.
 */
export function addressOf(request: IncomingMessage): string {
  const direct = request.socket.remoteAddress ?? "unknown";
  const proxies = env().TRUSTED_PROXIES;
  if (proxies === 0) return direct;
  const forwarded = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  return forwarded.at(-proxies) ?? direct;
}

/** The request's id: the caller's own if it is valid, so that their logs and ours can be matched. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomId("req");
}

/**
 * A request target can be absolute, as proxies write it (RFC 9112, section 3.2.2); its host then replaces the Host
 * header. From here on there is only path and query.
 */
function toOriginForm(request: IncomingMessage): void {
  const target = request.url ?? "/";
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return;
  const { host, pathname, search } = new URL(target);
  request.url = pathname + search;
  request.headers.host = host;
}

/** Path and query of a request, as received. */
export const splitTarget = (request: IncomingMessage): [path: string, query: string] => {
  const url = request.url ?? "/";
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
};

/** @throws OperationError validation_failed when path or query are not percent-encoded UTF-8 */
function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const [path, query] = splitTarget(request);
  return { request, response, requestId: requestIdOf(request), address: addressOf(request), path, query: queryOf(query) };
}

/** For responses that do not depend on the query. */
const bareExchange = (request: IncomingMessage, response: ServerResponse): Exchange => ({
  request,
  response,
  requestId: requestIdOf(request),
  address: addressOf(request),
  path: splitTarget(request)[0],
  query: new URLSearchParams(),
});

export const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

/** Paths under /api for browsers, which Next answers. */
const PEOPLE = ["/api/trpc", "/api/auth"];

const nothingHere = () =>
  new OperationError("not_found", "There is nothing at this address.", { suggestion: "See /api/v1/openapi.json for every address there is." });

/** Answers a request with a refusal, in any format it came. */
export function refuse(request: IncomingMessage, response: ServerResponse, error: OperationError): void {
  sendProblem(bareExchange(request, response), error);
}

function enter(request: IncomingMessage, response: ServerResponse, handle: Handle): void {
  let exchange: Exchange;
  try {
    exchange = exchangeOf(request, response);
  } catch (error) {
    return refuse(request, response, toOperationError(error));
  }
  void handle(exchange);
}

/** Answers a request if it is an API call; false leaves it to the people's door. */
export function enterProgramsDoor(request: IncomingMessage, response: ServerResponse): boolean {
  toOriginForm(request);
  const [path] = splitTarget(request);
  const door = HANDLERS.find(([prefix]) => isUnder(path, prefix));
  if (!door) {
    if (!isUnder(path, "/api") || PEOPLE.some((prefix) => isUnder(path, prefix))) return false;
    refuse(request, response, nothingHere());
    return true;
  }
  const [prefix, handle] = door;
  response.once("finish", () => countAnswer(prefix, response.statusCode));
  enter(request, response, handle);
  return true;
}

/** The response to everything else where no pages are served. */
export const refuseUnknown = (request: IncomingMessage, response: ServerResponse): void => refuse(request, response, nothingHere());
