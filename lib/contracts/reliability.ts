import { z } from "zod";
import { tideDay } from "./capacity";
import { siteStatus } from "./catalog";
import { nodeStateWord } from "./clusters";
import { instant, line, listInput, money, month, page, percent5, reference } from "./common";

const seconds = z.number().int();

/**
 * `nodeId`: for an empty berth (reason `uncovered`), the node that served it last or will serve it first; null when
 * there is neither. `ordinal`: the node's number in the cluster at that time. A node that returns after a repair gets a
 * new number.
 */
export const stateInterval = z.object({
  nodeId: z.string().nullable(),
  ordinal: z.number().int().nullable(),
  start: instant,
  end: instant,
  state: nodeStateWord,
  reason: z.string(),
});

/**
 * Node-seconds by state and the figures derived from them. `lostSeconds` are down seconds plus weighted degraded
 * seconds.
 */
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
 * The downtime budget of a period, including the part still to come. `…Minutes` are minutes of the whole cluster
 * (node-seconds divided by nodes), because that is how people think of it. The budget can be overspent.
 */
const budget = { budgetSeconds: seconds, budgetLeftSeconds: seconds, budgetMinutes: z.number(), budgetLeftMinutes: z.number() };

/**
 * Without `from` and `to`: the current UTC month so far. `to` may be in the future; the budget then covers the whole
 * contracted period.
 */
export const getUptimeInput = z.object({ id: reference(), from: instant.optional(), to: instant.optional() });

export const uptime = uptimeFigures.extend({
  clusterId: z.string(),
  from: instant,
  to: instant,
  targetPercent: z.string(),
  ...budget,
  /** How much of a degraded second is lost under the plan: lost = down + weight × degraded. */
  degradedWeight: z.enum(["0", "0.5", "1"]),
  /**
   * One row per stay of a node in a berth, extended until the next node serves, so each second is in exactly one row.
   */
  nodes: z.array(uptimeFigures.omit({ lostSeconds: true }).extend({ nodeId: z.string(), ordinal: z.number().int(), berth: z.number().int() })),
  days: z.array(tideDay),
  /** Every interval that was not plainly up, newest last. */
  intervals: z.array(stateInterval),
  /** True when the oldest `intervals` were left out; ask for a shorter period. */
  intervalsTruncated: z.boolean(),
});
export type Uptime = z.output<typeof uptime>;

/** Throughput in samples of five minutes, as measured; a sample is short when any node was under the committed rate. Null: nothing was measured. */
const bandwidth = z.object({ samples: z.number().int(), short: z.number().int(), sharePercent: percent5.nullable() });

export const listUptimesInput = listInput.extend({
  /** Days of tide marks, including today. */
  days: z.number().int().min(1).max(92).default(30),
  month: month.optional(),
  clusterIds: z.array(reference()).max(200).optional(),
  /** Includes clusters that ended before the first of these days. */
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
  /** The month so far; the budget is for the whole month. */
  month: uptimeFigures.extend({ ...budget, bandwidth }),
  /** XIDs in the last 24 hours: those caused by the customer's own programs, and those caused by hardware. */
  applicationErrors: z.number().int(),
  hardwareErrors: z.number().int(),
});
export type UptimeRow = z.output<typeof uptimeRow>;
export const uptimePage = z.object({
  data: z.array(uptimeRow),
  nextCursor: z.string().nullable(),
  /** All clusters asked for together, on whatever page: the month so far. */
  month: uptimeFigures.extend({
    month,
    from: instant,
    to: instant,
    /** Those whose downtime budget runs, and how many of them have overspent it. */
    clusters: z.number().int(),
    overspent: z.number().int(),
    /** Those with the smallest share of their budget left, at most ten, and those with GPU errors in the last 24 hours. */
    tightest: z.array(uptimeRow.pick({ clusterId: true, clusterName: true, nodes: true, targetPercent: true, month: true })),
    errors: z.array(uptimeRow.pick({ clusterId: true, clusterName: true, applicationErrors: true, hardwareErrors: true })),
  }),
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
  /** `network`: it affects a whole site rather than one customer. */
  scope: z.enum(["cluster", "network"]),
  site: z.string(),
  city: z.string(),
  clusterId: z.string().nullable(),
  clusterName: z.string().nullable(),
  nodeId: z.string().nullable(),
  /** Which of your clusters it affected, and how many of their nodes. */
  touched: z.array(z.object({ clusterId: z.string(), clusterName: z.string(), nodes: z.number().int() })),
  openedAt: instant,
  detectedAt: instant,
  resolvedAt: instant.nullable(),
  lastedSeconds: z.number().int(),
  /** What it cost your clusters' budgets, in node-seconds. */
  budgetSpentNodeSeconds: z.number().int(),
  /**
   * The same in minutes of the whole cluster (divided by 60 and by its nodes); null when several clusters were
   * affected.
   */
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

/** Everything known about an incident, with the SHA-256 of `content` as canonical JSON (keys sorted, no spaces). */
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
  /** False while the incident is open: the content, and therefore the hash, still changes. */
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
  /** Announced less than 72 hours ahead, so its time counts as downtime. */
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

/**
 * One month of one cluster. For the current month this is what has accrued so far (`decidedAt` is null, and the money
 * is left to billing).
 */
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
  /** `base`: the cluster's charges for the month; `amount`: the credit, negative. Null until invoiced. */
  credit: z.object({ percent: z.number().int(), base: money.nullable(), amount: money.nullable(), reason: z.string(), intervals: z.array(stateInterval) }),
  decidedAt: instant.nullable(),
  invoiceId: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
});
export type SlaReportContract = z.output<typeof slaReport>;
export const listSlaReportsInput = listInput.extend({ month: month.optional(), clusterId: reference().optional() });
export const slaReportPage = page(slaReport);

/**
 * Site counts by area and state, for the network strip and the public status page. `states`: one per site, keyed by id.
 */
export const networkStatus = z.object({
  at: instant,
  lastSignalAt: instant.nullable(),
  sites: z.number().int(),
  sitesUp: z.number().int(),
  countries: z.number().int(),
  areas: z.array(z.object({ area: z.string(), sites: z.number().int(), up: z.number().int(), states: z.array(nodeStateWord) })),
  /** Sites that are not up, with their location; at most 50, worst first. */
  notUp: z.array(siteStatus),
});
export type NetworkStatus = z.output<typeof networkStatus>;
export const listSiteStatusesInput = listInput.extend({
  limit: z.number().int().min(1).max(1_000).default(500),
  area: line(60).optional(),
  state: nodeStateWord.optional(),
});
export const siteStatusPage = page(siteStatus);
