import { z } from "zod";
import { tideDay } from "./capacity";
import { instant, listInput, money, month, page, percent5 } from "./common";
import { nodeStateWord } from "./clusters";

/** Items are checked one by one by the door (refused ones are answered, not fatal); here only the envelope. */
export const recordSignalsInput = z.object({ signals: z.array(z.unknown()).min(1).max(5_000) });
export const recordSignalsOutput = z.object({
  taken: z.number().int(),
  refused: z.array(z.object({ index: z.number().int(), code: z.string(), reason: z.string() })),
});

export const stateInterval = z.object({ nodeId: z.string(), start: instant, end: instant, state: nodeStateWord, reason: z.string() });

export const uptime = z.object({
  clusterId: z.string(), from: instant, to: instant,
  contractedSeconds: z.number().int(), downSeconds: z.number().int(), degradedSeconds: z.number().int(), maintenanceSeconds: z.number().int(), unknownSeconds: z.number().int(),
  availabilityPercent: percent5.nullable(), availabilityPercentIncludingMaintenance: percent5.nullable(),
  targetPercent: z.string(), budgetSeconds: z.number(), budgetLeftSeconds: z.number(),
  nodes: z.array(z.object({ nodeId: z.string(), contractedSeconds: z.number().int(), downSeconds: z.number().int(), degradedSeconds: z.number().int(), availabilityPercent: percent5.nullable() })),
  days: z.array(tideDay),
  /** Everything that was not plainly up, newest last. */
  intervals: z.array(stateInterval),
});
export type Uptime = z.output<typeof uptime>;

export const incident = z.object({
  id: z.string(), number: z.string(), state: z.enum(["open", "resolved"]), kind: z.string(), title: z.string(),
  site: z.string(), clusterId: z.string().nullable(), clusterName: z.string().nullable(), nodeId: z.string().nullable(),
  openedAt: instant, detectedAt: instant, resolvedAt: instant.nullable(), lastedSeconds: z.number().int(), budgetSpentSeconds: z.number().nullable(),
});
export type IncidentContract = z.output<typeof incident>;
export const incidentDetail = incident.extend({ timeline: z.array(z.object({ at: instant, kind: z.string(), text: z.string() })) });
export const listIncidentsInput = listInput.extend({ state: z.enum(["open", "resolved"]).optional(), clusterId: z.string().max(60).optional(), from: instant.optional(), to: instant.optional() });
export const incidentPage = page(incident);

export const maintenanceWindow = z.object({ id: z.string(), site: z.string(), title: z.string(), announcedAt: instant, start: instant, end: instant, state: z.enum(["planned", "running", "done", "cancelled"]), clusters: z.array(z.object({ id: z.string(), name: z.string() })) });
export type MaintenanceWindowContract = z.output<typeof maintenanceWindow>;

/** A month of one cluster. Open months show what is accrued so far (`decidedAt` null). */
export const slaReport = z.object({
  id: z.string().nullable(), clusterId: z.string(), clusterName: z.string(), month, targetPercent: z.string(), slaPlan: z.string(),
  contractedSeconds: z.number().int(), downSeconds: z.number().int(), degradedSeconds: z.number().int(), maintenanceSeconds: z.number().int(), unknownSeconds: z.number().int(),
  availabilityPercent: percent5.nullable(), availabilityPercentIncludingMaintenance: percent5.nullable(),
  credit: z.object({ percent: z.number().int(), base: money.nullable(), amount: money.nullable(), reason: z.string(), intervals: z.array(stateInterval) }),
  decidedAt: instant.nullable(), invoiceId: z.string().nullable(), invoiceNumber: z.string().nullable(),
});
export type SlaReportContract = z.output<typeof slaReport>;
export const listSlaReportsInput = listInput.extend({ month: month.optional(), clusterId: z.string().max(60).optional() });

/** Counts of sites by area and state, for the network strip and the public status page. */
export const networkStatus = z.object({
  at: instant, lastSignalAt: instant.nullable(), sites: z.number().int(), sitesUp: z.number().int(), countries: z.number().int(),
  areas: z.array(z.object({ area: z.string(), sites: z.number().int(), up: z.number().int(), states: z.array(nodeStateWord) })),
});
export type NetworkStatus = z.output<typeof networkStatus>;
