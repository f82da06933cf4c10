import { z } from "zod";
import { tideDay } from "./capacity";
import { siteStatus } from "./catalog";
import { nodeStateWord } from "./clusters";
import { instant, line, listInput, money, month, page, percent5, reference } from "./common";

const seconds = z.number().int();

/**
 * `nodeId`: of an empty berth (reason `uncovered`), the node that served it last, or is the first to; null when none ever is.
 * `ordinal`: the number it had in the cluster then. A node that comes back after a repair has another one.
 */
export const stateInterval = z.object({
  nodeId: z.string().nullable(),
  ordinal: z.number().int().nullable(),
  start: instant,
  end: instant,
  state: nodeStateWord,
  reason: z.string(),
});

/** Node-seconds by state and what follows from them. `lostSeconds` are down and weighted degraded seconds. */
export const uptimeFigures = z.object({
  contractedSeconds: seconds,
  downSeconds: seconds,
  degradedSeconds: seconds,
  maintenanceSeconds: seconds,
  unknownSeconds: seconds,
  lostSeconds: seconds,
  availabilityPercent: percent5.nullable(),
  availabilityPercentIncludingMaintenance: percent5.nullable(),
});
export type UptimeFigures = z.output<typeof uptimeFigures>;

/**
 * The downtime budget of a period, also of the part still to come. `…Minutes` are minutes of the whole cluster
 * (node-seconds by nodes), which is how people think of it; they may be overspent.
 */
const budget = { budgetSeconds: seconds, budgetLeftSeconds: seconds, budgetMinutes: z.number(), budgetLeftMinutes: z.number() };

/** Without `from` and `to`: this UTC month so far. `to` may lie ahead: the budget then covers what is still contracted. */
export const getUptimeInput = z.object({ id: reference(), from: instant.optional(), to: instant.optional() });

export const uptime = uptimeFigures.extend({
  clusterId: z.string(),
  from: instant,
  to: instant,
  targetPercent: z.string(),
  ...budget,
  /** How much of a degraded second is lost under the plan: lost = down + weight × degraded. */
  degradedWeight: z.enum(["0", "0.5", "1"]),
  /** One row per stay of a node in a berth, with the seconds until the next one serves: each second is in exactly one row. */
  nodes: z.array(uptimeFigures.omit({ lostSeconds: true }).extend({ nodeId: z.string(), ordinal: z.number().int(), berth: z.number().int() })),
  days: z.array(tideDay),
  /** Everything that was not plainly up, newest last. */
  intervals: z.array(stateInterval),
  /** The last of `intervals` were left out: ask for a shorter time. */
  intervalsTruncated: z.boolean(),
});
export type Uptime = z.output<typeof uptime>;

/** Throughput in five-minute samples; one is short when any node was under the committed rate. */
const bandwidth = z.object({ samples: z.number().int(), short: z.number().int(), sharePercent: percent5.nullable() });

export const listUptimesInput = listInput.extend({
  /** Days of tide marks, today included. */
  days: z.number().int().min(1).max(92).default(30),
  month: month.optional(),
  clusterIds: z.array(reference()).max(200).optional(),
  /** Also clusters that ended before the first of the days. */
  ended: z.boolean().default(false),
});
export const uptimeRow = z.object({
  clusterId: z.string(),
  clusterName: z.string(),
  nodes: z.number().int(),
  site: z.string(),
  city: z.string(),
  nodeType: z.string(),
  slaPlan: z.string(),
  slaPlanName: z.string(),
  targetPercent: z.string(),
  handedOverAt: instant.nullable(),
  endedAt: instant.nullable(),
  days: z.array(tideDay),
  /** Over those days. */
  window: uptimeFigures.extend({ lostMinutes: z.number() }),
  /** The month so far; its budget is the whole month's. */
  month: uptimeFigures.extend({ ...budget, bandwidth }),
  /** XIDs of the customer's own programs in the last 24 hours, and of the hardware. */
  applicationErrors: z.number().int(),
  hardwareErrors: z.number().int(),
});
export type UptimeRow = z.output<typeof uptimeRow>;
export const uptimePage = z.object({
  data: z.array(uptimeRow),
  nextCursor: z.string().nullable(),
  /** All clusters of the page together, the month so far. */
  month: uptimeFigures.extend({ month, from: instant, to: instant }),
});
export type UptimePage = z.output<typeof uptimePage>;

const siteUptime = z.object({
  site: z.string(),
  nodes: z.number().int(),
  downSeconds: seconds,
  maintenanceSeconds: seconds,
  unknownSeconds: seconds,
  observedSeconds: seconds,
  uptimePercent: percent5.nullable(),
});
export const siteUptimes = z.object({ from: instant, to: instant, data: z.array(siteUptime), nextCursor: z.string().nullable() });

export const incidentKind = z.enum(["node_down", "node_degraded", "site_dark"]);
export const incident = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(["open", "resolved"]),
  kind: incidentKind,
  title: z.string(),
  /** `network`: it concerns a whole site, not one customer. */
  scope: z.enum(["cluster", "network"]),
  site: z.string(),
  city: z.string(),
  clusterId: z.string().nullable(),
  clusterName: z.string().nullable(),
  nodeId: z.string().nullable(),
  /** Your clusters it touched, and how many of their nodes. */
  touched: z.array(z.object({ clusterId: z.string(), clusterName: z.string(), nodes: z.number().int() })),
  openedAt: instant,
  detectedAt: instant,
  resolvedAt: instant.nullable(),
  lastedSeconds: z.number().int(),
  /** What it has cost of your clusters' budgets, in seconds of single nodes. */
  budgetSpentNodeSeconds: z.number().int(),
  /** The same in minutes of the whole cluster (by 60 and by its nodes); null when several clusters were touched. */
  budgetSpentClusterMinutes: z.number().nullable(),
});
export type IncidentContract = z.output<typeof incident>;
export const timelineEntry = z.object({ at: instant, kind: z.string(), text: z.string() });
export const incidentDetail = incident.extend({ timeline: z.array(timelineEntry) });
export const incidentIdInput = z.object({ id: reference() });
export const listIncidentsInput = listInput.extend({
  state: z.enum(["open", "resolved"]).optional(),
  kind: incidentKind.optional(),
  clusterId: reference().optional(),
  from: instant.optional(),
  to: instant.optional(),
  search: line(80).optional().describe("Part of a number, a title or a city"),
});
export const incidentPage = page(incident);

/** All that is known about an incident, with the SHA-256 of `content` written canonically (keys sorted, no spaces). */
export const incidentEvidence = z.object({
  content: z.object({
    incident: incidentDetail.omit({ lastedSeconds: true, timeline: true }),
    timeline: z.array(timelineEntry),
    clusters: z.array(z.object({ clusterId: z.string(), clusterName: z.string(), slaPlan: z.string(), targetPercent: z.string(), nodes: z.number().int() })),
    assignments: z.array(
      z.object({
        clusterId: z.string(),
        nodeId: z.string(),
        serial: z.string(),
        ordinal: z.number().int(),
        berth: z.number().int(),
        start: instant,
        end: instant,
        endedAs: z.string().nullable(),
      }),
    ),
    /** States of the nodes from an hour before to an hour after. */
    intervals: z.array(
      z.object({ nodeId: z.string(), start: instant, end: instant.nullable(), state: nodeStateWord, reason: z.string(), code: z.number().int().nullable() }),
    ),
  }),
  /** False while the incident is open: the content, and with it the hash, still changes. */
  final: z.boolean(),
  algorithm: z.literal("SHA-256"),
  hash: z.string(),
});
export type IncidentEvidence = z.output<typeof incidentEvidence>;

export const maintenanceWindow = z.object({
  id: z.string(),
  site: z.string(),
  city: z.string(),
  title: z.string(),
  announcedAt: instant,
  start: instant,
  end: instant,
  state: z.enum(["planned", "running", "done", "cancelled"]),
  /** Announced under 72 hours ahead: its time counts as down. */
  countsAsDown: z.boolean(),
  clusters: z.array(z.object({ id: z.string(), name: z.string(), nodes: z.number().int() })),
});
export type MaintenanceWindowContract = z.output<typeof maintenanceWindow>;
export const announceMaintenanceInput = z.object({ site: reference(80), title: line(160, { least: 3 }), start: instant, end: instant });
export const listMaintenanceInput = listInput.extend({
  state: z.enum(["planned", "running", "done", "cancelled"]).optional(),
  site: reference(80).optional(),
  from: instant.optional(),
  to: instant.optional(),
});
export const maintenancePage = page(maintenanceWindow);

/** A month of one cluster. Running months show what is accrued so far (`decidedAt` null, money left to billing). */
export const slaReport = uptimeFigures.omit({ lostSeconds: true }).extend({
  id: z.string().nullable(),
  clusterId: z.string(),
  clusterName: z.string(),
  month,
  revision: z.number().int(),
  targetPercent: z.string(),
  slaPlan: z.string(),
  lateSeconds: seconds,
  bandwidth,
  /** `base`: the cluster's charges of the month; `amount`: the credit, negative. Null until invoiced. */
  credit: z.object({ percent: z.number().int(), base: money.nullable(), amount: money.nullable(), reason: z.string(), intervals: z.array(stateInterval) }),
  decidedAt: instant.nullable(),
  invoiceId: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
});
export type SlaReportContract = z.output<typeof slaReport>;
export const listSlaReportsInput = listInput.extend({ month: month.optional(), clusterId: reference().optional() });
export const slaReportPage = page(slaReport);

/** Counts of sites by area and state, for the network strip and the public status page. `states`: one a site, by its id. */
export const networkStatus = z.object({
  at: instant,
  lastSignalAt: instant.nullable(),
  sites: z.number().int(),
  sitesUp: z.number().int(),
  countries: z.number().int(),
  areas: z.array(z.object({ area: z.string(), sites: z.number().int(), up: z.number().int(), states: z.array(nodeStateWord) })),
  /** Sites that are not up, with their place; at most 50, the worst first. */
  notUp: z.array(siteStatus),
});
export type NetworkStatus = z.output<typeof networkStatus>;
export const listSiteStatusesInput = listInput.extend({
  limit: z.number().int().min(1).max(1_000).default(500),
  area: line(60).optional(),
  state: nodeStateWord.optional(),
});
export const siteStatusPage = page(siteStatus);
