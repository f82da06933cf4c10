// Plain Node HTTP for programs: common response headers, and how a body is read.
import type { IncomingMessage, ServerResponse } from "node:http";
import { OperationError } from "@/server/kernel/operation/errors";
import { env } from "@/server/kernel/process/env";
import { BodyCount } from "./body-budget";
import { jsonObject } from "./decode";
import { headersOf, problemOf } from "./error-map";

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  /** The caller's network address; trusts as many proxies as TRUSTED_PROXIES says. */
  address: string;
  /** Path without the query string. */
  path: string;
  query: URLSearchParams;
}

let common: Record<string, string> | undefined;

/** API responses are never pages: they cannot be framed, sniffed, cached by others or executed. */
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
  response.writeHead(status, {
    ...commonHeaders(),
    "content-type": contentType,
    "content-length": bytes.byteLength,
    "x-request-id": exchange.requestId,
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

export const sendJson = (exchange: Exchange, status: number, value: unknown, headers?: Record<string, string>): void =>
  send(exchange, status, "application/json; charset=utf-8", JSON.stringify(value), headers);

/**
 * How long a refused sender can continue before the connection is cut: enough to read the response instead of getting a
 * reset.
 */
const LINGER_MILLISECONDS = 1_000;

/**
 * Ends a response whose request was not read completely. What still arrives is discarded, and the connection ends with
 * the sender or after a second.
 */
function endUnread(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array | undefined): void {
  if (bytes) response.write(bytes);
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    response.end();
  };
  setTimeout(end, LINGER_MILLISECONDS).unref();
  request.once("end", end).once("close", end);
  request.resume();
}

export function sendProblem(exchange: Exchange, error: OperationError, headers: Record<string, string> = {}): void {
  const { request, response } = exchange;
  if (response.headersSent) return;
  const body = JSON.stringify(problemOf(error, exchange.requestId));
  const all = { ...headersOf(error), ...headers };
  if (request.complete || !hasBody(request)) return send(exchange, error.status, "application/problem+json", body, all);
  // The rest of an unread body would be taken for the next request.
  const bytes = Buffer.from(body);
  response.writeHead(error.status, {
    ...commonHeaders(),
    "content-type": "application/problem+json",
    "content-length": bytes.byteLength,
    "x-request-id": exchange.requestId,
    ...all,
    connection: "close",
  });
  endUnread(request, response, request.method === "HEAD" ? undefined : bytes);
}

/** Whether a request announces a body. */
export const hasBody = ({ headers }: IncomingMessage): boolean => headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

export const tooLarge = (maxBytes: number): OperationError => new OperationError("payload_too_large", `A request may have at most ${maxBytes} bytes here.`);

/** The bytes of a body. @throws OperationError payload_too_large, overloaded */
async function readBytes({ request, response }: Exchange, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!hasBody(request)) return Buffer.alloc(0);
  const count = new BodyCount(request, response);
  const chunks: Buffer[] = [];
  let size = 0;
  // The stream must survive a refusal, which waits for its end.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    count.add(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

const notUnderstood = (what: string) => new OperationError("unsupported_media_type", `The body is ${what}, and only JSON in UTF-8 is understood.`);

/** @throws OperationError unsupported_media_type for anything but uncompressed JSON in UTF-8 */
export function expectJson(headers: { get(name: string): string | null | undefined }): void {
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").split(";").map((part) => part.trim().toLowerCase());
  if (type !== "application/json" && !/^application\/[\w.!#$&^-]+\+json$/.test(type)) throw notUnderstood(type || "of no type");
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice("charset=".length)
    .replaceAll('"', "");
  if (charset !== undefined && charset !== "utf-8" && charset !== "utf8" && charset !== "us-ascii") throw notUnderstood(`in ${charset}`);
  if ((headers.get("content-encoding") ?? "identity").toLowerCase() !== "identity") throw notUnderstood("compressed");
}

/**
 * The JSON object in a body; an empty body is an empty object.
 * @throws OperationError payload_too_large, unsupported_media_type, validation_failed
 */
export async function readJson(exchange: Exchange, maxBytes: number, options?: { oftenLarge?: boolean }): Promise<Record<string, unknown>> {
  const bytes = await readBytes(exchange, maxBytes);
  if (bytes.byteLength === 0) return {};
  expectJson({ get: (name) => exchange.request.headers[name]?.toString() });
  return jsonObject(bytes, options);
}
