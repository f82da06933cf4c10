// Conditional requests, RFC 9110 section 13: tags in lists, weak and strong, and the star.
import type { IncomingHttpHeaders } from "node:http";

const TAG = /\s*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")\s*(?:,|$)/y;

/** The entity tags in a header, or "*"; the first malformed tag ends the list. */
export function entityTags(header: string): "*" | string[] {
  if (header.trim() === "*") return "*";
  const tags: string[] = [];
  TAG.lastIndex = 0;
  for (let match = TAG.exec(header); match?.[1] !== undefined; match = TAG.exec(header)) tags.push(match[1]);
  return tags;
}

const opaque = (tag: string): string => tag.replace(/^W\//, "");

/** Whether one of the tags matches this representation: strong comparison for a change, weak for a cache. */
function names(tags: "*" | string[], etag: string, comparison: "strong" | "weak"): boolean {
  if (tags === "*") return true;
  return tags.some((tag) => (comparison === "weak" ? opaque(tag) === opaque(etag) : tag === etag && !tag.startsWith("W/")));
}

/** The outcome of a GET's or HEAD's conditions for a representation with this tag. */
export function evaluate(headers: IncomingHttpHeaders, etag: string): "send" | "not_modified" | "failed" {
  const match = headers["if-match"];
  if (match !== undefined && !names(entityTags(match), etag, "strong")) return "failed";
  const none = headers["if-none-match"];
  return none !== undefined && names(entityTags(none), etag, "weak") ? "not_modified" : "send";
}

/**
 * Resources that can be changed have no tags here, so a change that names one asks for a version that does not exist.
 */
export const asksForVersion = (headers: IncomingHttpHeaders): boolean => headers["if-match"] !== undefined && entityTags(headers["if-match"]) !== "*";

/** Whether a JSON response is acceptable (RFC 9110, section 12.5.1): the most specific matching range decides. */
export function acceptsJson({ accept }: IncomingHttpHeaders): boolean {
  if (accept === undefined || accept.trim() === "") return true;
  const ranges = accept.split(",").map((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((one) => one.startsWith("q="))?.slice(2);
    return { type, refused: weight !== undefined && Number(weight) === 0 };
  });
  for (const wanted of [/^application\/(problem\+)?json$/, /^application\/(\*|\*\+json)$/, /^\*\/\*$/]) {
    const fitting = ranges.filter(({ type }) => wanted.test(type));
    if (fitting.length > 0) return fitting.some(({ refused }) => !refused);
  }
  return false;
}
