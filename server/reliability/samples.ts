// For the registry test: what each verb needs and an input it accepts.
import { formatInstant, toInstant } from "@/lib/period";
import { testNetwork } from "@/server/catalog/testing/network";
import { now, setInstant } from "@/server/kernel/process/clock";
import { sample, type Samples, type TestTenant } from "@/server/kernel/testing";
import { announceMaintenanceWindow } from "./maintenance/announce-maintenance-window";
import { computeTrackRecords } from "./track-record/compute-track-records";
import { decideDueMonths } from "./sla/decide-due-months";
import { reviseDueMonths } from "./sla/revise-due-months";
import { reviseSlaReports } from "./sla/revise-sla-reports";
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
import { listUptimes } from "./uptime/list-uptimes";
import { live, testServed } from "./testing/served";
import { xid } from "@/server/signals/testing/signals";
import { prisma } from "@/server/kernel/testing/prisma";

/** A cluster of the tenant with a failed node. */
async function failed(tenant: TestTenant): Promise<{ clusterId: string; incidentId: string }> {
  const cluster = await testServed(tenant);
  await live(cluster, cluster.start + 600, cluster.start + 900, [], [xid(cluster.nodes[0] ?? "", cluster.start + 700, 79)]);
  const incident = await prisma().incident.findFirstOrThrow({ where: { clusterId: cluster.clusterId } });
  return { clusterId: cluster.clusterId, incidentId: incident.id };
}

const incidentOf = async (tenant: TestTenant): Promise<{ id: string }> => ({ id: (await failed(tenant)).incidentId });

export const samples: Samples = {
  "reliability.uptime.get": sample(getUptime, async (tenant) => ({ id: (await testServed(tenant)).clusterId })),
  "reliability.uptime.list": sample(listUptimes, async () => ({ days: 90 })),
  "reliability.uptime.sites": sample(listSiteUptimes, async () => ({})),
  "reliability.incident.list": sample(listIncidents, async () => ({})),
  "reliability.incident.get": sample(getIncident, incidentOf),
  "reliability.incident.evidence": sample(getIncidentEvidence, incidentOf),
  "reliability.maintenanceWindow.announce": sample(announceMaintenanceWindow, async () => {
    setInstant(null);
    const { siteIds } = await testNetwork();
    const start = toInstant(now()) + 100 * 3600;
    return { site: siteIds[0] ?? "", title: "Cooling loop, filter change", start: formatInstant(start), end: formatInstant(start + 7_200) };
  }),
  "reliability.maintenanceWindow.list": sample(listMaintenanceWindows, async () => ({})),
  "reliability.network.get": sample(getNetwork, async () => ({})),
  "reliability.lastSignal.get": sample(getLastSignal, async () => ({})),
  "reliability.networkStatus.get": sample(getNetworkStatus, async () => ({})),
  "reliability.siteStatus.list": sample(listSiteStatuses, async () => ({})),
  "reliability.slaReport.list": sample(listSlaReports, async () => ({})),
  "reliability.slaReport.decide": sample(decideSlaReports, async () => ({ month: "2026-01" })),
  "reliability.slaReport.revise": sample(reviseSlaReports, async () => ({ month: "2026-01" })),
  "reliability.slaMonth.revise": sample(reviseDueMonths, async () => ({})),
  "reliability.slaMonth.decide": sample(decideDueMonths, async () => ({})),
  "reliability.trackRecord.compute": sample(computeTrackRecords, async () => ({})),
};
