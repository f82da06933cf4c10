// What every page carries. The framework reads the nonce out of the request's own policy header and puts it on each of
// its scripts, so the policy is set on the request and on the answer alike.
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/server/kernel/process/env";
import { randomBytes } from "@/server/kernel/process/random";
import { addressOf, requestIdOf } from "./door";

/** Scripts by nonce only; styles also inline, because charts and the map place their parts so. */
const policy = (nonce: string, secure: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");

/** The header by which the layout learns the nonce for its own script. */
const NONCE_HEADER = "x-nonce";

/** The header by which a page learns its address, to come back to it after sign-in. */
const ADDRESS_HEADER = "x-asked-address";

/** Tells a page who asks, for what and under which id, whatever the caller had put into those headers, and sets the answer's. */
export function preparePage(request: IncomingMessage, response: ServerResponse): void {
  const secure = env().PUBLIC_URL.startsWith("https:");
  const nonce = Buffer.from(randomBytes(16)).toString("base64");
  const csp = policy(nonce, secure);
  const requestId = requestIdOf(request);
  Object.assign(request.headers, {
    "x-forwarded-for": addressOf(request),
    "x-request-id": requestId,
    [NONCE_HEADER]: nonce,
    [ADDRESS_HEADER]: request.url ?? "/",
    "content-security-policy": csp,
  });
  response.setHeader("x-request-id", requestId);
  response.setHeader("content-security-policy", csp);
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  response.setHeader("x-content-type-options", "nosniff");
  if (secure) response.setHeader("strict-transport-security", "max-age=63072000; includeSubDomains");
}
