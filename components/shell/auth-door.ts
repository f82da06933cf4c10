// The sign-in door of the server, spoken to by plain fetch: a token against forged requests first, then the form itself.

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const answer = await fetch("/api/auth/csrf", { headers: { accept: "application/json" } });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
}

export type SignInResult = { ok: true; url: string } | { ok: false; reason: "credentials" | "limited" | "unreachable" };

/** Signs in with a password. Never throws: a refused or unreachable door is a result. */
export async function signInWithPassword(email: string, password: string, callbackUrl: string): Promise<SignInResult> {
  try {
    const answer = await post("/api/auth/callback/credentials", { email, password, callbackUrl });
    if (answer.status === 429) return { ok: false, reason: "limited" };
    if (answer.status >= 500) return { ok: false, reason: "unreachable" };
    const { url } = (await answer.json()) as { url?: string };
    const error = url === undefined ? "none given" : new URL(url, window.location.origin).searchParams.get("error");
    if (error === null && answer.ok && url !== undefined) return { ok: true, url };
    return { ok: false, reason: error === "rate_limited" ? "limited" : "credentials" };
  } catch {
    return { ok: false, reason: "unreachable" };
  }
}

/** Ends the session and loads the sign-in page anew, so that nothing of the person stays in memory. */
export async function signOut(): Promise<void> {
  const page = new URL("/sign-in", window.location.origin);
  await post("/api/auth/signout", { callbackUrl: page.pathname }).catch(() => undefined);
  window.location.replace(page);
}
