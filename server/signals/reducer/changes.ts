// What follows when a node's judgement changes: modules below get an event, incidents are updated.
import type { NodeState, StateReason } from "@/lib/node-state";
import type { Instant } from "@/lib/period";
import { nodeChanged } from "@/server/clusters";
import type { EmittedEvent } from "@/server/kernel/events/events";
import { readInRepair, readServing, type Serving, type Work } from "./serving-rows";

/** A node's state: its open interval, or `unknown` before anything was judged. */
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
  /** An unreachable interval appeared, disappeared or moved, so the site's dark intervals may have changed. */
  reachMoved: boolean;
}

export interface EmittingWork extends Work {
  emit(event: EmittedEvent): Promise<void>;
}

/**
 * Emits the change for nodes that serve a cluster or are under repair, and notifies the listener of what affects
 * customers.
 */
export async function publishChanges(work: EmittingWork, changes: readonly NodeChange[]): Promise<void> {
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
  await requireListener().changed(work, serving, sites);
}

/** What a module above does in the transaction of a change: update incidents to the intervals. */
export interface ChangeListener {
  /** Serving nodes changed; at these sites, nodes became unreachable or came back. */
  changed(work: Work, serving: Map<string, Serving>, siteIds: readonly string[]): Promise<void>;
  /** Time passed: a node may have started serving while not well, or may still be silent after its site came back. */
  timePassed(work: Work): Promise<void>;
}

let listener: ChangeListener | undefined;

/** Registers the single listener. Registering again replaces it. */
export function listenToChanges(by: ChangeListener): void {
  listener = by;
}

/** @throws Error when none is registered: changes without their incidents would be lost silently */
function requireListener(): ChangeListener {
  if (!listener) throw new Error("nobody listens to changes of nodes: server/doors/listeners.ts names who does");
  return listener;
}

/** Notifies the listener that time passed. */
export const notifyTimePassed = (work: Work): Promise<void> => requireListener().timePassed(work);

/** Whether a node in this state was unreachable. */
export const isUnreachable = ({ state, reason }: { state: string; reason: string }): boolean =>
  state === "down" && (reason === "silence" || reason === "probes_failed");

/** Whether the interval means that the node was unreachable. */
export const movesReach = (rows: readonly { state: string; reason: string }[]): boolean => rows.some(isUnreachable);
