import { announceMaintenanceWindow } from "./maintenance/announce-maintenance-window";
import { computeTrackRecords } from "./track-record/compute-track-records";
import { decideDueMonths } from "./sla/decide-due-months";
import { decideSlaReports } from "./sla/decide-sla-reports";
import { getIncident } from "./incidents/get-incident";
import { getIncidentEvidence } from "./incidents/get-incident-evidence";
import { getNetwork } from "./network-status/get-network";
import { getLastSignal } from "./network-status/get-last-signal";
import { getNetworkStatus } from "./network-status/get-network-status";
import { getUptime } from "./uptime/get-uptime";
import { listIncidents } from "./incidents/list-incidents";
import { listMaintenanceWindows } from "./maintenance/list-maintenance-windows";
import { listSiteStatuses } from "./network-status/list-site-statuses";
import { listSiteUptimes } from "./network-status/list-site-uptimes";
import { listSlaReports } from "./sla/list-sla-reports";
import { reviseDueMonths } from "./sla/revise-due-months";
import { reviseSlaReports } from "./sla/revise-sla-reports";
import { listUptimes } from "./uptime/list-uptimes";

export const router = {
  uptime: { get: getUptime, list: listUptimes, sites: listSiteUptimes },
  incident: { list: listIncidents, get: getIncident, evidence: getIncidentEvidence },
  maintenanceWindow: { announce: announceMaintenanceWindow, list: listMaintenanceWindows },
  network: { get: getNetwork },
  lastSignal: { get: getLastSignal },
  networkStatus: { get: getNetworkStatus },
  siteStatus: { list: listSiteStatuses },
  slaReport: { list: listSlaReports, decide: decideSlaReports, revise: reviseSlaReports },
  slaMonth: { decide: decideDueMonths, revise: reviseDueMonths },
  trackRecord: { compute: computeTrackRecords },
};
