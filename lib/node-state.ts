// The words for how a node is, shared by the rules that decide it and the screens that show it.
import type { Instant } from "@/lib/period";

export const NODE_STATES = ["up", "degraded", "down", "maintenance", "unknown"] as const;

/** `unknown`: our own collectors were blind. It is never shown as up and counts neither for nor against. */
export type NodeState = (typeof NODE_STATES)[number];

export const STATE_REASONS = [
  "good",
  "throughput",
  "throttled",
  "ecc",
  "link",
  "silence",
  "probes_failed",
  "xid",
  "unannounced_work",
  "maintenance",
  "collectors_blind",
] as const;

/** Why a node is in its state; each reason belongs to exactly one state. */
export type StateReason = (typeof STATE_REASONS)[number];

/** One row a change: half-open [start, end) in epoch seconds; the running one has no end. `code` is the XID when the reason is `xid`. */
export interface StateInterval {
  start: Instant;
  end: Instant | null;
  state: NodeState;
  reason: StateReason;
  code: number | null;
}

const SEVERITY: Readonly<Record<NodeState, number>> = { up: 0, maintenance: 1, unknown: 2, degraded: 3, down: 4 };

/** The worst of some states (down, degraded, unknown, maintenance, up); null of none. */
export function worstState(states: Iterable<NodeState>): NodeState | null {
  let worst: NodeState | null = null;
  for (const state of states) if (worst === null || SEVERITY[state] > SEVERITY[worst]) worst = state;
  return worst;
}

/** XID codes after which a GPU cannot be used until it is reset or replaced, with what they mean (NVIDIA's XID catalogue). */
export const FATAL_XIDS: ReadonlyMap<number, string> = new Map([
  [48, "double-bit memory error"],
  [64, "memory row remapping failed"],
  [74, "NVLink error"],
  [79, "GPU fell off the bus"],
  [95, "uncontained memory error"],
  [119, "GPU system processor timed out"],
  [120, "GPU system processor failed"],
]);
