// Plain Node HTTP for programs: what every answer carries, and how a body is read.
import type { IncomingMessage, ServerResponse } from "node:http";
import { OperationError } from "@/server/kernel/operation/errors";
import { env } from "@/server/kernel/process/env";
import { headersOf, problemOf } from "./error-map";

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  /** The caller's network address; proxies in front are believed as far as TRUSTED_PROXIES says. */
  address: string;
  /** Path without the query string. */
  path: string;
  query: URLSearchParams;
}

let common: Record<string, string> | undefined;

/** Nothing a program gets is a page: it may not be framed, sniffed, cached by others or run. */
function commonHeaders(): Record<string, string> {
  common ??= {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    ...(env().PUBLIC_URL.startsWith("https:") && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
  };
  return common;
}

export function send(exchange: Exchange, status: number, contentType: string, body: string | Uint8Array, headers: Record<string, string> = {}): void {
  const { request, response } = exchange;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(status, { ...commonHeaders(), "content-type": contentType, "content-length": bytes.byteLength, "x-request-id": exchange.requestId, ...headers });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

export const sendJson = (exchange: Exchange, status: number, value: unknown, headers?: Record<string, string>): void =>
  send(exchange, status, "application/json; charset=utf-8", JSON.stringify(value), headers);

export function sendProblem(exchange: Exchange, error: OperationError, headers: Record<string, string> = {}): void {
  if (exchange.response.headersSent) return;
  // A body that was not read to its end would be taken for the next request.
  const unread: Record<string, string> = exchange.request.complete ? {} : { connection: "close" };
  send(exchange, error.status, "application/problem+json", JSON.stringify(problemOf(error, exchange.requestId)), { ...headersOf(error), ...unread, ...headers });
}

const bad = (pointer: string, message: string) => new OperationError("validation_failed", "The body is not valid JSON; errors says where.", { errors: [{ pointer, message }] });

/**
 * The JSON object of a body; an empty body is an empty object.
 * @throws OperationError payload_too_large, unsupported_media_type, validation_failed
 */
export async function readJson({ request }: Exchange, mostBytes: number): Promise<Record<string, unknown>> {
  const tooLarge = () => new OperationError("payload_too_large", `A request may have at most ${mostBytes} bytes.`);
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  if (size === 0) return {};
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/json" && !type.endsWith("+json")) throw new OperationError("unsupported_media_type", `The body is ${type || "of no type"}, and only JSON is understood.`);
  if ((request.headers["content-encoding"] ?? "identity") !== "identity") throw new OperationError("unsupported_media_type", "The body is compressed, and only plain JSON is understood.");
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw bad("", "is not well-formed JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad("", "must be an object");
  return value as Record<string, unknown>;
}
