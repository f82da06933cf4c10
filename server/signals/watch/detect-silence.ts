import { z } from "zod";
import { toInstant } from "@/lib/period";
import { command } from "@/server/kernel/operation/operation";
import { publishChanges, notifyTimePassed } from "../reducer/changes";
import { NOTHING_NEW, reassess } from "../reducer/reassess";
import { forgetSignals, signalsKeptFrom } from "./kept";
import { closeHistories, expectServingNodes, overdueNodes, unexpectedNodes } from "./silence-rows";
import { lockNodes } from "./watch-rows";

/** Nodes checked per transaction; the next run takes the others. */
const AT_ONCE = 4_000;

/**
 * Finds what no signal reports, wherever collectors watch: nodes that fell silent, maintenance that began or ended,
 * warnings that expired. A silent node that nobody expects to hear gets no interval: its history ends.
 */
export const detectSilence = command({
  name: "signals.silence.detect",
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
    const keptFrom = await signalsKeptFrom(tx, toInstant(now));
    await expectServingNodes(tx, now, keptFrom, AT_ONCE);
    const overdue = await overdueNodes(tx, now, keptFrom, AT_ONCE);
    const ids = overdue.map((node) => node.nodeId);
    await lockNodes(tx, ids);
    const released = await unexpectedNodes(tx, ids, now);
    await closeHistories(tx, released, now);
    const gone = new Set(released);
    const judged = overdue.filter((node) => !gone.has(node.nodeId));
    const changes = await reassess(tx, now, new Map(judged.map(({ nodeId, workFrom }) => [nodeId, { ...NOTHING_NEW, changedFrom: workFrom ?? Infinity }])));
    await publishChanges(ctx, changes);
    await notifyTimePassed(ctx);
    // After a pause there may be more than fits into one run; nothing is pruned before all of it was judged.
    if (overdue.length < AT_ONCE) await forgetSignals(tx, toInstant(now));
    return { judged: judged.length, changed: changes.length, released: released.length };
  },
});
