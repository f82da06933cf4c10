// Requests for pages, before and after Next: invalid addresses and methods are refused, pages beyond the concurrency
// limit are put off, and a page that failed because the database was busy or away answers 503 instead of 500.
import type { IncomingMessage, ServerResponse } from "node:http";
import { returnPath } from "@/lib/return-path";
import { OperationError } from "@/server/kernel/operation/errors";
import { env } from "@/server/kernel/process/env";
import { logOf } from "@/server/kernel/process/log";
import { type RequestNote, withNote } from "@/server/kernel/process/request-note";
import { decodeComponent, queryOf } from "./decode";
import { isUnder, requestIdOf, splitTarget } from "./door";
import { plainPage, type PlainPage, sendPlainPage } from "./plain-page";

/**
 * Pages rendered at once. One takes up to 50 ms of CPU and several database connections, so the last in line waits a
 * second or two, well below the time after which its statements would be refused in the middle of the page.
 */
const MAX_PAGES_AT_ONCE = 32;
const COME_BACK_SECONDS = 3;

let underWay = 0;

const busy = (seconds: number): PlainPage => ({
  status: 503,
  title: "Too busy just now",
  sentences: ["This page could not be made right now. Nothing was changed or charged.", "It mostly works within a few seconds: load it again."],
  headers: { "retry-after": String(seconds) },
});

const badAddress: PlainPage = {
  status: 400,
  title: "No such address",
  sentences: ["The address is not properly encoded, perhaps because it was cut off. Open the page from the front page."],
};

const METHODS = "GET, HEAD, POST";
const notAllowed: PlainPage = { status: 405, title: "Not possible here", sentences: ["A page is read."], headers: { allow: METHODS } };

/** Scripts, styles and fonts are served from disk. */
const isFile = (path: string): boolean => path.startsWith("/_next/static/");

function isAddress(path: string, query: string): boolean {
  try {
    // Decoding must not yield a control character either, because Next and its log would print it.
    return !/[\p{Cc}]/u.test(decodeComponent(path)) && queryOf(query) !== null;
  } catch (error) {
    if (error instanceof OperationError) return false;
    throw error;
  }
}

/**
 * Sends our own static page instead of Next's 500 when the work was only put off. Next continues writing its own, which
 * is discarded.
 */
function replaceFailure(request: IncomingMessage, response: ServerResponse, note: RequestNote): void {
  const requestId = requestIdOf(request);
  const [writeHead, write, end] = [response.writeHead.bind(response), response.write.bind(response), response.end.bind(response)];
  let replaced = false;
  const replace = (seconds: number): void => {
    replaced = true;
    logOf(requestId).warn({ path: splitTarget(request)[0], retryAfterSeconds: seconds }, "a page was put off");
    const page = plainPage(busy(seconds), requestId);
    for (const name of ["content-encoding", "content-length", "transfer-encoding", "etag", "link", "vary"]) response.removeHeader(name);
    writeHead(page.status, page.headers);
    end(request.method === "HEAD" ? undefined : page.bytes);
  };
  const done = (given: readonly unknown[]): void => {
    const callback = given.find((one) => typeof one === "function") as (() => void) | undefined;
    if (callback) process.nextTick(callback);
  };
  response.writeHead = ((status: number, ...more: unknown[]) => {
    if (replaced) return response;
    if (status !== 500 || note.putOffSeconds === null) return Reflect.apply(writeHead, response, [status, ...more]);
    replace(note.putOffSeconds);
    return response;
  }) as typeof response.writeHead;
  // If no head was written, the first write or the end writes it, through writeHead above.
  const head = (): void => void (!response.headersSent && !replaced && response.writeHead(response.statusCode));
  response.write = ((...given: unknown[]) => {
    head();
    if (!replaced) return Reflect.apply(write, response, given);
    done(given);
    return true;
  }) as typeof response.write;
  response.end = ((...given: unknown[]) => {
    if (!replaced && !response.headersSent && response.statusCode === 500 && note.putOffSeconds !== null) head();
    if (!replaced) return Reflect.apply(end, response, given);
    done(given);
    return response;
  }) as typeof response.end;
}

/** Renders a page with `make`, unless the request is invalid for a page or too many are being rendered. */
export function enterPagesDoor(request: IncomingMessage, response: ServerResponse, make: () => Promise<void>): void {
  const [path, query] = splitTarget(request);
  const requestId = requestIdOf(request);
  if (!isAddress(path, query)) return sendPlainPage(request, response, badAddress, requestId);
  if (isUnder(path, "/api") || isFile(path)) return void make();
  if (request.method === "POST") {
    // A form was sent before its scripts had loaded. Its content is not read; the page is shown again.
    response.writeHead(303, { location: returnPath(request.url, env().PUBLIC_URL), "cache-control": "no-store", "content-length": 0, connection: "close" });
    return void response.end();
  }
  if (request.method !== "GET" && request.method !== "HEAD") return sendPlainPage(request, response, notAllowed, requestId);
  if (underWay >= MAX_PAGES_AT_ONCE) {
    logOf(requestId).warn({ path, pages: underWay }, "a page was put off");
    return sendPlainPage(request, response, busy(COME_BACK_SECONDS), requestId);
  }
  underWay += 1;
  response.once("close", () => void (underWay -= 1));
  const note: RequestNote = { putOffSeconds: null };
  replaceFailure(request, response, note);
  void withNote(note, make);
}
