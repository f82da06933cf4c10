// Decodes external bytes to text, by the same rules at every door: invalid UTF-8 is refused rather than repaired, a
// byte order mark is skipped, and no name may appear twice.
import { OperationError } from "@/server/kernel/operation/errors";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

const bad = (detail: string, pointer: string, message: string) => new OperationError("validation_failed", detail, { errors: [{ pointer, message }] });

const badBody = (pointer: string, message: string) => bad("The body is not valid JSON; errors says where.", pointer, message);

/** @throws OperationError validation_failed for invalid UTF-8 */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw badBody("", "is not UTF-8");
  }
}

const escape = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** Pointer to a duplicate member in well-formed JSON; null when there is none. */
export function repeatedMember(text: string): string | null {
  const open: { names: Set<string> | null; at: number; name: string }[] = [];
  const pointer = () => open.map(({ names, name, at }) => `/${names ? escape(name) : at}`).join("");
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const here = open.at(-1);
    if (char === "{") open.push({ names: new Set(), at: 0, name: "" });
    else if (char === "[") open.push({ names: null, at: 0, name: "" });
    else if (char === "}" || char === "]") open.pop();
    else if (char === "," && here) here.at += 1;
    if (char !== '"') continue;
    const start = at;
    for (at += 1; text.charAt(at) !== '"'; at += 1) if (text.charAt(at) === "\\") at += 1;
    let after = at + 1;
    while (" \t\r\n".includes(text.charAt(after)) && after < text.length) after += 1;
    if (text.charAt(after) !== ":" || !here?.names) continue;
    here.name = JSON.parse(text.slice(start, at + 1)) as string;
    if (here.names.has(here.name)) return pointer();
    here.names.add(here.name);
  }
  return null;
}

/**
 * The JSON object in a body; an empty body is an empty object.
 * @throws OperationError validation_failed
 */
export function jsonObject(bytes: Uint8Array, { oftenLarge = false }: { oftenLarge?: boolean } = {}): Record<string, unknown> {
  if (bytes.byteLength === 0) return {};
  const text = decodeBytes(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badBody("", "is not well-formed JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badBody("", "must be an object");
  // Batches of signals are checked item by item, and are too large to scan twice.
  const repeated = oftenLarge ? null : repeatedMember(text);
  if (repeated !== null) throw badBody(repeated, "stands twice");
  return value as Record<string, unknown>;
}

const badAddress = (message: string) => bad("The address is not properly encoded.", "", message);

/** @throws OperationError validation_failed for a malformed % sequence or invalid UTF-8 */
export function decodeComponent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badAddress("has a % sequence that is broken or not UTF-8");
  }
}

/** A query string's parameters in the order sent. @throws OperationError validation_failed */
export function queryOf(text: string): URLSearchParams {
  const query = new URLSearchParams();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const [name, value] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    query.append(decodeComponent(name.replaceAll("+", " ")), decodeComponent(value.replaceAll("+", " ")));
  }
  return query;
}
