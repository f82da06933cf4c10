import { z } from "zod";
import { toInstant } from "@/lib/period";
import { command } from "@/server/platform/operation";
import { publishChanges, tellUntold } from "./changes";
import { NOTHING_NEW, reassess } from "./reassess";
import { closeHistories, forgetSignals, noteRun, overdueNodes, SILENCE_TICK, unexpectedNodes } from "./silence-rows";
import { lockNodes } from "./watch-rows";

/** Nodes looked at in one transaction; the next run takes the others. */
const AT_ONCE = 4_000;

/**
 * What nobody sends a signal about: nodes that fell silent, collectors that went blind, work that began or ended,
 * warnings that ran out. A node nobody watches any more and that is silent gets no interval: its history ends.
 */
export const detectSilence = command({
  name: "telemetry.silence.detect",
  summary: "Judge nodes that time alone may have changed.",
  input: z.object({}),
  output: z.object({ judged: z.number().int(), changed: z.number().int(), released: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "a measurement of ours, kept as intervals" },
  idempotency: "natural",
  handler: async (ctx) => {
    const { tx, now } = ctx;
    const overdue = await overdueNodes(tx, now, AT_ONCE);
    await lockNodes(tx, overdue);
    const released = await unexpectedNodes(tx, overdue, now);
    await closeHistories(tx, released);
    const gone = new Set(released);
    const judged = overdue.filter((nodeId) => !gone.has(nodeId));
    const changes = await reassess(tx, now, new Map(judged.map((nodeId) => [nodeId, NOTHING_NEW])));
    await publishChanges(ctx, changes);
    await tellUntold(ctx);
    await forgetSignals(tx, toInstant(now));
    await noteRun(tx, SILENCE_TICK, now);
    return { judged: judged.length, changed: changes.length, released: released.length };
  },
});
