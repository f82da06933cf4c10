// Text for clusters and nodes, for every screen that names them.
import { formatDuration, formatInstant, plural } from "@/components/format/text";
import { STATE_WORD, type State } from "@/components/ui/status";
import type { TideDay as TideMark } from "@/components/chart/tide-marks";
import type { TideDay } from "@/lib/contracts/capacity";
import type { ClusterContract, ClusterNote } from "@/lib/contracts/clusters";

/** The reason of a node's state, as it follows its name: "n04 stopped answering". */
const REASONS: Readonly<Record<string, string>> = {
  good: "up",
  throughput: "under committed bandwidth",
  throttled: "throttled",
  ecc: "memory errors",
  link: "link errors",
  silence: "stopped answering",
  probes_failed: "failed its probes",
  xid: "GPU fault",
  unannounced_work: "unannounced work",
  maintenance: "announced maintenance",
  collectors_blind: "not measured, our collectors were not working",
  uncovered: "no node in its place",
};

export const reasonWord = (reason: string): string => REASONS[reason] ?? reason.replaceAll("_", " ");

export const nodeName = (ordinal: number): string => `n${String(ordinal).padStart(2, "0")}`;

/** The shape for a cluster's state; an ended one has the quietest. */
export const clusterShape = (state: ClusterContract["state"]): State => (state === "ended" ? "unknown" : state);
export const clusterWord = (state: ClusterContract["state"]): string => (state === "ended" ? "Ended" : STATE_WORD[state]);

/** Deliveries begin about this long before the term; earlier there is no phase to show. */
const DELIVERY_BEGINS_MS = 2 * 3_600_000;

/**
 * The most important line about a cluster now: "n04 stopped answering", "Burn-in, 3 of 4 nodes", "Ends in 3 d 18 h".
 */
export function noteText(note: ClusterNote | null, now: string): string | null {
  if (note === null) return null;
  const who = note.total !== null && note.total > 1 ? plural(note.total, "node") : note.ordinal === null ? "A node" : nodeName(note.ordinal);
  const since = note.at === null ? "" : ` since ${momentText(note.at, now)}`;
  switch (note.kind) {
    case "delivering":
      if (note.at !== null && (note.done ?? 0) === 0 && Date.parse(note.at) - Date.parse(now) > DELIVERY_BEGINS_MS) return `Starts ${momentText(note.at, now)}`;
      return note.phase === null ? null : `${note.phase}, ${note.done ?? 0} of ${plural(note.total ?? 0, "node")}`;
    case "down":
    case "degraded":
    case "unknown":
      return note.reason === null ? `${who} ${note.kind}${since}` : `${who}: ${reasonWord(note.reason)}${since}`;
    case "maintenance":
      return `${who} in maintenance${since}`;
    case "replaced":
      return note.at === null ? null : `${who} replaced a node at ${momentText(note.at, now)}`;
    case "ending":
      return note.at === null ? null : `Ends in ${formatDuration((Date.parse(note.at) - Date.parse(now)) / 1000)}`;
  }
}

/** "03:45" today, "21 Nov 03:45" on another day. */
export const momentText = (at: string, now: string): string =>
  at.slice(0, 10) === now.slice(0, 10) ? formatInstant(at, "time") : formatInstant(at, "short", now);

/** "16 of 16 nodes up", for the drawing of the berths. */
export function berthsText(cluster: Pick<ClusterContract, "berths" | "nodes" | "state">): string {
  if (cluster.state === "arriving") return `${plural(cluster.nodes, "node")} arriving`;
  if (cluster.state === "ended") return `${plural(cluster.nodes, "node")} returned`;
  const up = cluster.berths.filter((berth) => berth === "up" || berth === "new").length;
  const others = (["degraded", "down", "maintenance", "unknown"] as const).flatMap((state) => {
    const count = cluster.berths.filter((berth) => berth === state).length;
    return count === 0 ? [] : [`${count} ${STATE_WORD[state].toLowerCase()}`];
  });
  return [`${up} of ${plural(cluster.nodes, "node")} up`, ...others].join(", ");
}

/** Days of the contract as tide marks; `notes` describes what happened on a day. */
export const tideMarks = (days: readonly TideDay[], notes: ReadonlyMap<string, string> = new Map()): TideMark[] =>
  days.map(({ day, state, minutesLost }) => ({ date: day, state, lostSeconds: Math.round(minutesLost * 60), note: notes.get(day) }));
