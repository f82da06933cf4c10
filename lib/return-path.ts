// Where to go after signing in: an address on this site, or the front page. Parsed as a browser would rather than
// matched by pattern, because browsers drop tabs, turn backslashes into slashes and resolve dots.

// Only characters that no browser, log or header can take for something else.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** @param origin of this site; the result, resolved against it, is always on it */
export function returnPath(value: unknown, origin: string): string {
  if (typeof value !== "string" || value.length > 2_000 || CONTROL.test(value) || !URL.canParse(value, origin)) return "/";
  const { origin: site, pathname, search, hash } = new URL(value, origin);
  const path = pathname + search + hash;
  // A path that starts with two slashes would turn its next part into a host.
  return site === new URL(origin).origin && URL.canParse(path, origin) && new URL(path, origin).origin === site ? path : "/";
}

/** The sign-in page, with the way back to an address on this site. */
export const signInPath = (address: string, ended = false): string =>
  `/sign-in?${ended ? "error=SessionRequired&" : ""}callbackUrl=${encodeURIComponent(address)}`;
