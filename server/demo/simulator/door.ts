// The signals door, opened within one process: what the simulated network sends goes through the same HTTP and the same
// checks as a real node's signals.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { enterProgramsDoor, refuseUnknown } from "@/server/doors/http/door";
import type { Signal } from "./signals";

/** Items per call, well below the door's 5,000; a pool's signals stay in one call. */
const ITEMS_PER_CALL = 4_000;

export interface Sent {
  /** Number of single signals, with spans expanded. */
  taken: number;
  refused: { index: number; code: string; reason: string; count: number }[];
}

/** Sends one call. @throws Error with the answer when the door refuses it */
export async function postSignals(address: string, key: string, signals: readonly Signal[]): Promise<Sent> {
  const response = await fetch(`${address}/api/telemetry/v1/signals`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ signals }),
    signal: AbortSignal.timeout(120_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the signals door answered ${response.status}: ${text.slice(0, 400)}`);
  return JSON.parse(text) as Sent;
}

/** Batches the signals of several pools into calls. */
export function calls(pools: readonly (readonly Signal[])[]): Signal[][] {
  const made: Signal[][] = [];
  let open: Signal[] = [];
  for (const signals of pools) {
    if (open.length > 0 && open.length + signals.length > ITEMS_PER_CALL) {
      made.push(open);
      open = [];
    }
    open.push(...signals);
  }
  if (open.length > 0) made.push(open);
  return made;
}

export interface OpenDoor {
  address: string;
  close(): Promise<void>;
}

/** Listens on a port of 127.0.0.1 picked by the system. */
export async function openDoor(): Promise<OpenDoor> {
  const server = http.createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    if (!enterProgramsDoor(request, response)) refuseUnknown(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
