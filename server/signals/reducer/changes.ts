// What follows when nodes are judged differently: modules below hear of it, incidents are brought in line.
import type { NodeState, StateReason } from "@/lib/node-state";
import type { Instant } from "@/lib/period";
import { nodeChanged } from "@/server/clusters";
import type { EmittedEvent } from "@/server/kernel/events/events";
import { readInRepair, readServing, type Serving, type Work } from "./serving-rows";

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
  before: Standing;
  after: Standing;
  /** Some interval out of reach came, went or moved: the site's darkness may have. */
  reachMoved: boolean;
}

export interface TellingWork extends Work {
  emit(event: EmittedEvent): Promise<void>;
}

/** Emits that nodes which serve somebody or are in repair changed; and tells of what customers feel. */
export async function publishChanges(work: TellingWork, changes: readonly NodeChange[]): Promise<void> {
  if (changes.length === 0) return;
  const ids = changes.map((change) => change.nodeId);
  const [serving, inRepair] = await Promise.all([readServing(work.tx, ids, work.now), readInRepair(work.tx, ids)]);
  for (const { nodeId, before, after } of changes) {
    const served = serving.get(nodeId);
    if ((!served && !inRepair.has(nodeId)) || after.since === null) continue;
    if (before.state === after.state && before.reason === after.reason && before.since === after.since) continue;
    await work.emit(nodeChanged({ nodeId }, served?.organisationId ?? null));
  }
  const sites = [...new Set(changes.filter((change) => change.reachMoved).map((change) => change.siteId))].sort();
  await theListener().changed(work, serving, sites);
}

/** What a module above does in the transaction of a change: bring incidents in line with the intervals. */
export interface ChangeListener {
  /** Nodes that serve somebody changed; at these sites, nodes went out of reach or came back. */
  changed(work: Work, serving: Map<string, Serving>, siteIds: readonly string[]): Promise<void>;
  /** Time passed: a node may have come to serve while it is not well, or outlasted the darkness of its site. */
  looked(work: Work): Promise<void>;
}

let listener: ChangeListener | undefined;

/** Names the one listener. Registering again replaces it. */
export function listenToChanges(by: ChangeListener): void {
  listener = by;
}

/** @throws Error when none was named: changes without their incidents would be lost silently */
function theListener(): ChangeListener {
  if (!listener) throw new Error("nobody listens to changes of nodes: server/doors/listeners.ts names who does");
  return listener;
}

/** Tells the listener that time passed. */
export const lookAgain = (work: Work): Promise<void> => theListener().looked(work);

/** Whether a node in this state could not be reached. */
export const isOutOfReach = ({ state, reason }: { state: string; reason: string }): boolean =>
  state === "down" && (reason === "silence" || reason === "probes_failed");

/** Whether an interval says that the node could not be reached. */
export const movesReach = (rows: readonly { state: string; reason: string }[]): boolean => rows.some(isOutOfReach);
