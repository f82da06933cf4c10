// What follows when nodes are judged differently: modules below hear of it, incidents are brought in line.
import type { NodeState, StateReason } from "@/lib/node-state";
import { formatInstant, type Instant } from "@/lib/period";
import { nodeChanged } from "@/server/clusters";
import type { EmittedEvent } from "@/server/platform/events";
import { isOutOfReach } from "./incident-rules";
import { readInRepair, readServing, readUntold, type Work } from "./incident-rows";
import { tellOfDarkness, tellOfNodes } from "./incidents";

/** How a node stands: its open interval, or `unknown` before anything was judged. */
export interface Standing {
  state: NodeState;
  reason: StateReason;
  code: number | null;
  since: Instant | null;
}

/** A node whose intervals changed. */
export interface NodeChange {
  nodeId: string;
  siteId: string;
  before: Pick<Standing, "state" | "reason">;
  after: Standing;
  /** Some interval out of reach came, went or moved: the site's darkness may have. */
  reachMoved: boolean;
}

export interface TellingWork extends Work {
  emit(event: EmittedEvent): Promise<void>;
}

/** Emits, for nodes that serve somebody or are in repair, what they are now; and tells of what customers feel. */
export async function publishChanges(work: TellingWork, changes: readonly NodeChange[]): Promise<void> {
  if (changes.length === 0) return;
  const ids = changes.map((change) => change.nodeId);
  const [serving, inRepair] = await Promise.all([readServing(work.tx, ids, work.now), readInRepair(work.tx, ids)]);
  for (const { nodeId, before, after } of changes) {
    const served = serving.get(nodeId);
    if ((!served && !inRepair.has(nodeId)) || after.since === null) continue;
    if (before.state === after.state && before.reason === after.reason) continue;
    await work.emit(nodeChanged({ nodeId, state: after.state, reason: after.reason, code: after.code, at: formatInstant(after.since) }, served?.organisationId ?? null));
  }
  const sites = [...new Set(changes.filter((change) => change.reachMoved).map((change) => change.siteId))].sort();
  await tellOfNodes(work, serving, await tellOfDarkness(work, sites));
}

/** Nobody stays untold: a node may come to serve while it is not well, or outlast the darkness of its site. */
export async function tellUntold(work: TellingWork): Promise<void> {
  await tellOfNodes(work, await readServing(work.tx, await readUntold(work.tx, work.now), work.now), []);
}

/** Whether an interval says that the node could not be reached. */
export const movesReach = (rows: readonly { state: string; reason: string }[]): boolean => rows.some(isOutOfReach);
