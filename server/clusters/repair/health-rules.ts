// A cluster's state, derived from its nodes, and when a failed node gives its berth to a spare. Pure.
import type { NodeState, StateInterval, StateReason } from "@/lib/node-state";
import type { Instant } from "@/lib/period";

export type ClusterState = "arriving" | "up" | "degraded" | "down" | "maintenance" | "ended";

/** A down node gets this long to come back, unless its GPU is known to be lost. */
export const CONFIRM_SECONDS = 120;

/** A node whose own hardware underperforms gets this long to recover. */
export const DEGRADED_SECONDS = 900;

/** From the decision until the spare serves: restart, fabric, acceptance. Promised: under five minutes in total. */
export const REPLACEMENT_SECONDS = 160;

/** How often a pool without a free spare is asked again. */
export const SPARE_RETRY_SECONDS = 60;

/** How often a dark site is checked again. */
const DARK_RETRY_SECONDS = 300;

/**
 * @param berths the state of the node in each berth; null where none serves. A cluster is down when no berth works;
 * degraded when at least one does not, works badly or is unknown (unknown is never shown as up); in maintenance when
 * that is the only cause.
 */
export function clusterState(handedOverAt: Instant | null, endedAt: Instant | null, berths: readonly (NodeState | null)[]): ClusterState {
  if (endedAt !== null) return "ended";
  if (handedOverAt === null) return "arriving";
  const isDown = (state: NodeState | null) => state === null || state === "down";
  if (berths.length > 0 && berths.every(isDown)) return "down";
  if (berths.some((state) => isDown(state) || state === "degraded" || state === "unknown")) return "degraded";
  return berths.includes("maintenance") ? "maintenance" : "up";
}

/**
 * Why a node lost its berth: the reasons for "down", and those for "degraded" that lie in the node itself rather than
 * the site's uplink.
 */
type FailureCause = Extract<StateReason, "silence" | "probes_failed" | "xid" | "unannounced_work" | "throttled" | "ecc" | "link">;

export type ReplacementDecision =
  /** Nothing to do. */
  | { kind: "keep" }
  /** Check again then, because the node may recover by itself. */
  | { kind: "wait"; until: Instant }
  | { kind: "replace"; cause: FailureCause; code: number | null }
  /** The node recovered before a spare was found: it keeps its berth. */
  | { kind: "withdraw" };

/**
 * Whether the node in a berth must be replaced.
 * @param node its open interval; null when nothing is known about it.
 * @param pending a replacement in progress: `waiting` for a spare, or the spare `joining` (then it goes through).
 * @param serviceEndsAt the end of the berth's service; a spare that could not serve before it is not requested.
 */
export function decideReplacement(
  node: StateInterval | null,
  pending: "none" | "waiting" | "joining",
  serviceEndsAt: Instant,
  now: Instant,
): ReplacementDecision {
  if (pending === "joining") return { kind: "keep" };
  const cause = node && (node.state === "down" || node.state === "degraded") ? failureCause(node.reason) : null;
  if (!node || cause === null) return pending === "waiting" && node?.state !== "unknown" ? { kind: "withdraw" } : { kind: "keep" };
  if (pending === "waiting" || serviceEndsAt <= now + REPLACEMENT_SECONDS) return { kind: "keep" };
  const until = node.start + (cause === "xid" ? 0 : node.state === "degraded" ? DEGRADED_SECONDS : CONFIRM_SECONDS);
  return now < until ? { kind: "wait", until } : { kind: "replace", cause, code: node.code };
}

const FAILURE_CAUSES: ReadonlySet<string> = new Set<FailureCause>(["silence", "probes_failed", "xid", "unannounced_work", "throttled", "ecc", "link"]);

const isFailureCause = (reason: StateReason): reason is FailureCause => FAILURE_CAUSES.has(reason);

function failureCause(reason: StateReason): FailureCause | null {
  return isFailureCause(reason) ? reason : null;
}

/** The next step of a decided replacement: the spare serves from `dueAt`, or the pool is asked again at `dueAt`. */
export function replacementStep(spareNodeId: string | null, now: Instant, dark = false): { spareNodeId: string | null; dueAt: Instant } {
  return { spareNodeId, dueAt: now + (spareNodeId !== null ? REPLACEMENT_SECONDS : dark ? DARK_RETRY_SECONDS : SPARE_RETRY_SECONDS) };
}

/**
 * Whether the site itself is dark, judged by its watched nodes outside repair: four fifths of them down at once. A
 * spare at the same site would be dark too, so none is requested until the site is back.
 */
export function isDark(watched: readonly NodeState[]): boolean {
  return watched.length > 1 && watched.filter((state) => state === "down").length * 5 >= watched.length * 4;
}
