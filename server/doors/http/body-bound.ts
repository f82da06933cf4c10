// The people's door hands requests to the page framework, which reads bodies of any size into memory. So they are bounded
// here, before anything reads them: by the length they announce, or by counting what arrives.
import type { IncomingMessage, ServerResponse } from "node:http";
import { refuse } from "./door";
import { tooLarge } from "./http";

/** What a screen sends: a command of the console, a form of sign-in, nothing to a page. */
const MOST_BYTES: readonly [prefix: string, bytes: number][] = [
  ["/api/trpc", 1 << 20],
  ["/api/auth", 16 << 10],
  ["/", 256 << 10],
];

const mostBytesAt = (url: string): number => MOST_BYTES.find(([prefix]) => url.startsWith(prefix))?.[1] ?? 0;

/** Counts what the parser hands to the request, and cuts it when it is too much. */
function countBytes(request: IncomingMessage, response: ServerResponse, most: number): void {
  let size = 0;
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    const wasRefused = size > most;
    if (chunk instanceof Uint8Array) size += chunk.byteLength;
    if (size <= most) return push(chunk, encoding);
    // Nothing more is kept, nor is the end told: whoever reads the body learns with the connection's end that it broke off.
    if (!wasRefused) refuse(request, response, tooLarge(most));
    else if (chunk === null) response.end();
    return true;
  };
}

/** Whether a request's body may be read on; when not, it has been refused with 413 and the connection ends. */
export function boundBody(request: IncomingMessage, response: ServerResponse): boolean {
  const most = mostBytesAt(request.url ?? "/");
  if (Number(request.headers["content-length"] ?? 0) > most) {
    refuse(request, response, tooLarge(most));
    return false;
  }
  if (request.headers["transfer-encoding"] !== undefined) countBytes(request, response, most);
  return true;
}
