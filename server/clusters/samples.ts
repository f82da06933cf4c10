// For the registry test: what each verb needs and an input it accepts.
import { formatInstant, toInstant } from "@/lib/period";
import { transaction } from "@/server/kernel/database/db";
import { now, setInstant } from "@/server/kernel/process/clock";
import { run } from "@/server/kernel/operation/operation";
import { everything, sample, type Samples, type TestTenant } from "@/server/kernel/testing";
import { prisma } from "@/server/kernel/testing/prisma";
import { reportAcceptance } from "./acceptance/report-acceptance";
import { addSshKey } from "./access/add-ssh-key";
import { advanceDelivery } from "./delivery/advance-delivery";
import { getCluster } from "./cluster/get-cluster";
import { getStanding } from "./cluster/get-standing";
import { getSshConfig } from "./access/get-ssh-config";
import { countClusters } from "./cluster/count-clusters";
import { listClusters } from "./cluster/list-clusters";
import { listEvents } from "./cluster/list-events";
import { listNodes } from "./assignments/list-nodes";
import { noteHealth } from "./repair/note-health";
import { removeSshKey } from "./access/remove-ssh-key";
import { closeRepair } from "./repair/close-repair";
import { listRepairs } from "./repair/list-repairs";
import { openRepair } from "./repair/open-repair";
import { openRepair as takeOut } from "./repair/repair-rows";
import { reportFault } from "./repair/report-fault";
import { advanceReplacements } from "./replacement/advance-replacements";
import { requestReplacement } from "./replacement/request-replacement";
import { stepCluster } from "./delivery/step-cluster";
import { stepReplacement } from "./replacement/step-replacement";
import { handOver, testCluster } from "./testing/running";

/** A node that serves the tenant; the clock stays at the start of the term. */
async function servingNode(tenant: TestTenant): Promise<{ clusterId: string; nodeId: string }> {
  setInstant(null);
  const cluster = await testCluster(tenant, { nodes: 1 });
  await handOver(tenant, cluster);
  const { data } = await run(listNodes, tenant.as("engineer"), { id: cluster.clusterId });
  return { clusterId: cluster.clusterId, nodeId: data.find((node) => node.state === "serving")?.id ?? "" };
}

const clusterOf = async (tenant: TestTenant): Promise<{ id: string }> => ({ id: (await testCluster(tenant)).clusterId });

const SSH_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a test";

export const samples: Samples = {
  "clusters.cluster.list": sample(listClusters, async () => ({})),
  "clusters.cluster.count": sample(countClusters, async () => ({})),
  "clusters.standing.get": sample(getStanding, async () => ({})),
  "clusters.cluster.get": sample(getCluster, clusterOf),
  "clusters.cluster.step": sample(stepCluster, async (tenant) => ({ clusterId: (await testCluster(tenant)).clusterId })),
  "clusters.node.list": sample(listNodes, clusterOf),
  "clusters.node.replace": sample(requestReplacement, async (tenant) => ({ id: (await servingNode(tenant)).nodeId })),
  "clusters.node.noteHealth": sample(noteHealth, servingNode),
  "clusters.event.list": sample(listEvents, clusterOf),
  "clusters.sshConfig.get": sample(getSshConfig, clusterOf),
  "clusters.sshKey.add": sample(addSshKey, async (tenant) => ({
    ...(await clusterOf(tenant)),
    publicKey: SSH_KEY,
  })),
  "clusters.sshKey.remove": sample(removeSshKey, async (tenant) => {
    const { id } = await clusterOf(tenant);
    const key = await run(addSshKey, tenant.as("engineer"), { id, publicKey: SSH_KEY });
    return { id, keyId: key.id };
  }),
  "clusters.faultReport.create": sample(reportFault, async (tenant) => ({ id: (await servingNode(tenant)).nodeId, description: "GPU 3 is slow." })),
  "clusters.replacement.step": sample(stepReplacement, async (tenant) => {
    const { clusterId, nodeId } = await servingNode(tenant);
    const { id } = await run(requestReplacement, tenant.as("engineer"), { id: nodeId });
    return { clusterId, id };
  }),
  "clusters.replacement.advance": sample(advanceReplacements, async () => ({})),
  "clusters.acceptance.report": sample(reportAcceptance, async (tenant) => {
    const { nodeId } = await servingNode(tenant);
    return { results: [{ node: nodeId, observedAt: formatInstant(toInstant(now())), gpusTested: 8, gpusPassed: 8, diagnosticsLevel: 3 }] };
  }),
  "clusters.repair.list": sample(listRepairs, async () => ({})),
  "clusters.repair.open": sample(openRepair, async (tenant) => {
    setInstant(null);
    const { poolId } = await testCluster(tenant);
    return { node: (await prisma().node.findFirstOrThrow({ where: { poolId } })).id, category: "memory", fault: "Memory errors in standby" };
  }),
  "clusters.repair.close": sample(closeRepair, async (tenant) => {
    const { nodeId } = await servingNode(tenant);
    await transaction(everything, (tx) => takeOut(tx, nodeId, now(), "xid", "A test"));
    return { id: (await prisma().repair.findFirstOrThrow({ where: { nodeId } })).id, outcome: "repaired" as const, checks: ["GPU diagnostics"] };
  }),
  "clusters.delivery.advance": sample(advanceDelivery, async () => ({})),
};
