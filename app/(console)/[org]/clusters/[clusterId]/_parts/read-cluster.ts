// Everything the page of a cluster shows, read in one go.
import { dayOf, formatInstant, monthInterval, monthOf, parseInstant, SECONDS_PER_DAY, startOfDay } from "@/lib/period";
import type { Api } from "@/server/doors/console/caller";
import type { ClusterDetail, ClusterNode } from "@/lib/contracts/clusters";
import type { InvoiceContract } from "@/lib/contracts/billing";
import type { IncidentContract } from "@/lib/contracts/reliability";
import { readCost } from "./cost-of";

export const RANGES = { "6h": 6 * 3_600, "24h": 86_400, "7d": 7 * 86_400, "30d": 30 * 86_400 } as const;
export type Range = keyof typeof RANGES;

const DAYS = 90;
const EVENTS = 12;

/** All nodes of a cluster, including replaced ones. */
export async function readNodes({ clusters }: Api, id: string): Promise<ClusterNode[]> {
  const nodes: ClusterNode[] = [];
  let cursor: string | undefined;
  do {
    const page = await clusters.node.list({ id, limit: 200, cursor });
    nodes.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return nodes;
}

/** How many of the newest incidents the page lists; open ones are always included, unless there are more. */
const INCIDENTS = 5;

type Wanted = { cluster: ClusterDetail; range: Range; eventCursor: string | null; now: string; mayReadUptime: boolean; mayReadInvoices: boolean };

export async function readCluster(operations: Api, { cluster, range, eventCursor, now, mayReadUptime, mayReadInvoices }: Wanted) {
  const { clusters, reliability } = operations;
  const at = parseInstant(now);
  const { id } = cluster;
  // For an ended cluster, "now" is its end.
  const last = cluster.state === "ended" ? Math.min(at, parseInstant(cluster.end)) : at;
  const month = monthOf(last - (cluster.state === "ended" ? 1 : 0));
  const wholeMonth = monthInterval(month);
  const windowStart = last - RANGES[range];
  const uptime = (from: number, to: number) =>
    mayReadUptime && cluster.handedOverAt !== null ? reliability.uptime.get({ id, from: formatInstant(from), to: formatInstant(to) }) : null;
  const [nodes, events, newest, days, ofMonth, inRange, cost, incidents, invoices] = await Promise.all([
    readNodes(operations, id),
    clusters.event.list({ id, limit: EVENTS, cursor: eventCursor ?? undefined }),
    eventCursor === null ? null : clusters.event.list({ id, limit: 1 }),
    uptime(startOfDay(last) - (DAYS - 1) * SECONDS_PER_DAY, last),
    uptime(wholeMonth.start, wholeMonth.end),
    uptime(windowStart, last),
    readCost(operations, cluster, at),
    mayReadUptime ? readIncidents(operations, id) : [],
    mayReadInvoices ? readAdvances(operations, cluster.name) : [],
  ]);
  return {
    cluster,
    nodes,
    events,
    newestEvent: (newest ?? events).data[0]?.id,
    days,
    month,
    ofMonth,
    inRange,
    cost,
    incidents,
    invoices,
    window: { start: formatInstant(windowStart), end: formatInstant(last), isNow: last === at },
    today: dayOf(last),
  };
}

/** Open ones first, then the newest. */
async function readIncidents({ reliability }: Api, clusterId: string): Promise<IncidentContract[]> {
  const [open, newest] = await Promise.all([
    reliability.incident.list({ clusterId, state: "open", limit: INCIDENTS }),
    reliability.incident.list({ clusterId, limit: INCIDENTS }),
  ]);
  const known = new Set(open.data.map((incident) => incident.id));
  return [...open.data, ...newest.data.filter((incident) => !known.has(incident.id))].slice(0, INCIDENTS);
}

/** Invoices in advance for the cluster: their titles end with its name. */
async function readAdvances({ billing }: Api, name: string): Promise<InvoiceContract[]> {
  const { data } = await billing.invoice.list({ search: name, limit: 50 });
  return data.filter((invoice) => invoice.kind === "advance" && invoice.title.endsWith(`, ${name}`));
}

export type ClusterView = Awaited<ReturnType<typeof readCluster>>;
