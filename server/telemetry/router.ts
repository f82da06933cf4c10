import { announceMaintenanceWindow } from "./announce-maintenance-window";
import { computeTrackRecords } from "./compute-track-records";
import { decideDueMonths } from "./decide-due-months";
import { decideSlaReports } from "./decide-sla-reports";
import { detectBlindness } from "./detect-blindness";
import { detectSilence } from "./detect-silence";
import { getIncident } from "./get-incident";
import { getIncidentEvidence } from "./get-incident-evidence";
import { getNetwork } from "./get-network";
import { getNetworkStatus } from "./get-network-status";
import { getUptime } from "./get-uptime";
import { listIncidents } from "./list-incidents";
import { listMaintenanceWindows } from "./list-maintenance-windows";
import { listSiteStatuses } from "./list-site-statuses";
import { listSiteUptimes } from "./list-site-uptimes";
import { listSlaReports } from "./list-sla-reports";
import { listUptimes } from "./list-uptimes";
import { recordSignals } from "./record-signals";

export const router = {
  signal: { record: recordSignals },
  uptime: { get: getUptime, list: listUptimes, sites: listSiteUptimes },
  incident: { list: listIncidents, get: getIncident, evidence: getIncidentEvidence },
  maintenanceWindow: { announce: announceMaintenanceWindow, list: listMaintenanceWindows },
  network: { get: getNetwork },
  networkStatus: { get: getNetworkStatus },
  siteStatus: { list: listSiteStatuses },
  slaReport: { list: listSlaReports, decide: decideSlaReports },
  slaMonth: { decide: decideDueMonths },
  silence: { detect: detectSilence },
  blindness: { detect: detectBlindness },
  trackRecord: { compute: computeTrackRecords },
};
