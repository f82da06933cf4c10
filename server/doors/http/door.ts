// The programs' door: REST, signals and health on bare Node, before any page framework sees the request.
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/server/kernel/process/env";
import { OperationError } from "@/server/kernel/operation/errors";
import { randomId } from "@/server/kernel/process/random";
import { countAnswer, handleHealth } from "../health/health";
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
 * The caller's address. Each trusted proxy adds the address it saw to X-Forwarded-For, so the entry that many places from
 * the end is the last one nobody outside could have written.
 */
export function addressOf(request: IncomingMessage): string {
  const direct = request.socket.remoteAddress ?? "unknown";
  const proxies = env().TRUSTED_PROXIES;
  if (proxies === 0) return direct;
  const forwarded = String(request.headers["x-forwarded-for"] ?? "").split(",").map((part) => part.trim()).filter(Boolean);
  return forwarded.at(-proxies) ?? direct;
}

/** The request's id: the caller's own when it is one, so that their logs and ours meet. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomId("req");
}

function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = request.url ?? "/";
  const at = url.indexOf("?");
  return {
    request,
    response,
    requestId: requestIdOf(request),
    address: addressOf(request),
    path: at < 0 ? url : url.slice(0, at),
    query: new URLSearchParams(at < 0 ? "" : url.slice(at + 1)),
  };
}

/** Answers a request when it is for programs; false leaves it to the people's door. */
export function enterProgramsDoor(request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? "/";
  for (const [prefix, handle] of HANDLERS) {
    if (!url.startsWith(prefix)) continue;
    const next = url.charAt(prefix.length);
    if (next !== "" && next !== "/" && next !== "?") continue;
    response.once("finish", () => countAnswer(prefix, response.statusCode));
    void handle(exchangeOf(request, response));
    return true;
  }
  return false;
}

/** The answer to everything else where no pages are served. */
export function refuseUnknown(request: IncomingMessage, response: ServerResponse): void {
  sendProblem(exchangeOf(request, response), new OperationError("not_found", "There is nothing at this address.", { suggestion: "See /api/v1/openapi.json for every address there is." }));
}
