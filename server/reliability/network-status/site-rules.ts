// How a site is now, judged from its watched nodes. Pure.
import type { NodeState } from "@/lib/node-state";
import type { Instant } from "@/lib/period";

export interface SiteView {
  /** Nodes watched there. */
  watched: number;
  unknown: number;
  /** Degraded, or down for less than an hour: a node down for longer is in the workshop, and a spare serves. */
  ailing: number;
  /** Since when it is dark, and when announced work began; null when not. */
  darkSince: Instant | null;
  workSince: Instant | null;
}

/** A node down for longer than this says nothing about its site. */
export const AILING_SECONDS = 3_600;

/** Dark sites are down; work that was announced is maintenance; unseen ones unknown; a quarter ailing, and at least two, is degraded. */
export function siteState({ watched, unknown, ailing, darkSince, workSince }: SiteView): { state: NodeState; since: Instant | null } {
  if (darkSince !== null) return { state: "down", since: darkSince };
  if (workSince !== null) return { state: "maintenance", since: workSince };
  if (watched === 0 || unknown * 5 >= watched * 4) return { state: "unknown", since: null };
  return { state: ailing >= 2 && ailing * 4 >= watched ? "degraded" : "up", since: null };
}
