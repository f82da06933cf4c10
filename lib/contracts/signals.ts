import { z } from "zod";
import { idOf, instant } from "./common";

const repeat = z
  .object({ everySeconds: z.number().int().min(60), count: z.number().int().min(1).max(100_000) })
  .describe("The item stands for this many equal observations, the first at observedAt; it means exactly the single ones.");
const timed = { observedAt: instant.describe("Up to 72 hours ago; not more than 5 minutes ahead"), repeat: repeat.optional() };
const ofNode = { node: idOf("nod"), ...timed };
const pool = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:-]{0,119}$/)
  .describe("Id of the pool");
const probe = z.enum(["probe-1", "probe-2", "probe-3"]);

/**
 * Every item the door takes, as its OpenAPI document describes it. The door checks by hand, because thousands of nodes
 * speak every minute; a test holds that both agree.
 */
export const signalItem = z.union([
  z
    .object({ source: z.literal("collector"), kind: z.literal("heartbeat"), pool, ok: z.boolean(), ...timed })
    .describe("A collector watches the pool, once a minute. Without it the pool's nodes are unknown: silence is judged against collectors that hear."),
  z.object({ source: z.literal("agent"), kind: z.literal("heartbeat"), ok: z.boolean(), ...ofNode }).describe("The node lives, once a minute."),
  z
    .object({ source: probe, kind: z.literal("probe"), ok: z.boolean(), ...ofNode })
    .describe("Whether a probe reached the node, once a minute each; the majority decides."),
  z
    .object({ source: z.literal("agent"), kind: z.literal("xid"), code: z.number().int().min(1).max(999), ...ofNode })
    .describe("A GPU error. A fatal XID makes the node down until a reset, a replacement or a clearance, whatever it answers meanwhile."),
  z
    .object({ source: z.literal("agent"), kind: z.enum(["reset", "replaced", "cleared"]), ...ofNode })
    .describe("The GPU was reset, the part was replaced, or the fault was cleared: a fatal XID from before it ends here."),
  z
    .object({ source: z.enum(["agent", ...probe.options]), kind: z.literal("throughput"), value: z.number().min(0).describe("Gb/s"), ...ofNode })
    .describe("Measured bandwidth; below what was committed the node is degraded."),
  z
    .object({ source: z.literal("agent"), kind: z.enum(["throttled", "ecc", "link"]), ok: z.boolean(), ...ofNode })
    .describe("The node runs hot, has memory errors or lost a link (ok: false). Holds for five minutes, or until it says otherwise (ok: true)."),
]);

const { $schema: _dialect, ...described } = z.toJSONSchema(signalItem, { io: "input" });

/**
 * Only the envelope is checked here. The door checks items one by one, because a refused item is reported in the answer
 * and does not fail the batch.
 */
export const recordSignalsInput = z.object({ signals: z.array(z.unknown().meta(described)).min(1).max(5_000) });
/** `count`: how many signals an item stands for. */
export const recordSignalsOutput = z.object({
  taken: z.number().int().describe("Signals taken, those behind repeats counted one by one"),
  refused: z.array(z.object({ index: z.number().int(), code: z.string(), reason: z.string(), count: z.number().int() })),
});
