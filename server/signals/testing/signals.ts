// Sends signals as the network does, through the verb behind its door, with the clock set. For tests here and in
// modules above.
import { formatInstant, type Instant, toDate } from "@/lib/period";
import { systemCaller } from "@/server/kernel/operation/actor";
import { setInstant } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { asNode, everything } from "@/server/kernel/testing";
import { detectBlindness } from "../collectors/detect-blindness";
import { detectSilence } from "../watch/detect-silence";
import { recordSignals } from "../door/record-signals";

export interface TestSignal {
  node?: string;
  pool?: string;
  source: string;
  kind: string;
  observedAt: string;
  ok?: boolean;
  code?: number;
  value?: number;
  repeat?: { everySeconds: number; count: number };
}

/** Minutes of one source, from an instant on. */
export const beats = (node: string, from: Instant, minutes: number, source = "agent", ok = true): TestSignal => ({
  node,
  source,
  kind: source === "agent" ? "heartbeat" : "probe",
  ok,
  observedAt: formatInstant(from),
  repeat: { everySeconds: 60, count: minutes },
});

/** Minutes in which the pool's collectors watched. */
export const watching = (pool: string, from: Instant, minutes: number): TestSignal => ({
  pool,
  source: "collector",
  kind: "heartbeat",
  ok: true,
  observedAt: formatInstant(from),
  repeat: { everySeconds: 60, count: minutes },
});

export const xid = (node: string, at: Instant, code: number): TestSignal => ({ node, source: "agent", kind: "xid", code, observedAt: formatInstant(at) });
export const reset = (node: string, at: Instant): TestSignal => ({ node, source: "agent", kind: "reset", observedAt: formatInstant(at) });

/** Sends signals at an instant. */
export async function send(at: Instant, signals: readonly TestSignal[]) {
  setInstant(toDate(at));
  return run(recordSignals, asNode(), { signals: [...signals] });
}

/** Runs the blindness and silence detectors at an instant, as if they had been running for a while. */
export async function detect(at: Instant) {
  for (const look of [at - 30, at]) {
    setInstant(toDate(look));
    await run(detectBlindness, systemCaller("test"), {});
  }
  return run(detectSilence, systemCaller("test"), {});
}

/** Some sellable nodes of a pool, by number. */
export const nodesOfPool = (poolId: string): Promise<string[]> =>
  transaction(everything, async (tx) =>
    (
      await tx.sql<{ id: string }>(
        `select n.id from "Node" n join "Pool" p on p.id = n."poolId" where p.id = $1 and n.ordinal <= p."nodeCount" order by n.ordinal`,
        [poolId],
      )
    ).map((row) => row.id),
  );

/** `600- up good`: a node's intervals in seconds from an instant. */
export const statesOf = (nodeId: string, from: Instant): Promise<string[]> =>
  transaction(everything, async (tx) =>
    (
      await tx.sql<{ startAt: Date; endAt: Date | null; state: string; reason: string; code: number | null }>(
        `select "startAt", "endAt", state, reason, code from "NodeState" where "nodeId" = $1 order by "startAt"`,
        [nodeId],
      )
    ).map(
      ({ startAt, endAt, state, reason, code }) =>
        `${startAt.getTime() / 1000 - from}-${endAt === null ? "" : endAt.getTime() / 1000 - from} ${state} ${reason}${code ?? ""}`,
    ),
  );
