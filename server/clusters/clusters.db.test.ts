import { afterEach, describe, expect, it } from "vitest";
import type { AcceptanceResult } from "@/lib/contracts/acceptance";
import type { StateReason, NodeState } from "@/lib/node-state";
import { systemCaller } from "@/server/kernel/operation/actor";
import { now, setInstant } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { drainOutbox } from "@/server/kernel/events/outbox";
import { asOperator, everything, testTenant, type TestTenant } from "@/server/kernel/testing";
import { toInstant } from "@/lib/period";
import { keepConditions } from "./assignments/node-conditions";
import { lockPoolNodes } from "./assignments/pool-nodes";
import { nodeChanged } from "./events";
import { nodesOutOfSale } from "./repair/out-of-sale";
import { overfullClusters, overlappingAssignments } from "./assignments/audit-heap";
import { dueReplacements } from "./delivery/due-rows";
import { router as clusters } from "./router";
import { handOver, stepAt, testCluster } from "./testing/running";
import { prisma } from "@/server/kernel/testing/prisma";

afterEach(() => setInstant(null));

const viewOf = (tenant: TestTenant, id: string) => run(clusters.cluster.get, tenant.as("engineer"), { id });
const nodesOf = async (tenant: TestTenant, id: string) => (await run(clusters.node.list, tenant.as("engineer"), { id })).data;
const later = (seconds: number): Date => new Date(now().getTime() + seconds * 1000);

async function hear(tenant: TestTenant, clusterId: string, nodeId: string, state: NodeState, reason: StateReason, code: number | null = null) {
  await transaction({ ...everything, readOnly: false }, (tx) => keepConditions(tx, [{ nodeId, state, reason, code, since: toInstant(now()) }]));
  await run(clusters.node.noteHealth, systemCaller("test", tenant.organisationId, "test"), { clusterId, nodeId });
}

const isBindable = (poolId: string, nodeId: string) =>
  transaction(everything, async (tx, at) => (await lockPoolNodes(tx, poolId, at)).some((node) => node.id === nodeId && !node.outOfService));

/** What the signals event does, for a node that serves nobody. */
async function hearUpAgain(tenant: TestTenant, nodeId: string): Promise<void> {
  await transaction({ ...everything, readOnly: false }, (tx) =>
    keepConditions(tx, [{ nodeId, state: "up", reason: "good", code: null, since: toInstant(now()) }]),
  );
  const payload = { nodeId };
  await prisma().outboxEvent.create({ data: { name: nodeChanged.eventName, organisationId: tenant.organisationId, payload, createdAt: now() } });
  await drainOutbox(tenant.organisationId);
}

async function servingCluster(wish: Parameters<typeof testCluster>[1] = {}) {
  const tenant = await testTenant();
  const cluster = await testCluster(tenant, wish);
  await handOver(tenant, cluster);
  const nodes = await nodesOf(tenant, cluster.clusterId);
  for (const node of nodes.filter((n) => n.state === "serving")) await hear(tenant, cluster.clusterId, node.id, "up", "good");
  return { tenant, ...cluster };
}

describe("delivery", () => {
  it("goes through its phases to an accepted cluster before the promised hour, one node per berth", async () => {
    const tenant = await testTenant();
    const { clusterId, reservation } = await testCluster(tenant);
    // The confirmation named the cluster before it existed.
    expect(clusterId).toBe(reservation.clusterId);
    expect(await viewOf(tenant, clusterId)).toMatchObject({ state: "arriving", berths: ["arriving", "arriving", "arriving", "arriving"], handedOverAt: null });
    const start = new Date(reservation.start).getTime();
    await stepAt(tenant, clusterId, new Date(start - 110 * 60_000));
    const underWay = await viewOf(tenant, clusterId);
    expect(underWay.delivery.phases.filter((phase) => phase.state === "running")).toHaveLength(1);
    expect(underWay.note).toMatchObject({ kind: "delivering" });
    await handOver(tenant, {
      clusterId,
      reservation,
      network: { regionIds: [], siteIds: [], poolIds: [], nodeTypeId: "", gpuModel: "", largerNodeTypeId: "" },
      poolId: "",
    });
    const delivered = await viewOf(tenant, clusterId);
    expect(delivered.delivery.phases.every((phase) => phase.state === "done" && phase.done === 4)).toBe(true);
    // No test was reported, so there is no figure.
    expect(delivered.delivery.acceptance).toMatchObject({ nodes: 4, nodesTested: 0, allReduceGigabytesPerSecond: null, diagnosticsLevel: null });
    expect(new Set(delivered.delivery.acceptance?.checks.map((check) => check.figure))).toEqual(new Set(["not measured"]));
    const serving = (await nodesOf(tenant, clusterId)).filter((node) => node.state === "serving");
    expect(serving.map((node) => node.berth)).toEqual([1, 2, 3, 4]);
    expect(new Set(serving.map((node) => node.id)).size).toBe(4);
  });

  it("exchanges a node whose agent reports a failed test, and shows what the others measured", async () => {
    const tenant = await testTenant();
    const cluster = await testCluster(tenant, { nodes: 2 });
    const { clusterId, reservation } = cluster;
    const begins = new Date(reservation.start).getTime() - 7_200_000;
    await stepAt(tenant, clusterId, new Date(begins + 60_000));
    const chosen = await prisma().assignment.findMany({ where: { clusterId }, orderBy: { berth: "asc" } });
    const good = { gpusTested: 8, gpusPassed: 8, diagnosticsLevel: 3, bandwidthGbps: 4_000, allReduce: { gigabytesPerSecond: 474.2, nodes: 2 } };
    const report = (nodeId: string, more: object) =>
      run(clusters.acceptance.report, systemCaller("test"), { results: [{ node: nodeId, observedAt: now().toISOString(), ...good, ...more }] });
    await report(chosen[0]?.nodeId ?? "", {});
    await report(chosen[1]?.nodeId ?? "", { gpusPassed: 7 });
    for (let minute = 2; minute < 240 && (await viewOf(tenant, clusterId)).state === "arriving"; minute += 1) {
      await stepAt(tenant, clusterId, new Date(begins + minute * 60_000));
      const fresh = await prisma().assignment.findMany({ where: { clusterId, endedAs: null, nodeId: { notIn: chosen.map((a) => a.nodeId) } } });
      for (const { nodeId } of fresh) await report(nodeId, { bandwidthGbps: 3_900 });
    }
    const { acceptance } = (await viewOf(tenant, clusterId)).delivery;
    expect(acceptance).toMatchObject({ nodesTested: 2, nodesPassedAtFirstTry: 1, allReduceGigabytesPerSecond: 474.2, diagnosticsLevel: 3 });
    expect(acceptance?.checks.map((check) => check.figure)).toEqual(["16 of 16 GPUs", "474.2 GB/s", "3900 Gb/s at least", "1 of 2 nodes"]);
    expect(await prisma().repair.findFirst({ where: { nodeId: chosen[1]?.nodeId } })).toMatchObject({ category: "gpu", closedAt: null });
  });

  it("accepts test results only from existing nodes, within the time limits, and counts a repeated one once", async () => {
    const tenant = await testTenant();
    const { poolId } = await testCluster(tenant, { nodes: 1 });
    const { id: node } = await prisma().node.findFirstOrThrow({ where: { poolId } });
    const observedAt = now().toISOString();
    const result = { node, observedAt, gpusTested: 8, gpusPassed: 8 };
    const send = (results: AcceptanceResult[]) => run(clusters.acceptance.report, systemCaller("test"), { results });
    expect(await send([result, result])).toEqual({ taken: 2, refused: [] });
    expect(await prisma().acceptanceResult.count({ where: { nodeId: node } })).toBe(1);
    const { taken, refused } = await send([
      { ...result, node: "nod_nowhere" },
      { ...result, observedAt: later(3_600).toISOString() },
      { ...result, observedAt: later(-80 * 3_600).toISOString() },
      { ...result, gpusPassed: 9 },
      { node, observedAt, gpusPassed: 8 },
    ]);
    expect([taken, ...refused.map(({ code }) => code)]).toEqual([0, "node_unknown", "from_the_future", "too_late", "gpus_malformed", "gpus_malformed"]);
  });

  it("is the same whether it is checked once or every minute", async () => {
    const phases = async (stepsMinutes: number[]) => {
      const tenant = await testTenant();
      const { clusterId, reservation } = await testCluster(tenant, { nodes: 1 });
      for (const minutes of stepsMinutes) await stepAt(tenant, clusterId, new Date(new Date(reservation.start).getTime() + minutes * 60_000));
      const { delivery } = await viewOf(tenant, clusterId);
      setInstant(null);
      return delivery.phases.slice(0, 3).map((phase) => (new Date(phase.finishedAt ?? 0).getTime() - new Date(reservation.start).getTime()) / 1000);
    };
    expect(await phases(Array.from({ length: 150 }, (_, i) => i - 130))).toEqual(await phases([10]));
  });
});

describe("replacement", () => {
  it("puts a spare in the failed node's berth in under five minutes and sends the node to repair", async () => {
    const { tenant, clusterId, poolId } = await servingCluster();
    const failed = (await nodesOf(tenant, clusterId)).find((node) => node.state === "serving" && node.berth === 2);
    if (!failed) throw new Error("nobody in berth 2");
    setInstant(later(3_600));
    const fell = now();
    await hear(tenant, clusterId, failed.id, "down", "xid", 79);
    expect(await viewOf(tenant, clusterId)).toMatchObject({ state: "degraded", note: { kind: "down" } });
    await stepAt(tenant, clusterId, now());
    await stepAt(tenant, clusterId, later(300));
    const nodes = await nodesOf(tenant, clusterId);
    const old = nodes.find((node) => node.id === failed.id);
    const spare = nodes.find((node) => node.berth === 2 && node.state === "serving");
    expect(old).toMatchObject({ state: "replaced" });
    expect(spare?.remark).toContain("replaced n");
    expect(new Date(old?.leftAt ?? 0).getTime()).toBe(new Date(spare?.joinedAt ?? 1).getTime());
    expect((new Date(spare?.joinedAt ?? 0).getTime() - fell.getTime()) / 1000).toBeLessThan(300);
    const { id } = await prisma().repair.findFirstOrThrow({ where: { nodeId: failed.id, closedAt: null } });
    // Reporting well again is not a repair: a person records the checks it passed.
    await hearUpAgain(tenant, failed.id);
    expect(await isBindable(poolId, failed.id)).toBe(false);
    const closed = await run(clusters.repair.close, asOperator(), {
      id,
      outcome: "repaired",
      checks: ["GPU diagnostics", "Memory test"],
      note: "Board replaced",
    });
    expect(closed).toMatchObject({ nodeId: failed.id, closedAt: now().toISOString(), outcome: "repaired", checks: ["GPU diagnostics", "Memory test"] });
    expect(closed.closedBy).not.toBeNull();
    expect(await isBindable(poolId, failed.id)).toBe(true);
    await expect(run(clusters.repair.close, asOperator(), { id, outcome: "repaired", checks: ["again"] })).rejects.toMatchObject({ code: "invalid_state" });
    expect(await transaction(everything, nodesOutOfSale)).toEqual([]);
  });

  it("is withdrawn when a silent node comes back within two minutes", async () => {
    const { tenant, clusterId } = await servingCluster();
    const [node] = (await nodesOf(tenant, clusterId)).filter((n) => n.state === "serving");
    if (!node) throw new Error("nobody serves");
    await hear(tenant, clusterId, node.id, "down", "silence");
    await stepAt(tenant, clusterId, later(60));
    await hear(tenant, clusterId, node.id, "up", "good");
    await stepAt(tenant, clusterId, later(600));
    expect((await nodesOf(tenant, clusterId)).filter((n) => n.state === "replaced")).toEqual([]);
    expect(await viewOf(tenant, clusterId)).toMatchObject({ state: "up" });
  });

  it("reports once that no spare is free, keeps asking, and serves again when there is one", async () => {
    const { tenant, clusterId, poolId } = await servingCluster({ nodes: 4, poolNodes: 4 });
    const busy = new Set((await prisma().assignment.findMany({ where: { clusterId, endAt: { gt: now() } } })).map((a) => a.nodeId));
    const spares = (await prisma().node.findMany({ where: { poolId } })).filter((node) => !busy.has(node.id)).map((node) => node.id);
    await prisma().node.updateMany({ where: { id: { in: spares } }, data: { retiredAt: now() } });
    const [node] = (await nodesOf(tenant, clusterId)).filter((n) => n.state === "serving");
    if (!node) throw new Error("nobody serves");
    await hear(tenant, clusterId, node.id, "down", "xid", 79);
    for (let minute = 0; minute < 6; minute++) await stepAt(tenant, clusterId, later(60));
    const said = (await run(clusters.event.list, tenant.as("engineer"), { id: clusterId, limit: 200 })).data.filter((event) => event.kind === "spare_missing");
    expect(said).toHaveLength(1);
    await prisma().node.updateMany({ where: { id: { in: spares.slice(0, 1) } }, data: { retiredAt: null } });
    await stepAt(tenant, clusterId, later(60));
    await stepAt(tenant, clusterId, later(300));
    expect((await nodesOf(tenant, clusterId)).filter((n) => n.state === "serving")).toHaveLength(4);
  });

  it("that waited through a long pause is requested once, each in its own transaction", async () => {
    const { tenant, clusterId } = await servingCluster({ nodes: 4, poolNodes: 4 });
    // The pool's spares go too, so nobody is left to take over.
    const busy = (await prisma().assignment.findMany({ where: { clusterId, endAt: { gt: now() } } })).map((a) => a.nodeId);
    const { poolId } = await prisma().node.findUniqueOrThrow({ where: { id: busy[0] ?? "" } });
    await prisma().node.updateMany({ where: { poolId, id: { notIn: busy } }, data: { retiredAt: now() } });
    for (const nodeId of busy) await hear(tenant, clusterId, nodeId, "down", "xid", 79);
    await stepAt(tenant, clusterId, later(60));
    setInstant(later(86_400 + 7));
    expect(await transaction(everything, (tx) => dueReplacements(tx, now(), 500).then((due) => due.filter((one) => one.clusterId === clusterId)))).toHaveLength(
      4,
    );
    await run(clusters.replacement.advance, systemCaller("test"), {});
    const rows = await transaction(everything, (tx) =>
      tx.sql<{ writer: string; dueAt: Date }>(`select xmin::text as writer, "dueAt" from "Replacement" where "clusterId" = $1 and "finishedAt" is null`, [
        clusterId,
      ]),
    );
    expect(new Set(rows.map((row) => row.writer)).size).toBe(4);
    for (const { dueAt } of rows) {
      expect(dueAt.getTime()).toBeGreaterThan(now().getTime());
      expect(dueAt.getTime()).toBeLessThanOrEqual(now().getTime() + 300_000);
    }
  });

  it("opens no repair for a node that recovered while its spare was prepared, but one for a node its customer reported", async () => {
    const { tenant, clusterId } = await servingCluster();
    const [recovers, reported] = (await nodesOf(tenant, clusterId)).filter((n) => n.state === "serving");
    if (!recovers || !reported) throw new Error("nobody serves");
    await hear(tenant, clusterId, recovers.id, "down", "xid", 79);
    await stepAt(tenant, clusterId, now());
    await hear(tenant, clusterId, recovers.id, "up", "good");
    await run(clusters.faultReport.create, tenant.as("engineer"), { id: reported.id, description: "GPU 3 gives wrong results." });
    await run(clusters.node.replace, tenant.as("engineer"), { id: reported.id });
    await stepAt(tenant, clusterId, now());
    await stepAt(tenant, clusterId, later(300));
    expect(
      (await nodesOf(tenant, clusterId))
        .filter((n) => n.state === "replaced")
        .map((n) => n.id)
        .sort(),
    ).toEqual([recovers.id, reported.id].sort());
    expect(await prisma().repair.findMany({ where: { nodeId: { in: [recovers.id, reported.id] } } })).toMatchObject([
      { nodeId: reported.id, category: "reported" },
    ]);
  });

  it("on request takes a healthy node out; a second request in the meantime is refused", async () => {
    const { tenant, clusterId, poolId } = await servingCluster();
    const [node] = (await nodesOf(tenant, clusterId)).filter((n) => n.state === "serving");
    if (!node) throw new Error("nobody serves");
    await run(clusters.node.replace, tenant.as("engineer"), { id: node.id });
    await expect(run(clusters.node.replace, tenant.as("engineer"), { id: node.id })).rejects.toMatchObject({ code: "conflict" });
    await stepAt(tenant, clusterId, now());
    await stepAt(tenant, clusterId, later(300));
    expect((await nodesOf(tenant, clusterId)).find((n) => n.id === node.id)).toMatchObject({ state: "replaced" });
    // Nothing was wrong with it, so it can serve again at once.
    expect(await prisma().repair.count({ where: { nodeId: node.id } })).toBe(0);
    expect(await isBindable(poolId, node.id)).toBe(true);
    await expect(run(clusters.node.replace, (await testTenant()).as("engineer"), { id: node.id })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the end", () => {
  it("frees every node at the end of the term without overlaps", async () => {
    const { tenant, clusterId, reservation } = await servingCluster({ hours: 24 });
    await stepAt(tenant, clusterId, new Date(new Date(reservation.end).getTime() + 5_000));
    expect(await viewOf(tenant, clusterId)).toMatchObject({ state: "ended", berths: [] });
    const left = (await nodesOf(tenant, clusterId)).map((node) => node.leftAt);
    expect(left.every((at) => at !== null && at <= reservation.end)).toBe(true);
    expect(await transaction(everything, overlappingAssignments)).toEqual([]);
    expect(await transaction(everything, overfullClusters)).toEqual([]);
  });
});
