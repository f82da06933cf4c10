// next-auth in front of our own sessions. It brings the sign-in routes, the cookie and its cross-site protection; who is
// signed in is a row of ours, read by server/identity/sign-in/sessions.ts, so that a session can be ended from the server.
//
// Its "jwt" strategy hands the cookie's content to encode and decode. Here that content is the session's random token
// and decode reads the row: a database session for passwords, which its "database" strategy refuses to open.
import type { NextAuthOptions, User } from "next-auth";
import type { JWT } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { readSession } from "@/server/identity";
import { router as identity } from "@/server/identity/router";
import type { Caller } from "@/server/kernel/operation/actor";
import { env } from "@/server/kernel/process/env";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { randomId } from "@/server/kernel/process/random";
import { hmac } from "@/server/kernel/process/secrets";

const SESSION_SECONDS = 7 * 86_400;

/** A person signing in is nobody yet. */
const anonymous = (address: string | null): Caller => ({ actor: null, surface: "console", address, requestId: randomId("req") });

const secure = (): boolean => env().PUBLIC_URL.startsWith("https:");

/** `__Host-` binds the cookie to this very host over TLS; plain http (a first look on one's own machine) cannot carry it. */
export const sessionCookie = (): string => (secure() ? "__Host-berth-session" : "berth-session");

const tokenOf = (value: object | undefined): string => (value && "sessionToken" in value && typeof value.sessionToken === "string" ? value.sessionToken : "");

export const authOptions = (): NextAuthOptions => ({
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
      authorize: async (given, request) => {
        const forwarded: unknown = request.headers?.["x-forwarded-for"];
        const address = typeof forwarded === "string" ? (forwarded.split(",")[0]?.trim() ?? null) : null;
        try {
          const session = await run(identity.session.open, anonymous(address), { email: given?.email ?? "", password: given?.password ?? "" });
          return { id: session.userId, sessionToken: session.token } satisfies User & { sessionToken: string };
        } catch (error) {
          // The page shows one sentence for wrong credentials and another when it must wait.
          if (error instanceof OperationError && error.code === "rate_limited") throw new Error("rate_limited", { cause: error });
          if (error instanceof OperationError && error.status < 500) return null;
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
    jwt: async ({ token, user }) => (user ? { sub: user.id, sessionToken: tokenOf(user) } : token),
  },
  events: {
    signOut: async ({ token }) => {
      const value = tokenOf(token);
      if (value) await run(identity.session.close, anonymous(null), { token: value });
    },
  },
});
