// Current state of a site, derived from its watched nodes. Pure.
import type { NodeState } from "@/lib/node-state";
import type { Instant } from "@/lib/period";

export interface SiteView {
  /** Nodes watched there. */
  watched: number;
  unknown: number;
  /** Degraded, or down for less than an hour: a node down for longer is under repair, and a spare serves. */
  ailing: number;
  /** Since when it is dark, and when announced maintenance began; null when not. */
  darkSince: Instant | null;
  workSince: Instant | null;
}

/** A node down for longer than this says nothing about its site. */
export const AILING_SECONDS = 3_600;

/**
 * Dark sites are down; sites in an announced window are in maintenance; unseen ones unknown; with a quarter of the
 * nodes failing, and at least two, degraded.
 */
export function siteState({ watched, unknown, ailing, darkSince, workSince }: SiteView): { state: NodeState; since: Instant | null } {
  if (darkSince !== null) return { state: "down", since: darkSince };
  if (workSince !== null) return { state: "maintenance", since: workSince };
  if (watched === 0 || unknown * 5 >= watched * 4) return { state: "unknown", since: null };
  return { state: ailing >= 2 && ailing * 4 >= watched ? "degraded" : "up", since: null };
}
