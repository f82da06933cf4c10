// next-auth in front of our own sessions. It provides the sign-in routes, the cookie and CSRF protection; the signed-in
// person comes from our session row, read by server/identity/sign-in/sessions.ts, so that the server can end a session.
//
// Its "jwt" strategy hands the cookie's content to encode and decode. Here that content is the session's random token
// and decode reads the row: a database session for passwords, which its "database" strategy does not support.
import type { NextAuthOptions, User } from "next-auth";
import type { JWT } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { returnPath } from "@/lib/return-path";
import { readSession } from "@/server/identity";
import { router as identity } from "@/server/identity/router";
import type { Caller } from "@/server/kernel/operation/actor";
import { env } from "@/server/kernel/process/env";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { logOf } from "@/server/kernel/process/log";
import { randomId } from "@/server/kernel/process/random";
import { hmac } from "@/server/kernel/process/secrets";

const SESSION_SECONDS = 7 * 86_400;

/**
 * A person signing in is still anonymous. The door wrote address and id into the headers
 * (server/doors/http/page-headers.ts).
 */
const anonymous = (headers: Headers): Caller => ({
  actor: null,
  surface: "console",
  address: headers.get("x-forwarded-for"),
  requestId: headers.get("x-request-id") ?? randomId("req"),
});

const secure = (): boolean => env().PUBLIC_URL.startsWith("https:");

/** `__Host-` ties the cookie to exactly this host over TLS; plain http (a local first look) cannot use it. */
export const sessionCookie = (): string => (secure() ? "__Host-berth-session" : "berth-session");

const tokenOf = (value: object | undefined): string => (value && "sessionToken" in value && typeof value.sessionToken === "string" ? value.sessionToken : "");

/** The session token sent by a browser. */
export function sessionTokenOf(headers: Headers): string | null {
  for (const part of headers.get("cookie")?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === sessionCookie()) return part.slice(at + 1).trim();
  }
  return null;
}

/** Whether next-auth can be asked to return there; it would answer 500 to an invalid address. */
export const isOwnAddress = (value: string | null): boolean =>
  value === null ||
  returnPath(value, env().PUBLIC_URL) !== "/" ||
  value === "/" ||
  (URL.canParse(value) && new URL(value).href === new URL(env().PUBLIC_URL).href);

/** Why a sign-in was refused, in the address of next-auth's answer; components/shell/auth-door.ts reads it. */
function reasonOf(error: unknown): string | null {
  if (!(error instanceof OperationError)) return "internal";
  if (error.code === "rate_limited") return `rate_limited ${error.retryAfterSeconds ?? 60}`;
  return error.status >= 500 ? "unavailable" : null;
}

/**
 * The session ends with the cookie or not at all: when next-auth has cleared the cookie, the row is deleted too; if
 * that fails the browser keeps the cookie and is told so.
 */
export async function signOutSurely(headers: Headers, answer: Response): Promise<Response> {
  const token = sessionTokenOf(headers);
  const letGo = answer.headers.getSetCookie().some((cookie) => cookie.startsWith(`${sessionCookie()}=;`));
  if (token === null || !letGo) return answer;
  try {
    await run(identity.session.close, anonymous(headers), { token });
    return answer;
  } catch (error) {
    // A cookie that is not ours has no session.
    if (error instanceof OperationError && error.code === "validation_failed") return answer;
    logOf(headers.get("x-request-id") ?? "").error({ err: error }, "a session could not be ended");
    return Response.json(
      { detail: "You are still signed in: the session could not be ended. Try again." },
      { status: 503, headers: { "retry-after": "3", "cache-control": "no-store" } },
    );
  }
}

export const authOptions = (headers: Headers): NextAuthOptions => ({
  secret: hmac("next-auth", "cookies"),
  useSecureCookies: secure(),
  pages: { signIn: "/sign-in", error: "/sign-in" },
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  cookies: {
    sessionToken: { name: sessionCookie(), options: { httpOnly: true, sameSite: "lax", path: "/", secure: secure() } },
  },
  providers: [
    Credentials({
      name: "password",
      credentials: { email: { type: "email" }, password: { type: "password" } },
      authorize: async (given) => {
        const browser = headers.get("user-agent")?.slice(0, 200);
        const replaces = sessionTokenOf(headers)?.slice(0, 200);
        try {
          const session = await run(identity.session.open, anonymous(headers), {
            email: given?.email ?? "",
            password: given?.password ?? "",
            browser,
            replaces,
          });
          return { id: session.userId, sessionToken: session.token } satisfies User & { sessionToken: string };
        } catch (error) {
          const reason = reasonOf(error);
          if (reason === null) return null;
          if (reason !== "internal") throw new Error(reason, { cause: error });
          throw error;
        }
      },
    }),
  ],
  jwt: {
    maxAge: SESSION_SECONDS,
    encode: async ({ token }) => tokenOf(token),
    decode: async ({ token }): Promise<JWT | null> => {
      const session = token ? await readSession(token) : null;
      return session && { sub: session.userId, name: session.name, email: session.email, sessionToken: token };
    },
  },
  callbacks: {
    redirect: async ({ url }) => new URL(returnPath(url, env().PUBLIC_URL), env().PUBLIC_URL).href,
    jwt: async ({ token, user }) => (user ? { sub: user.id, sessionToken: tokenOf(user) } : token),
  },
  // As JSON like everything else, so that callers cannot inject log lines.
  logger: {
    error: (code, metadata) =>
      logOf(headers.get("x-request-id") ?? "").warn({ code, detail: metadata instanceof Error ? metadata.message : metadata }, "next-auth refused a request"),
    warn: (code) => logOf(headers.get("x-request-id") ?? "").debug({ code }, "next-auth warned"),
    debug: () => undefined,
  },
});
