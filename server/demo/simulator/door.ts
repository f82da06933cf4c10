// The signals door, opened within one process: what the simulated network sends goes through the same HTTP and the same
// checks as a real node's signals.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { type AcceptanceResult, recordAcceptanceOutput } from "@/lib/contracts/acceptance";
import { enterProgramsDoor, refuseUnknown } from "@/server/doors/http/door";
import type { Signal } from "./signals";

/** Items per call, well below the door's 5,000; a pool's signals stay in one call. */
const ITEMS_PER_CALL = 4_000;

export interface Sent {
  /** Number of single signals, with spans expanded. */
  taken: number;
  refused: { index: number; code: string; reason: string; count: number }[];
}

async function post(address: string, path: string, key: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${address}/api/telemetry/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(120_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the signals door answered ${response.status}: ${text.slice(0, 400)}`);
  return JSON.parse(text);
}

/** Sends one call. @throws Error with the answer when the door does not take it */
export const postSignals = async (address: string, key: string, signals: readonly Signal[]): Promise<Sent> =>
  (await post(address, "/signals", key, { signals })) as Sent;

/** Sends results of tests before hand-over. @throws Error with the answer when the door does not take all of them */
export async function postResults(address: string, key: string, results: readonly AcceptanceResult[]): Promise<void> {
  const { refused } = recordAcceptanceOutput.parse(await post(address, "/acceptance-results", key, { results }));
  if (refused.length > 0) throw new Error(`the door refused test results: ${JSON.stringify(refused.slice(0, 5))}`);
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
