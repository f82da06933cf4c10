// Events this module emits and receives. Handlers can run twice with the same event and take effect once.
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
/**
 * The state of a node that serves a cluster or is under repair has changed; the state itself is in its NodeCondition.
 * Emitted by signals, a module above.
 */
export const nodeChanged = defineEvent("signals.node.changed", z.object({ nodeId: z.string() }));
