// Late binding: which numbered nodes serve a contract is decided when it is handed over, not when it is sold. The
// counters have made sure that at no hour more nodes are promised than there are; bound in the order of their starts,
// such contracts can always be served (intervals whose peak fits can be coloured with as many colours).
import type { NodeState } from "@/lib/node-state";
import { type Instant, type Interval, overlaps } from "@/lib/period";

/** A node of the pool as seen when binding. */
export interface BindableNode {
  id: string;
  ordinal: number;
  /** Its newest state; null when it is not watched. */
  state: NodeState | null;
  /** Retired, or in the workshop: never chosen. */
  outOfService: boolean;
  /** Assignments still running or yet to begin, and the last one that ended. */
  assignments: readonly Interval[];
}

export interface Binding {
  /** Chosen nodes, best first; fewer than asked for when `missing` is above 0. */
  nodeIds: string[];
  missing: number;
}

const isUsable = (node: BindableNode): boolean => !node.outOfService && node.state !== "down" && node.state !== "maintenance";

/** Seconds a node idles before and after the window; the best choice leaves the smallest holes. */
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

/** Nodes known to be up come first, then unwatched ones, then those nobody saw lately, then degraded ones. */
const healthOf = (node: BindableNode): number => (node.state === null ? 1 : HEALTH[node.state]);

/**
 * Chooses nodes for a window. Never one that is busy in it, down, in maintenance or out of service. Among the others:
 * the healthiest, then those which leave the smallest hole before and after (long free stretches stay whole),
 * then by number, so that the same question has the same answer.
 */
export function bindNodes(nodes: readonly BindableNode[], window: Interval, count: number): Binding {
  const candidates = nodes
    .filter((node) => isUsable(node) && !node.assignments.some((busy) => overlaps(busy, window)))
    .map((node) => ({ node, health: healthOf(node), ...idleAround(node, window) }))
    .sort((a, b) => a.health - b.health || compare(a.before, b.before) || compare(a.after, b.after) || a.node.ordinal - b.node.ordinal);
  const nodeIds = candidates.slice(0, count).map(({ node }) => node.id);
  return { nodeIds, missing: count - nodeIds.length };
}

// Subtraction would make NaN of two endless holes.
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A node to take a failed one's place for the rest of its term; null when none can be spared.
 * @param promised nodes of the pool sold for this time but not bound yet: so many must remain.
 * @param failedNodeId the one to be replaced, never chosen whatever its state says.
 */
export function pickSpare(nodes: readonly BindableNode[], rest: Interval, promised: number, failedNodeId: string): string | null {
  const others = nodes.filter((node) => node.id !== failedNodeId);
  const { nodeIds, missing } = bindNodes(others, rest, promised + 1);
  return missing > 0 ? null : (nodeIds[0] ?? null);
}
