// Headers of every page. Next reads the nonce from the request's own policy header and puts it on each of its scripts,
// so the policy is set on the request as well as on the response.
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/server/kernel/process/env";
import { randomBytes } from "@/server/kernel/process/random";
import { addressOf, requestIdOf } from "./door";

/** Scripts only by nonce; inline styles too, because charts and the map position their parts with them. */
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

/** The header from which the layout reads the nonce for its own script. */
const NONCE_HEADER = "x-nonce";

/** The header from which a page reads its address, to return to it after sign-in. */
const ADDRESS_HEADER = "x-asked-address";

/**
 * Tells a page who asks, for what and under which id, overwriting whatever the caller sent in those headers, and sets
 * the response's headers.
 */
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
