// The one fact about a cluster worth showing in a list: problems first, then news, then upcoming ends.
import type { ClusterNote } from "@/lib/contracts/clusters";
import type { Berth, ClusterRow } from "./read-rows";

/** An end this close is worth showing. */
const ENDING_SECONDS = 7 * 86_400;

const nothing: ClusterNote = { kind: "ending", ordinal: null, at: null, reason: null, phase: null, done: null, total: null };

export function noteOf(
  row: Pick<ClusterRow, "state" | "endAt" | "startAt" | "phase">,
  berths: readonly Berth[],
  now: Date,
  isNew: (berth: Berth) => boolean,
): ClusterNote | null {
  if (row.state === "ended") return null;
  if (row.state === "arriving")
    return row.phase && { ...nothing, kind: "delivering", phase: row.phase.name, done: row.phase.done, total: row.phase.total, at: row.startAt.toISOString() };
  for (const kind of ["down", "degraded", "maintenance", "unknown"] as const) {
    const affected = berths.filter((b) => b.health === kind);
    const first = affected[0];
    if (first)
      return { ...nothing, kind, ordinal: first.ordinal, at: first.since && new Date(first.since).toISOString(), reason: first.reason, total: affected.length };
  }
  const replaced = berths.filter(isNew).at(-1);
  if (replaced) return { ...nothing, kind: "replaced", ordinal: replaced.ordinal, at: new Date(replaced.startAt).toISOString() };
  return row.endAt.getTime() - now.getTime() < ENDING_SECONDS * 1000 ? { ...nothing, at: row.endAt.toISOString() } : null;
}
