// "Is it me or you?", answered from state: one sentence, and what stands behind it in three columns. Pure.
import { momentText } from "@/app/_page/cluster-words";
import { formatDuration, formatInstant, plural } from "@/components/format/text";
import type { State } from "@/components/ui/status";
import type { ClusterContract } from "@/lib/contracts/clusters";
import type { IncidentContract, NetworkStatus, UptimeRow } from "@/lib/contracts/reliability";

/** A cluster's name stands as a link and does not break. */
export type Part = string | { name: string; id: string };

export interface Column { state: State; word: string; text: string }

export interface Verdict { sentence: Part[]; workloads: Column; clusters: Column; network: Column }

export interface Standing {
  now: string;
  /** Clusters that have not ended. */
  clusters: readonly ClusterContract[];
  uptimes: readonly Pick<UptimeRow, "clusterId" | "clusterName" | "applicationErrors" | "hardwareErrors">[];
  /** Open ones that touch the organisation. */
  incidents: readonly Pick<IncidentContract, "kind" | "title" | "openedAt">[];
  network: Pick<NetworkStatus, "sites" | "sitesUp" | "lastSignalAt">;
}

/** Longer without any signal means that our collectors see nothing. */
const BLIND_SECONDS = 300;

type Cluster = Standing["clusters"][number];

const countIn = ({ berths }: Cluster, state: Cluster["berths"][number]): number => berths.filter((berth) => berth === state).length;
const named = ({ name, id }: Cluster): Part => ({ name, id });
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;
const numberWord = (count: number): string => NUMBERS[count] ?? String(count);

/** What is wrong, after the cluster's name: "is down", "has 1 of 12 nodes down", "runs below its bandwidth promise". */
function trouble(cluster: Cluster): string {
  const down = countIn(cluster, "down");
  const unknown = countIn(cluster, "unknown");
  if (cluster.state === "down") return "is down";
  if (down > 0) return `has ${down} of ${plural(cluster.nodes, "node")} down`;
  if (cluster.note?.kind === "degraded" && cluster.note.reason === "throughput") return "runs below its bandwidth promise";
  const degraded = countIn(cluster, "degraded");
  if (degraded > 0) return degraded === cluster.nodes ? "runs degraded" : `runs degraded on ${degraded} of ${plural(cluster.nodes, "node")}`;
  if (unknown > 0) return `has ${unknown} of ${plural(cluster.nodes, "node")} we cannot see`;
  return "runs degraded";
}

/** Names with what is true of each: "a is down and b runs degraded". More than three are counted. */
function listed(clusters: readonly Cluster[], what: (cluster: Cluster) => string): Part[] {
  const shown = clusters.slice(0, clusters.length > 3 ? 2 : 3);
  const rest = clusters.length - shown.length;
  return shown.flatMap((cluster, index) => {
    const joint = index === 0 ? "" : index === shown.length - 1 && rest === 0 ? " and " : ", ";
    return [joint, named(cluster), ` ${what(cluster)}`];
  }).concat(rest > 0 ? [` and ${numberWord(rest)} more`] : []).filter((part) => part !== "");
}

const ended = (parts: Part[], ...after: string[]): Part[] => [...parts, ["." , ...after.map((text) => ` ${text}`)].join("")];

function sentenceOf({ now, clusters, uptimes, network }: Standing): Part[] {
  const serving = clusters.filter((cluster) => cluster.state !== "arriving");
  const arriving = clusters.filter((cluster) => cluster.state === "arriving").sort((a, b) => (a.start < b.start ? -1 : 1));
  const [next] = arriving;
  if (serving.length === 0) {
    if (next === undefined) return ["Nothing of yours runs yet. The network stands ready."];
    return ended(["Nothing runs yet: ", named(next), ` arrives on ${formatInstant(next.start, "short", now)}`]);
  }
  if (secondsSince(network.lastSignalAt, now) > BLIND_SECONDS) {
    return [`We cannot see: no signal has reached us since ${network.lastSignalAt === null ? "the start" : momentText(network.lastSignalAt, now)}. Until one does, nothing counts as up or down.`];
  }
  const troubled = serving.filter((cluster) => cluster.state === "down" || cluster.state === "degraded").sort((a, b) => Number(b.state === "down") - Number(a.state === "down"));
  const worked = serving.filter((cluster) => cluster.state === "maintenance");
  const isOthers = serving.length > troubled.length + worked.length;
  const rest = isOthers ? ["Everything else is up."] : [];
  if (troubled.length > 0) {
    const where = troubled.length === 1 ? (serving.length === 1 ? "It is us: " : "It is us, in one place: ") : `It is us, in ${numberWord(troubled.length)} places: `;
    const sentence = ended([where, ...listed(troubled, trouble)]);
    const [planned] = worked;
    return [...sentence, ...(planned === undefined ? [] : [" ", ...(worked.length === 1 ? [named(planned), " is in planned work."] : [`${worked.length} clusters are in planned work.`])]), ...rest.map((text) => ` ${text}`)];
  }
  if (worked.length > 0) return ended(["It is planned work: ", ...listed(worked, () => "is in maintenance")], ...rest);
  const all = serving.length === 1 ? [named(serving[0] as Cluster), " is up."] : [`all ${numberWord(serving.length)} clusters are up.`];
  const failing = uptimes.filter((row) => row.applicationErrors > 0).sort((a, b) => b.applicationErrors - a.applicationErrors)[0];
  if (failing !== undefined) {
    return ["It looks like yours: ", { name: failing.clusterName, id: failing.clusterId }, ` saw ${plural(failing.applicationErrors, "application error")}. On our side `, ...all];
  }
  return ["It is neither: ", ...all];
}

const secondsSince = (at: string | null, now: string): number => (at === null ? Infinity : (Date.parse(now) - Date.parse(at)) / 1000);

function workloadsOf({ clusters, uptimes }: Standing): Column {
  const sum = (of: (row: Standing["uptimes"][number]) => number) => uptimes.reduce((total, row) => total + of(row), 0);
  const own = sum((row) => row.applicationErrors);
  const hardware = sum((row) => row.hardwareErrors);
  const where = uptimes.filter((row) => row.applicationErrors > 0).map((row) => row.clusterName);
  if (clusters.every((cluster) => cluster.state === "arriving")) return { state: "unknown", word: "Nothing runs", text: "Errors of your programs are told apart from ours here." };
  const ours = hardware === 0 ? "none from hardware" : `${hardware} more from hardware, which we replace`;
  if (own > 0) return { state: "degraded", word: plural(own, "application error"), text: `XID 13 or 31 on ${where.length > 2 ? `${where.length} clusters` : where.join(" and ")} in 24 hours, ${ours}.` };
  if (hardware > 0) return { state: "up", word: "No fault seen", text: `${plural(hardware, "GPU fault")} in 24 hours, all in hardware, which we replace.` };
  return { state: "up", word: "No fault seen", text: "No GPU error in the last 24 hours." };
}

function clustersOf({ clusters, now }: Standing): Column {
  const serving = clusters.filter((cluster) => cluster.state !== "arriving");
  const arriving = clusters.filter((cluster) => cluster.state === "arriving").sort((a, b) => (a.start < b.start ? -1 : 1));
  const [next] = arriving;
  const arrival = next === undefined ? "" : `${plural(next.nodes, "node")} ${next.nodes === 1 ? "arrives" : "arrive"} on ${formatInstant(next.start, "short", now)}.`;
  if (serving.length === 0) return next === undefined ? { state: "unknown", word: "None yet", text: "What you reserve stands here with its nodes." } : { state: "arriving", word: plural(arriving.length, "cluster on its way", "clusters on their way"), text: arrival };
  const nodes = serving.reduce((sum, cluster) => sum + cluster.nodes, 0);
  const count = (state: Cluster["berths"][number]) => serving.reduce((sum, cluster) => sum + countIn(cluster, state), 0);
  const others = (["down", "degraded", "maintenance", "unknown"] as const).flatMap((state) => (count(state) === 0 ? [] : [`${count(state)} ${state === "maintenance" ? "in maintenance" : state}`]));
  const text = [`${[`${count("up") + count("new")} of ${plural(nodes, "node")} up`, ...others].join(", ")}.`, arrival].filter(Boolean).join(" ");
  for (const state of ["down", "degraded", "maintenance"] as const) {
    const such = serving.filter((cluster) => cluster.state === state).length;
    if (such > 0) return { state, word: `${such} of ${serving.length} ${state === "maintenance" ? "in maintenance" : state}`, text };
  }
  return { state: "up", word: serving.length === 1 ? "Up" : `All ${serving.length} up`, text };
}

function networkOf({ incidents, network, now }: Standing): Column {
  const up = `${network.sitesUp} of ${network.sites} sites up.`;
  if (secondsSince(network.lastSignalAt, now) > BLIND_SECONDS) {
    return { state: "unknown", word: "Not seen", text: network.lastSignalAt === null ? "No signal has come in yet." : `No signal for ${formatDuration(secondsSince(network.lastSignalAt, now))}.` };
  }
  const [first] = incidents;
  if (first === undefined) return { state: "up", word: "No incident touches you", text: up };
  const state = incidents.some((incident) => incident.kind !== "node_degraded") ? "down" : "degraded";
  return { state, word: incidents.length === 1 ? "1 incident touches you" : `${incidents.length} incidents touch you`, text: `${up} ${first.title} since ${momentText(first.openedAt, now)}.` };
}

export const verdictOf = (standing: Standing): Verdict => ({ sentence: sentenceOf(standing), workloads: workloadsOf(standing), clusters: clustersOf(standing), network: networkOf(standing) });
