// The people's door forwards requests to Next, which reads bodies of any size into memory. So they are limited here
// before anything reads them: by their announced length, and by counting what arrives.
import type { IncomingMessage, ServerResponse } from "node:http";
import { OperationError } from "@/server/kernel/operation/errors";
import { BodyCount } from "./body-budget";
import { refuse } from "./door";
import { hasBody, tooLarge } from "./http";

/** The largest body a screen sends: a command of the console, a sign-in form, nothing to a page. */
const MAX_BYTES: readonly [prefix: string, bytes: number][] = [
  ["/api/trpc", 1 << 20],
  ["/api/auth", 16 << 10],
  ["/", 16 << 10],
];

const maxBytesAt = (url: string): number => MAX_BYTES.find(([prefix]) => url.startsWith(prefix))?.[1] ?? 0;

/** Counts what the parser passes to the request, and aborts when it is too much. */
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
    // After a refusal nothing more is stored and the end is not signalled: readers of the body see an aborted
    // connection.
    return refused === null ? push(chunk, encoding) : true;
  };
}

/** Whether a request's body can be read; otherwise it has been refused with 413 and the connection ends. */
export function boundBody(request: IncomingMessage, response: ServerResponse): boolean {
  if (!hasBody(request)) return true;
  const most = maxBytesAt(request.url ?? "/");
  if (Number(request.headers["content-length"] ?? 0) > most) {
    refuse(request, response, tooLarge(most));
    return false;
  }
  countBytes(request, response, most);
  return true;
}
