// The current situation: one sentence that names what is wrong and where, and the figures behind it in three columns.
// Pure.
import { momentText, nodeName, reasonWord } from "@/app/_parts/page/cluster-words";
import { formatDuration, formatInstant, plural } from "@/components/format/text";
import type { State } from "@/components/ui/status";
import type { ClusterContract, ClusterStanding } from "@/lib/contracts/clusters";
import type { IncidentContract, NetworkStatus, UptimeRow } from "@/lib/contracts/reliability";

/** A cluster's name is a link and does not wrap. */
export type Part = string | { name: string; id: string };

export interface Column {
  state: State;
  word: string;
  text: string;
}

export interface Verdict {
  sentence: Part[];
  workloads: Column;
  clusters: Column;
  network: Column;
}

export interface Standing {
  now: string;
  /** Clusters that have not ended, the worst first; at least as many as a sentence names. */
  clusters: readonly ClusterContract[];
  /** All of them, counted. */
  standing: ClusterStanding;
  /** Those with GPU errors in the last 24 hours. */
  uptimes: readonly Pick<UptimeRow, "clusterId" | "clusterName" | "applicationErrors" | "hardwareErrors">[];
  /** Open ones that affect the organisation. */
  incidents: readonly Pick<IncidentContract, "kind" | "title" | "openedAt">[];
  network: Pick<NetworkStatus, "sites" | "sitesUp" | "lastSignalAt">;
}

/** After this long without any signal, our collectors are blind. */
const BLIND_SECONDS = 300;

type Cluster = Standing["clusters"][number];

const countIn = ({ berths }: Cluster, state: Cluster["berths"][number]): number => berths.filter((berth) => berth === state).length;
const named = ({ name, id }: Pick<Cluster, "name" | "id">): Part => ({ name, id });

/** What is wrong, as it follows the cluster's name: "is degraded: n27 under committed bandwidth since 03:25". */
function trouble(cluster: Cluster, now: string): string {
  const down = countIn(cluster, "down");
  const unknown = countIn(cluster, "unknown");
  const { note } = cluster;
  const named = note !== null && note.ordinal !== null && note.reason !== null && (note.total ?? 1) === 1;
  const which = named
    ? `: node ${nodeName(note.ordinal ?? 0)} ${reasonWord(note.reason ?? "")}${note.at === null ? "" : ` since ${momentText(note.at, now)}`}`
    : "";
  if (cluster.state === "down") return `is down${which}`;
  if (down > 0) return `has ${down} of ${plural(cluster.nodes, "node")} down${which}`;
  const degraded = countIn(cluster, "degraded");
  if (which !== "" && note?.kind === "degraded") return `is degraded${which}`;
  if (degraded > 0) return degraded === cluster.nodes ? "is degraded" : `is degraded on ${degraded} of ${plural(cluster.nodes, "node")}`;
  if (unknown > 0) return `has ${unknown} of ${plural(cluster.nodes, "node")} we cannot see`;
  return "is degraded";
}

/** Names with what is true of each of so many: "a is down and b is degraded". More than three are counted. */
function listed(clusters: readonly Cluster[], count: number, what: (cluster: Cluster) => string): Part[] {
  const shown = clusters.slice(0, count > 3 ? 2 : 3);
  const rest = count - shown.length;
  return shown
    .flatMap((cluster, index) => {
      const joint = index === 0 ? "" : index === shown.length - 1 && rest === 0 ? " and " : ", ";
      return [joint, named(cluster), ` ${what(cluster)}`];
    })
    .concat(rest > 0 ? [` and ${rest} more`] : [])
    .filter((part) => part !== "");
}

const servingOf = ({ states }: ClusterStanding): number => states.up + states.degraded + states.down + states.maintenance;

const ended = (parts: Part[], ...after: string[]): Part[] => [...parts, [".", ...after.map((text) => ` ${text}`)].join("")];

function sentenceOf({ now, clusters, standing, uptimes, network }: Standing): Part[] {
  const serving = servingOf(standing);
  const { states, next } = standing;
  if (serving === 0) {
    if (next === null) return ["No cluster is running."];
    return ended(["No cluster is running. ", named(next), ` arrives on ${formatInstant(next.start, "short", now)}`]);
  }
  if (secondsSince(network.lastSignalAt, now) > BLIND_SECONDS) {
    return [
      `No signal has been received since ${network.lastSignalAt === null ? "the start" : momentText(network.lastSignalAt, now)}. Until one is, nothing counts as up or down.`,
    ];
  }
  const troubled = clusters
    .filter((cluster) => cluster.state === "down" || cluster.state === "degraded")
    .sort((a, b) => Number(b.state === "down") - Number(a.state === "down"));
  const inTrouble = states.down + states.degraded;
  const others = serving - inTrouble - states.maintenance;
  const rest = others > 0 ? [others === 1 ? "The other cluster is up." : `The other ${others} clusters are up.`] : [];
  const planned = clusters.find((cluster) => cluster.state === "maintenance");
  const work: Part[] =
    planned === undefined
      ? []
      : states.maintenance === 1
        ? [named(planned), " is in planned maintenance."]
        : [`${states.maintenance} clusters are in planned maintenance.`];
  if (inTrouble > 0)
    return [
      ...ended(
        listed(troubled, inTrouble, (cluster) => trouble(cluster, now)),
        "Cause: Berth.",
      ),
      ...(work.length === 0 ? [] : [" ", ...work]),
      ...rest.map((text) => ` ${text}`),
    ];
  if (states.maintenance > 0) return [...work, ...rest.map((text) => ` ${text}`)];
  const only = serving === 1 ? clusters.find((cluster) => cluster.state === "up") : undefined;
  const all: Part[] = only === undefined ? [`All ${serving} clusters are up.`] : [named(only), " is up."];
  const failing = uptimes.filter((row) => row.applicationErrors > 0).sort((a, b) => b.applicationErrors - a.applicationErrors)[0];
  if (failing === undefined) return all;
  return [
    ...all,
    " ",
    { name: failing.clusterName, id: failing.clusterId },
    ` reported ${plural(failing.applicationErrors, "application error")}. Cause: your workload.`,
  ];
}

const secondsSince = (at: string | null, now: string): number => (at === null ? Infinity : (Date.parse(now) - Date.parse(at)) / 1000);

function workloadsOf({ standing, uptimes }: Standing): Column {
  const sum = (of: (row: Standing["uptimes"][number]) => number) => uptimes.reduce((total, row) => total + of(row), 0);
  const own = sum((row) => row.applicationErrors);
  const hardware = sum((row) => row.hardwareErrors);
  const where = uptimes.filter((row) => row.applicationErrors > 0).map((row) => row.clusterName);
  if (servingOf(standing) === 0) return { state: "unknown", word: "Nothing runs", text: "Errors of your programs and of our hardware are counted apart here." };
  const where24 = uptimes.filter((row) => row.hardwareErrors > 0).map((row) => row.clusterName);
  const ours = hardware === 0 ? "none from hardware" : `${hardware} more from hardware`;
  if (own > 0)
    return {
      state: "degraded",
      word: plural(own, "application error"),
      text: `XID 13 or 31 on ${where.length > 2 ? `${where.length} clusters` : where.join(" and ")} in 24 h, ${ours}.`,
    };
  if (hardware > 0)
    return {
      state: "up",
      word: "No fault seen",
      text: `${plural(hardware, "GPU hardware fault")} in 24 h (${where24.length > 2 ? `${where24.length} clusters` : where24.join(", ")}).`,
    };
  return { state: "up", word: "No fault seen", text: "No GPU error in 24 h." };
}

function clustersOf({ standing, now }: Standing): Column {
  const serving = servingOf(standing);
  const { states, health, next } = standing;
  const arrival =
    next === null ? "" : `${plural(next.nodes, "node")} ${next.nodes === 1 ? "arrives" : "arrive"} on ${formatInstant(next.start, "short", now)}.`;
  if (serving === 0)
    return next === null
      ? { state: "unknown", word: "None yet", text: "What you reserve appears here with its nodes." }
      : { state: "arriving", word: plural(states.arriving, "cluster arriving", "clusters arriving"), text: arrival };
  const others = (["down", "degraded", "maintenance", "unknown"] as const).flatMap((state) =>
    health[state] === 0 ? [] : [`${health[state]} ${state === "maintenance" ? "in maintenance" : state}`],
  );
  const text = [`${[`${health.up} of ${plural(standing.servingNodes, "node")} up`, ...others].join(", ")}.`, arrival].filter(Boolean).join(" ");
  for (const state of ["down", "degraded", "maintenance"] as const) {
    if (states[state] > 0) return { state, word: `${states[state]} of ${serving} ${state === "maintenance" ? "in maintenance" : state}`, text };
  }
  return { state: "up", word: serving === 1 ? "Up" : `All ${serving} up`, text };
}

function networkOf({ incidents, network, now }: Standing): Column {
  const up = `${network.sitesUp} of ${network.sites} sites up.`;
  if (secondsSince(network.lastSignalAt, now) > BLIND_SECONDS) {
    return {
      state: "unknown",
      word: "Not seen",
      text: network.lastSignalAt === null ? "No signal has come in yet." : `No signal for ${formatDuration(secondsSince(network.lastSignalAt, now))}.`,
    };
  }
  const [first] = incidents;
  if (first === undefined) return { state: "up", word: "No incident affects you", text: up };
  const state = incidents.some((incident) => incident.kind !== "node_degraded") ? "down" : "degraded";
  return {
    state,
    word: incidents.length === 1 ? "1 incident affects you" : `${incidents.length} incidents affect you`,
    text: `${up} ${first.title} since ${momentText(first.openedAt, now)}.`,
  };
}

export const verdictOf = (standing: Standing): Verdict => ({
  sentence: sentenceOf(standing),
  workloads: workloadsOf(standing),
  clusters: clustersOf(standing),
  network: networkOf(standing),
});
