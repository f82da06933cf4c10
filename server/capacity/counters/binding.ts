// Late binding: the nodes that serve a contract are chosen at delivery, not at sale. The counters ensure that no hour
// has more nodes promised than exist; bound in order of their starts, such contracts can always be served (intervals
// whose peak fits can be coloured with as many colours).
import type { NodeState } from "@/lib/node-state";
import { type Instant, type Interval, overlaps } from "@/lib/period";

/** A node of the pool as a candidate for binding. */
export interface BindableNode {
  id: string;
  ordinal: number;
  /** Its latest state; null when it is not watched. */
  state: NodeState | null;
  /** Retired or under repair: never chosen. */
  outOfService: boolean;
  /** Current and future assignments, and the last one that ended. */
  assignments: readonly Interval[];
}

export interface Binding {
  /** Chosen nodes, best first; fewer than requested when `missing` is above 0. */
  nodeIds: string[];
  missing: number;
}

const isUsable = (node: BindableNode): boolean => !node.outOfService && node.state !== "down" && node.state !== "maintenance";

/** Idle seconds before and after the window; the best choice leaves the smallest holes. */
function idleAround(node: BindableNode, window: Interval): { before: number; after: number } {
  let lastEnd: Instant = -Infinity;
  let nextStart: Instant = Infinity;
  for (const { start, end } of node.assignments) {
    if (end <= window.start && end > lastEnd) lastEnd = end;
    if (start >= window.end && start < nextStart) nextStart = start;
  }
  return { before: window.start - lastEnd, after: nextStart - window.end };
}

const HEALTH: Readonly<Record<NodeState, number>> = { up: 0, unknown: 2, degraded: 3, maintenance: 4, down: 4 };

/** Order: nodes known to be up, unwatched ones, those of unknown state, degraded ones. */
const healthOf = (node: BindableNode): number => (node.state === null ? 1 : HEALTH[node.state]);

/**
 * Chooses nodes for a window. Never one that is busy in it, down, in maintenance or out of service. Among the rest: the
 * healthiest, then those that leave the smallest hole before and after (which keeps long free stretches whole), then by
 * number, so that the same question always has the same answer.
 */
export function bindNodes(nodes: readonly BindableNode[], window: Interval, count: number): Binding {
  const candidates = nodes
    .filter((node) => isUsable(node) && !node.assignments.some((busy) => overlaps(busy, window)))
    .map((node) => ({ node, health: healthOf(node), ...idleAround(node, window) }))
    .sort((a, b) => a.health - b.health || compare(a.before, b.before) || compare(a.after, b.after) || a.node.ordinal - b.node.ordinal);
  const nodeIds = candidates.slice(0, count).map(({ node }) => node.id);
  return { nodeIds, missing: count - nodeIds.length };
}

// Subtracting two infinite holes would give NaN.
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A node to take over from a failed one for the rest of its term; null when none can be spared.
 * @param promised nodes of the pool sold for this period but not bound yet: that many must remain.
 * @param failedNodeId the node to replace, never chosen whatever its state.
 */
export function pickSpare(nodes: readonly BindableNode[], rest: Interval, promised: number, failedNodeId: string): string | null {
  const others = nodes.filter((node) => node.id !== failedNodeId);
  const { nodeIds, missing } = bindNodes(others, rest, promised + 1);
  return missing > 0 ? null : (nodeIds[0] ?? null);
}
