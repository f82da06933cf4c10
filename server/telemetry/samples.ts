// For the registry test: what each verb needs and an input it accepts.
import { formatInstant, toInstant } from "@/lib/period";
import { testNetwork } from "@/server/catalog/testing/network";
import { now, setInstant } from "@/server/platform/clock";
import { transaction } from "@/server/platform/db";
import { everything, sample, type Samples, type TestTenant } from "@/server/platform/testing";
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
import { live, testServed } from "./testing/served";
import { xid } from "./testing/signals";

/** A cluster of the tenant with a node that failed. */
async function failed(tenant: TestTenant): Promise<{ clusterId: string; incidentId: string }> {
  const cluster = await testServed(tenant);
  await live(cluster, cluster.start + 600, cluster.start + 900, [], [xid(cluster.nodes[0] ?? "", cluster.start + 700, 79)]);
  const incident = await transaction(everything, (tx) => tx.prisma.incident.findFirstOrThrow({ where: { clusterId: cluster.clusterId } }));
  return { clusterId: cluster.clusterId, incidentId: incident.id };
}

const incidentOf = async (tenant: TestTenant): Promise<{ id: string }> => ({ id: (await failed(tenant)).incidentId });

export const samples: Samples = {
  "telemetry.signal.record": sample(recordSignals, async () => {
    const { poolIds } = await testNetwork();
    return { signals: [{ pool: poolIds[0], source: "collector", kind: "heartbeat", ok: true, observedAt: formatInstant(toInstant(now())) }] };
  }),
  "telemetry.uptime.get": sample(getUptime, async (tenant) => ({ id: (await testServed(tenant)).clusterId })),
  "telemetry.uptime.list": sample(listUptimes, async () => ({ days: 90 })),
  "telemetry.uptime.sites": sample(listSiteUptimes, async () => ({})),
  "telemetry.incident.list": sample(listIncidents, async () => ({})),
  "telemetry.incident.get": sample(getIncident, incidentOf),
  "telemetry.incident.evidence": sample(getIncidentEvidence, incidentOf),
  "telemetry.maintenanceWindow.announce": sample(announceMaintenanceWindow, async () => {
    setInstant(null);
    const { siteIds } = await testNetwork();
    const start = toInstant(now()) + 100 * 3600;
    return { site: siteIds[0] ?? "", title: "Cooling loop, filter change", start: formatInstant(start), end: formatInstant(start + 7_200) };
  }),
  "telemetry.maintenanceWindow.list": sample(listMaintenanceWindows, async () => ({})),
  "telemetry.network.get": sample(getNetwork, async () => ({})),
  "telemetry.networkStatus.get": sample(getNetworkStatus, async () => ({})),
  "telemetry.siteStatus.list": sample(listSiteStatuses, async () => ({})),
  "telemetry.slaReport.list": sample(listSlaReports, async () => ({})),
  "telemetry.slaReport.decide": sample(decideSlaReports, async () => ({ month: "2026-01" })),
  "telemetry.slaMonth.decide": sample(decideDueMonths, async () => ({})),
  "telemetry.silence.detect": sample(detectSilence, async () => ({})),
  "telemetry.blindness.detect": sample(detectBlindness, async () => ({})),
  "telemetry.trackRecord.compute": sample(computeTrackRecords, async () => ({})),
};
