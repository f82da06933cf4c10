// The server's sign-in endpoint, called by plain fetch: first a CSRF token, then the form itself.

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const answer = await fetch("/api/auth/csrf", { headers: { accept: "application/json" } });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
}

export type SignInResult =
  { ok: true; url: string } | { ok: false; reason: "credentials" | "unreachable" } | { ok: false; reason: "limited"; waitSeconds: number };

/** Signs in with a password. Never throws: a refusal or an unreachable server is a result. */
export async function signInWithPassword(email: string, password: string, callbackUrl: string): Promise<SignInResult> {
  try {
    const answer = await post("/api/auth/callback/credentials", { email, password, callbackUrl });
    if (answer.status === 429) return { ok: false, reason: "limited", waitSeconds: Number(answer.headers.get("retry-after")) || 60 };
    if (answer.status >= 500) return { ok: false, reason: "unreachable" };
    const { url } = (await answer.json()) as { url?: string };
    const error = url === undefined ? "none given" : new URL(url, window.location.origin).searchParams.get("error");
    if (error === null && answer.ok && url !== undefined) return { ok: true, url };
    if (error?.startsWith("rate_limited")) return { ok: false, reason: "limited", waitSeconds: Number(error.split(" ")[1]) || 60 };
    return { ok: false, reason: error === "unavailable" ? "unreachable" : "credentials" };
  } catch {
    return { ok: false, reason: "unreachable" };
  }
}

/** Ends the session on the server; false when that failed and the person is still signed in. */
export const endSession = (): Promise<boolean> =>
  post("/api/auth/signout", { callbackUrl: "/sign-in" }).then(
    (answer) => answer.ok,
    () => false,
  );

/**
 * Ends the session and reloads the sign-in page, so that nothing of the person stays in memory. Returns false when the
 * session could not be ended; then the page stays as it is.
 */
export async function signOut(): Promise<boolean> {
  const ended = await endSession();
  if (ended) window.location.replace(new URL("/sign-in", window.location.origin));
  return ended;
}
