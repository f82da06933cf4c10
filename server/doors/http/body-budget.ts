// How much memory all bodies in this process can take at once. Single bodies are limited at their door; a thousand slow
// ones are limited here, and one address cannot take the share of all. Only received bytes count, not announced ones.
import type { IncomingMessage, ServerResponse } from "node:http";
import { OperationError } from "@/server/kernel/operation/errors";

/** A body that is read, decoded and parsed takes a few times its bytes. */
const MAX_HELD_BYTES = 128 << 20;
/** Four full batches of signals at once. */
const MAX_HELD_BYTES_PER_ADDRESS = 32 << 20;

let held = 0;
const heldOf = new Map<string, number>();

/** Bytes currently held, for the tests. */
export const heldBytes = (): number => held;

function change(address: string, by: number): void {
  held += by;
  const left = (heldOf.get(address) ?? 0) + by;
  if (left === 0) heldOf.delete(address);
  else heldOf.set(address, left);
}

const tooMany = () =>
  new OperationError("overloaded", "More is being sent than can be held at once.", {
    suggestion: "Send fewer requests at the same time, and this one again after the seconds in Retry-After.",
    retryAfterSeconds: 1,
  });

/** Counts one request's bytes as they arrive; they are held until its response is sent or the connection ends. */
export class BodyCount {
  #size = 0;
  readonly #address: string;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#address = request.socket.remoteAddress ?? "unknown";
    response.once("close", () => change(this.#address, -this.#size));
  }

  /** @throws OperationError overloaded when that is too much for now */
  add(bytes: number): void {
    if (held + bytes > MAX_HELD_BYTES || (heldOf.get(this.#address) ?? 0) + bytes > MAX_HELD_BYTES_PER_ADDRESS) throw tooMany();
    this.#size += bytes;
    change(this.#address, bytes);
  }
}
