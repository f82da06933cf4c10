// What this module tells, and what it needs to hear. Handlers may run twice with the same event and do the thing once.
import { z } from "zod";
import { instant } from "@/lib/contracts/common";
import { defineEvent } from "@/server/kernel/events/events";

export const clusterHandedOver = defineEvent("clusters.cluster.handedOver", z.object({ clusterId: z.string(), at: instant }));
export const clusterEnded = defineEvent("clusters.cluster.ended", z.object({ clusterId: z.string(), at: instant }));
/** A spare took a failed node's berth at `at`. */
export const nodeReplaced = defineEvent(
  "clusters.node.replaced",
  z.object({ clusterId: z.string(), nodeId: z.string(), spareNodeId: z.string(), at: instant }),
);
/** No spare is free for a failed node; the berth stays empty and counts as down. */
export const spareMissing = defineEvent("clusters.spare.missing", z.object({ clusterId: z.string(), nodeId: z.string(), at: instant }));
/** A node that serves somebody or is in repair is judged differently: how is in its NodeCondition. Emitted by signals, a module above. */
export const nodeChanged = defineEvent("signals.node.changed", z.object({ nodeId: z.string() }));
