// The people's door hands requests to the page framework, which reads bodies of any size into memory. So they are bounded
// here, before anything reads them: by the length they announce, and by counting what arrives.
import type { IncomingMessage, ServerResponse } from "node:http";
import { OperationError } from "@/server/kernel/operation/errors";
import { BodyCount } from "./body-budget";
import { refuse } from "./door";
import { hasBody, tooLarge } from "./http";

/** What a screen sends: a command of the console, a form of sign-in, nothing to a page. */
const MOST_BYTES: readonly [prefix: string, bytes: number][] = [
  ["/api/trpc", 1 << 20],
  ["/api/auth", 16 << 10],
  ["/", 16 << 10],
];

const mostBytesAt = (url: string): number => MOST_BYTES.find(([prefix]) => url.startsWith(prefix))?.[1] ?? 0;

/** Counts what the parser hands to the request, and cuts it when it is too much. */
function countBytes(request: IncomingMessage, response: ServerResponse, most: number): void {
  const count = new BodyCount(request, response);
  let size = 0;
  let refused: OperationError | null = null;
  const take = (bytes: number): OperationError | null => {
    size += bytes;
    if (size > most) return tooLarge(most);
    try {
      count.add(bytes);
      return null;
    } catch (error) {
      if (error instanceof OperationError) return error;
      throw error;
    }
  };
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (refused === null && chunk instanceof Uint8Array) {
      refused = take(chunk.byteLength);
      if (refused !== null) refuse(request, response, refused);
    } else if (refused !== null && chunk === null) response.end();
    // Once refused nothing more is kept, nor is the end told: whoever reads the body learns with the connection's end that it broke off.
    return refused === null ? push(chunk, encoding) : true;
  };
}

/** Whether a request's body may be read on; when not, it has been refused with 413 and the connection ends. */
export function boundBody(request: IncomingMessage, response: ServerResponse): boolean {
  if (!hasBody(request)) return true;
  const most = mostBytesAt(request.url ?? "/");
  if (Number(request.headers["content-length"] ?? 0) > most) {
    refuse(request, response, tooLarge(most));
    return false;
  }
  countBytes(request, response, most);
  return true;
}
