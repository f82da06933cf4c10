// Where to go after signing in: an address of this site, or the front door. Parsed as a browser parses it, never matched
// by pattern, because browsers drop tabs, turn backslashes and resolve dots.

// Nothing that a browser, a log or a header could take for something else.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** @param origin of this site; the result, resolved against it, is always on it */
export function returnPath(value: unknown, origin: string): string {
  if (typeof value !== "string" || value.length > 2_000 || CONTROL.test(value) || !URL.canParse(value, origin)) return "/";
  const { origin: site, pathname, search, hash } = new URL(value, origin);
  const path = pathname + search + hash;
  // A path may start with two slashes, which makes the part after them a host.
  return site === new URL(origin).origin && URL.canParse(path, origin) && new URL(path, origin).origin === site ? path : "/";
}

/** The sign-in page, which leads back to an address of this site. */
export const signInPath = (address: string, ended = false): string =>
  `/sign-in?${ended ? "error=SessionRequired&" : ""}callbackUrl=${encodeURIComponent(address)}`;
