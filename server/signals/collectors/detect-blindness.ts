import { z } from "zod";
import { command } from "@/server/kernel/operation/operation";
import { publishChanges } from "../reducer/changes";
import { NOTHING_NEW, reassess } from "../reducer/reassess";
import { SILENCE_SECONDS } from "../door/runs";
import { recordCheck, unseenNodes } from "../watch/silence-rows";
import { lockNodes } from "../watch/watch-rows";

const AT_ONCE = 4_000;

/**
 * Where collectors have not been heard for two minutes their nodes become unknown: neither up nor down. Separate from
 * silence, because under a moved clock collectors are heard in spans, and what has not been sent yet is not blindness.
 * After a pause of the detector itself, collectors get as long to be heard again as they can be silent.
 */
export const detectBlindness = command({
  name: "signals.blindness.detect",
  summary: "Show nodes whose collectors are blind as unknown.",
  input: z.object({}),
  output: z.object({ unseen: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "a measurement of ours, kept as intervals" },
  idempotency: "natural",
  handler: async (ctx) => {
    const { tx, now } = ctx;
    const before = await recordCheck(tx, "blindness", now);
    if (before === null || now.getTime() - before.getTime() > SILENCE_SECONDS * 1000) return { unseen: 0 };
    const unseen = await unseenNodes(tx, now, AT_ONCE);
    await lockNodes(tx, unseen);
    await publishChanges(ctx, await reassess(tx, now, new Map(unseen.map((nodeId) => [nodeId, NOTHING_NEW]))));
    return { unseen: unseen.length };
  },
});
