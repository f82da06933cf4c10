// Node states and their reasons, shared by the rules that decide them and the screens that show them.
import type { Instant } from "@/lib/period";

export const NODE_STATES = ["up", "degraded", "down", "maintenance", "unknown"] as const;

/** `unknown`: our own collectors could not see the node. It is never shown as up and counts neither for nor against. */
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

/**
 * One row per change: half-open [start, end) in epoch seconds; the current one has no end. `code` is the XID when the
 * reason is `xid`.
 */
export interface StateInterval {
  start: Instant;
  end: Instant | null;
  state: NodeState;
  reason: StateReason;
  code: number | null;
}

const SEVERITY: Readonly<Record<NodeState, number>> = { up: 0, maintenance: 1, unknown: 2, degraded: 3, down: 4 };

/** The worst of some states (down, degraded, unknown, maintenance, up), or null for an empty list. */
export function worstState(states: Iterable<NodeState>): NodeState | null {
  let worst: NodeState | null = null;
  for (const state of states) if (worst === null || SEVERITY[state] > SEVERITY[worst]) worst = state;
  return worst;
}

/**
 * XID codes after which a GPU is unusable until it is reset or replaced, with their meaning (NVIDIA's XID catalogue).
 */
export const FATAL_XIDS: ReadonlyMap<number, string> = new Map([
  [48, "double-bit memory error"],
  [64, "memory row remapping failed"],
  [74, "NVLink error"],
  [79, "GPU fell off the bus"],
  [95, "uncontained memory error"],
  [119, "GPU system processor timed out"],
  [120, "GPU system processor failed"],
]);
