// State lanes of a cluster over a range: the cluster itself, each node that something happened to, and the others as
// one.
import type { Lane, LaneSpan, LaneState } from "@/components/chart/state-lanes";
import type { ClusterNode } from "@/lib/contracts/clusters";
import type { Uptime } from "@/lib/contracts/reliability";
import { nodeName, reasonWord } from "@/app/_parts/page/cluster-words";
import { plural } from "@/components/format/text";

type Interval = Uptime["intervals"][number];
type Input = {
  cluster: { name: string; nodes: number; handedOverAt: string | null; end: string };
  nodes: readonly ClusterNode[];
  intervals: readonly Interval[];
  start: string;
  end: string;
};

/** Maximum lanes of single nodes; a bad day at a site shows in the cluster's own lane. */
const MAX_NODES = 8;

const later = (a: string, b: string) => (a > b ? a : b);
const earlier = (a: string, b: string) => (a < b ? a : b);
// Instants with and without milliseconds must compare as text.
const plain = (at: string) => at.replace(/\.\d+Z$/, "Z");

export function lanesOf(input: Input): Lane[] {
  const start = plain(input.start);
  const end = plain(input.end);
  const intervals = input.intervals
    .map((one) => ({ ...one, start: later(plain(one.start), start), end: earlier(plain(one.end), end) }))
    .filter((one) => one.start < one.end);
  const touched = new Set(intervals.flatMap(({ ordinal }) => (ordinal === null ? [] : [ordinal])));
  const within = (at: string | null) => at !== null && plain(at) > start && plain(at) < end;
  const nodes = input.nodes.filter((node) => node.state !== "arriving" && plain(node.joinedAt) < end && (node.leftAt === null || plain(node.leftAt) > start));
  const handedOver = input.cluster.handedOverAt;
  // All nodes joining at hand-over is not an event of any single node.
  const joinedAlone = (node: ClusterNode) => within(node.joinedAt) && (handedOver === null || Date.parse(node.joinedAt) - Date.parse(handedOver) > 60_000);
  const leftAlone = (node: ClusterNode) => node.state === "replaced" && within(node.leftAt);
  const eventful = nodes.filter((node) => touched.has(node.ordinal) || joinedAlone(node) || leftAlone(node));
  const shown = eventful.slice(0, MAX_NODES);
  const others = nodes.length - shown.length;
  return [
    {
      key: "cluster",
      label: input.cluster.name,
      spans: handedOver === null ? [] : clusterSpans(intervals, input.cluster.nodes, later(plain(handedOver), start), earlier(plain(input.cluster.end), end)),
    },
    ...shown.map((node) =>
      nodeLane(
        node,
        intervals.filter((one) => one.ordinal === node.ordinal),
        start,
        end,
      ),
    ),
    ...(others <= 0 || handedOver === null
      ? []
      : [
          {
            key: "others",
            label: shown.length === 0 ? plural(others, "node") : plural(others, "other"),
            spans: othersSpans(eventful.length > shown.length, later(plain(handedOver), start), earlier(plain(input.cluster.end), end)),
          },
        ]),
  ];
}

/** Up, unless some eventful nodes got no lane of their own: then the cluster's lane is shown. */
const othersSpans = (hidesEvents: boolean, start: string, end: string): LaneSpan[] =>
  start >= end ? [] : [{ start, end, state: hidesEvents ? "idle" : "up", text: hidesEvents ? "see the cluster’s own lane" : undefined }];

function nodeLane(node: ClusterNode, intervals: readonly Interval[], start: string, end: string): Lane {
  const from = later(plain(node.joinedAt), start);
  const until = node.leftAt === null ? end : earlier(plain(node.leftAt), end);
  const spans: LaneSpan[] = [];
  if (from > start) spans.push({ start, end: from, state: "idle", text: "a spare at the site" });
  spans.push(
    ...filledUp(
      intervals.map(({ start: begin, end: finish, state }) => ({ start: begin, end: finish, state })),
      from,
      until,
    ),
  );
  if (until < end) spans.push({ start: until, end, state: "idle", text: node.remark ?? "no longer serving" });
  return { key: `${node.id} ${node.joinedAt}`, label: node.name, spans };
}

/** Intervals in order, with "up" in between. */
function filledUp(intervals: readonly LaneSpan[], start: string, end: string): LaneSpan[] {
  const spans: LaneSpan[] = [];
  let at = start;
  for (const one of [...intervals].sort((a, b) => a.start.localeCompare(b.start))) {
    const from = later(one.start, at);
    const until = earlier(one.end, end);
    if (from >= until) continue;
    if (from > at) spans.push({ start: at, end: from, state: "up" });
    spans.push({ ...one, start: from, end: until });
    at = until;
  }
  if (at < end) spans.push({ start: at, end, state: "up" });
  return spans;
}

/**
 * The cluster by its nodes: down when none works, degraded when at least one does not, in maintenance when that is the
 * only cause.
 */
function clusterSpans(intervals: readonly Interval[], nodes: number, start: string, end: string): LaneSpan[] {
  if (start >= end) return [];
  const cuts = [...new Set([start, end, ...intervals.flatMap((one) => [one.start, one.end])])].filter((at) => at >= start && at <= end).sort();
  const spans: LaneSpan[] = [];
  cuts.slice(0, -1).forEach((from, index) => {
    const until = cuts[index + 1] ?? end;
    const state = stateOf(
      intervals.filter((one) => one.start <= from && one.end >= until).map((one) => one.state),
      nodes,
    );
    const last = spans.at(-1);
    if (last !== undefined && last.state === state) last.end = until;
    else spans.push({ start: from, end: until, state });
  });
  return spans;
}

function stateOf(states: readonly Interval["state"][], nodes: number): LaneState {
  if (states.filter((state) => state === "down").length >= nodes) return "down";
  if (states.filter((state) => state === "unknown").length >= nodes) return "unknown";
  if (states.some((state) => state === "down" || state === "degraded" || state === "unknown")) return "degraded";
  return states.includes("maintenance") ? "maintenance" : "up";
}

/** The losses of each day as the tide marks show them: "n11 03:41 to 03:45, GPU fault". The longest two per day. */
export function notesByDay(intervals: readonly Interval[]): Map<string, string> {
  const byDay = new Map<string, Interval[]>();
  for (const one of intervals) {
    if (one.state !== "down" && one.state !== "degraded") continue;
    const day = one.start.slice(0, 10);
    byDay.set(day, [...(byDay.get(day) ?? []), one]);
  }
  const length = (one: Interval) => Date.parse(one.end) - Date.parse(one.start);
  const said = (one: Interval) =>
    `${one.ordinal === null ? "a node" : nodeName(one.ordinal)} ${one.start.slice(11, 16)} to ${one.end.slice(11, 16)}, ${reasonWord(one.reason)}`;
  return new Map(
    [...byDay].map(([day, ones]) => {
      const longest = [...ones].sort((a, b) => length(b) - length(a)).slice(0, 2);
      return [day, `${longest.map(said).join("; ")}${ones.length > 2 ? `; and ${ones.length - 2} more` : ""}`];
    }),
  );
}
