import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { daysOf, formatInstant, monthInterval, monthOf, toDate } from "@/lib/period";
import { systemCaller } from "@/server/kernel/operation/actor";
import { setInstant } from "@/server/kernel/process/clock";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { asAnonymous, asOperator, everything, testTenant, type TestTenant } from "@/server/kernel/testing";
import { useOwnDatabase } from "@/server/kernel/testing/own-database";
import { hashOf } from "./incidents/canonical-json";
import { router } from "./router";
import { live, type ServedCluster, testServed } from "./testing/served";
import { reset, statesOf, xid } from "@/server/signals/testing/signals";
import { prisma } from "@/server/kernel/testing/prisma";

let tenant: TestTenant;
let cluster: ServedCluster;
let T: number;

// Silence is detected across the whole network, whatever time other tests have set.
beforeAll(() => useOwnDatabase(process.env.MIGRATION_DATABASE_URL));
beforeEach(async () => {
  tenant = await testTenant();
  cluster = await testServed(tenant, { nodes: 2 });
  T = cluster.start;
});
afterEach(() => setInstant(null));
afterAll(closeDatabase);

/** Instants with milliseconds, as rows have them. */
const iso = (at: number): string => toDate(at).toISOString();
const as = () => tenant.as("engineer");
const incidents = (of: TestTenant = tenant) => run(router.incident.list, of.as("engineer"), {}).then((page) => page.data);
const node = (berth: number) => cluster.nodes[berth] ?? "";

describe("a failing node", () => {
  it("is an incident within two minutes, is replaced by a spare, and its seconds are counted", async () => {
    await live(cluster, T + 600, T + 660, [], [xid(node(1), T + 622, 79)]);
    const [opened] = await incidents();
    expect(opened).toMatchObject({
      state: "open",
      kind: "node_down",
      scope: "cluster",
      clusterId: cluster.clusterId,
      nodeId: node(1),
      openedAt: iso(T + 622),
      title: "Node n02 of training-1 is down after XID 79, GPU fell off the bus",
    });
    expect(opened?.number).toMatch(/^INC-\d{4}-\d{6}$/);
    expect(Date.parse(opened?.detectedAt ?? "") - Date.parse(opened?.openedAt ?? "")).toBeLessThanOrEqual(120_000);

    await live(cluster, T + 660, T + 1200, []);
    const detail = await run(router.incident.get, as(), { id: opened?.id ?? "" });
    expect(detail).toMatchObject({ state: "resolved", title: "Node n02 of training-1 replaced after XID 79" });
    expect(detail.timeline.map((entry) => entry.kind)).toEqual(["began", "detected", "told", "spare_requested", "replaced"]);
    expect(detail.timeline.at(-1)?.text).toMatch(/^n03 serves in place of n02, \d min( \d+ s)? after it failed\.$/);

    const lost = detail.lastedSeconds;
    const uptime = await run(router.uptime.get, as(), { id: cluster.clusterId, from: formatInstant(T), to: formatInstant(T + 86_400) });
    expect(uptime).toMatchObject({ contractedSeconds: 2 * 1200, downSeconds: lost, budgetSeconds: 17, budgetLeftSeconds: 17 - lost });
    expect(uptime.intervals).toEqual([
      { nodeId: node(1), ordinal: 2, start: formatInstant(T + 622), end: formatInstant(T + 622 + lost), state: "down", reason: "xid" },
    ]);
    expect(uptime.nodes.map(({ ordinal, berth, downSeconds }) => [ordinal, berth, downSeconds])).toEqual([
      [1, 1, 0],
      [2, 2, lost],
      [3, 2, 0],
    ]);
    expect(uptime.days.map(({ state }) => state)).toEqual(["down"]);
    expect(detail).toMatchObject({ budgetSpentNodeSeconds: lost, budgetSpentClusterMinutes: Math.round((lost / 2 / 60) * 100) / 100 });
  });

  it("that returns to its berth has separate stays that add up, also from the middle of an empty berth", async () => {
    const [stay] = await prisma().assignment.findMany({ where: { clusterId: cluster.clusterId, nodeId: node(0) } });
    if (!stay) throw new Error("nobody serves");
    const spare = cluster.all.find((id) => !cluster.nodes.includes(id)) ?? "";
    await live(cluster, T + 600, T + 7_200);
    const add = (id: string, nodeId: string, from: number, until: Date) =>
      prisma().assignment.create({ data: { ...stay, id, nodeId, startAt: toDate(from), endAt: until, beganAs: "replacement" } });
    await prisma().assignment.update({ where: { id: stay.id }, data: { endAt: toDate(T + 1_800), endedAs: "replaced" } });
    await add(`${stay.id}B`, spare, T + 2_000, toDate(T + 3_600));
    await add(`${stay.id}A`, node(0), T + 3_600, stay.endAt);
    const told = async (from: number, until: number) => {
      const { nodes, intervals, ...all } = await run(router.uptime.get, as(), { id: cluster.clusterId, from: formatInstant(from), to: formatInstant(until) });
      const sum = (key: "contractedSeconds" | "downSeconds" | "unknownSeconds") => nodes.reduce((total, row) => total + row[key], 0);
      expect([sum("contractedSeconds"), sum("downSeconds"), sum("unknownSeconds")]).toEqual([all.contractedSeconds, all.downSeconds, all.unknownSeconds]);
      return { rows: nodes.map((row) => [row.ordinal, row.contractedSeconds, row.downSeconds]), intervals };
    };
    const { rows, intervals } = await told(T, T + 7_200);
    expect(rows).toEqual([
      [1, 2_000, 200],
      [2, 7_200, 0],
      [3, 1_600, 0],
      [4, 3_600, 0],
    ]);
    expect(intervals.map(({ nodeId, ordinal, reason }) => [nodeId, ordinal, reason])).toEqual([[node(0), 1, "uncovered"]]);
    expect((await told(T + 1_900, T + 3_000)).rows).toEqual([
      [1, 100, 100],
      [2, 1_100, 0],
      [3, 1_000, 0],
    ]);
    expect((await told(T + 1_900, T + 1_950)).intervals).toMatchObject([{ nodeId: node(0), ordinal: 1, reason: "uncovered" }]);
  });

  it("that was never heard is silent from the second it serves: down, reported and replaced", async () => {
    const mute = await testServed(tenant, { nodes: 1, mute: true });
    const from = mute.start;
    const [serves] = await transaction(everything, (tx) =>
      tx.sql<{ at: Date }>(`select "startAt" as at from "Assignment" where "nodeId" = $1`, [mute.nodes[0] ?? ""]),
    );
    const began = Math.ceil((serves?.at.getTime() ?? 0) / 1000) - from;
    const states = await statesOf(mute.nodes[0] ?? "", from);
    expect(states.slice(0, 2)).toEqual([`${began}-${began + 60} up good`, `${began + 60}- down silence`]);
    const opened = (await incidents()).find((incident) => incident.clusterId === mute.clusterId);
    expect(opened).toMatchObject({ kind: "node_down", nodeId: mute.nodes[0] });
    await live(mute, from + 600, from + 1_200, mute.nodes);
    expect(await run(router.incident.get, as(), { id: opened?.id ?? "" })).toMatchObject({ state: "resolved" });
  });

  it("that recovers resolves its incident, and reopens it when it soon fails again", async () => {
    const ecc = (at: number, ok: boolean) => ({ node: node(0), source: "agent", kind: "ecc", ok, observedAt: formatInstant(at) });
    await live(cluster, T + 600, T + 720, [], [ecc(T + 610, false)]);
    expect((await incidents()).map(({ kind, title }) => [kind, title])).toEqual([["node_degraded", "Node n01 of training-1 reports memory errors"]]);
    await live(cluster, T + 720, T + 840, [], [ecc(T + 730, true)]);
    expect((await incidents())[0]).toMatchObject({ state: "resolved", resolvedAt: iso(T + 730), lastedSeconds: 120, budgetSpentNodeSeconds: 60 });
    await live(cluster, T + 840, T + 960, [], [xid(node(0), T + 900, 48)]);
    const again = await incidents();
    expect(again).toHaveLength(1);
    expect(again[0]).toMatchObject({ state: "open", kind: "node_down", openedAt: iso(T + 610) });
  });

  it("is invisible to others", async () => {
    await live(cluster, T + 600, T + 900, [], [xid(node(0), T + 640, 79)]);
    const stranger = await testTenant();
    const [own] = await incidents();
    expect(await incidents(stranger)).toEqual([]);
    for (const verb of [router.incident.get, router.incident.evidence])
      await expect(run(verb, stranger.as("owner"), { id: own?.id ?? "" })).rejects.toMatchObject({ code: "not_found" });
    await expect(run(router.uptime.get, stranger.as("owner"), { id: cluster.clusterId })).rejects.toMatchObject({ code: "not_found" });
    expect((await run(router.incident.list, tenant.asKey({ project: true }), {})).data).toHaveLength(1);
  });

  it("leaves an evidence pack that anyone can verify", async () => {
    await live(cluster, T + 600, T + 660, [], [xid(node(1), T + 622, 79)]);
    await live(cluster, T + 660, T + 1200);
    const [incident] = await incidents();
    const { content, hash, final } = await run(router.incident.evidence, as(), { id: incident?.id ?? "" });
    expect(final).toBe(true);
    expect(hashOf(JSON.parse(JSON.stringify(content)))).toBe(hash);
    expect(content.assignments.map(({ nodeId, endedAs }) => [nodeId, endedAs])).toEqual([[node(1), "replaced"]]);
    expect(content.intervals.map(({ state, reason, code }) => [state, reason, code])).toContainEqual(["down", "xid", 79]);
    await live(cluster, T + 1200, T + 1800);
    expect((await run(router.incident.evidence, as(), { id: incident?.id ?? "" })).hash).toBe(hash);
  });
});

describe("a dark site", () => {
  it("is one incident for everybody there, dated back to the first missing minute, and over when signals return", async () => {
    const sitewide = [...cluster.all];
    await live(cluster, T + 600, T + 780, sitewide);
    const [dark, ...others] = await incidents();
    expect(others).toEqual([]);
    expect(dark).toMatchObject({
      kind: "site_dark",
      scope: "network",
      state: "open",
      openedAt: iso(T + 600),
      clusterId: null,
      touched: [{ clusterId: cluster.clusterId, nodes: 2 }],
    });
    const status = await run(router.siteStatus.list, as(), { state: "down", limit: 1000 });
    expect(status.data.map((site) => site.id)).toContain(cluster.siteId);
    expect((await run(router.networkStatus.get, asAnonymous(), {})).sitesUp).toBeLessThan((await run(router.networkStatus.get, asAnonymous(), {})).sites);
    await live(cluster, T + 780, T + 960);
    expect(await incidents()).toMatchObject([{ kind: "site_dark", state: "resolved", lastedSeconds: 180, budgetSpentNodeSeconds: 360 }]);
    expect(await incidents(await testTenant())).toEqual([]);
    // Collectors were blind and their heartbeats arrive late: the incident stays the same.
    await live(cluster, T + 600, T + 960, sitewide);
    expect(await incidents()).toHaveLength(1);
  });

  it("absorbs incidents of its nodes that were reported before it was detected", async () => {
    await live(cluster, T + 600, T + 720, cluster.nodes);
    expect((await incidents()).map(({ kind }) => kind)).toEqual(["node_down", "node_down"]);
    const [told] = await incidents();
    // The others had been heard a little longer; from this minute on no node answered.
    await live(cluster, T + 720, T + 900, cluster.all);
    expect((await incidents()).map(({ kind }) => kind)).toEqual(["site_dark"]);
    expect(await run(router.incident.get, as(), { id: told?.id ?? "" })).toMatchObject({
      state: "resolved",
      timeline: expect.arrayContaining([expect.objectContaining({ kind: "merged" })]),
    });
  });

  it("for an hour counts fully against the promise, and in the site's record", async () => {
    await live(cluster, T + 600, T + 4200, cluster.all);
    await live(cluster, T + 4200, T + 4800);
    const uptime = await run(router.uptime.get, as(), { id: cluster.clusterId, from: formatInstant(T), to: formatInstant(T + 4800) });
    expect(uptime).toMatchObject({ contractedSeconds: 9600, downSeconds: 7200, availabilityPercent: "25.00000" });
    expect((await incidents()).filter(({ kind }) => kind === "site_dark")).toMatchObject([{ lastedSeconds: 3600 }]);
    await run(router.trackRecord.compute, systemCaller("test"), {});
    const record = await prisma().siteTrackRecord.findUniqueOrThrow({ where: { siteId: cluster.siteId } });
    expect(record).toMatchObject({ days: daysOf({ start: T, end: T + 4800 }).length, availabilityPercent: "25.00000" });
    const sites = await run(router.uptime.sites, asOperator(), { days: 1 });
    expect(sites.data.find(({ site }) => site === cluster.siteId)).toMatchObject({ nodes: 8, uptimePercent: "25.00000", downSeconds: 8 * 3600 });
  });
});

describe("announced maintenance", () => {
  const announce = (aheadSeconds: number) => {
    setInstant(toDate(T + 600));
    return run(router.maintenanceWindow.announce, asOperator(), {
      site: cluster.siteId,
      title: "Switch firmware",
      start: formatInstant(T + 600 + aheadSeconds),
      end: formatInstant(T + 600 + aheadSeconds + 1800),
    });
  };
  it("is maintenance when announced three days ahead, and listed for those affected", async () => {
    const window = await announce(72 * 3600);
    expect(window).toMatchObject({ countsAsDown: false, state: "planned" });
    expect((await run(router.maintenanceWindow.list, as(), {})).data).toMatchObject([{ id: window.id, clusters: [{ id: cluster.clusterId, nodes: 2 }] }]);
    expect((await run(router.maintenanceWindow.list, (await testTenant()).as("engineer"), {})).data).toEqual([]);
    const begins = T + 600 + 72 * 3600;
    for (let at = T + 600; at < begins - 60; at += 36 * 3600) await live(cluster, at, Math.min(at + 36 * 3600, begins));
    await live(cluster, begins, begins + 600);
    expect((await statesOf(node(0), T)).at(-1)).toBe(`${begins - T}- maintenance maintenance`);
    await live(cluster, begins + 600, begins + 3600);
    expect((await statesOf(node(0), T)).slice(-2)).toEqual([`${begins - T}-${begins + 1800 - T} maintenance maintenance`, `${begins + 1800 - T}- up good`]);
    const uptime = await run(router.uptime.get, as(), { id: cluster.clusterId, from: formatInstant(T), to: formatInstant(begins + 3600) });
    expect(uptime).toMatchObject({ maintenanceSeconds: 3600, downSeconds: 0, availabilityPercent: "100.00000" });
    expect(uptime.availabilityPercentIncludingMaintenance?.startsWith("99.")).toBe(true);
  });
  it("counts as down when announced later, also when no check ran in the meantime", async () => {
    expect(await announce(3600)).toMatchObject({ countsAsDown: true });
    await live(cluster, T + 600, T + 4 * 3600);
    expect(await statesOf(node(0), T)).toEqual(["0-4200 up good", "4200-6000 down unannounced_work", "6000- up good"]);
  });
  it("cannot be in the past, end before it begins, or name an unknown site", async () => {
    await expect(announce(-60)).rejects.toMatchObject({ code: "validation_failed" });
    const input = { site: "nowhere", title: "Switch firmware", start: formatInstant(T + 90_000), end: formatInstant(T + 93_600) };
    await expect(run(router.maintenanceWindow.announce, asOperator(), input)).rejects.toMatchObject({ code: "not_found" });
    await expect(run(router.maintenanceWindow.announce, asOperator(), { ...input, site: cluster.siteId, end: input.start })).rejects.toMatchObject({
      code: "validation_failed",
    });
  });
});

describe("months", () => {
  it("are decided once, however often and by whomever", async () => {
    await live(cluster, T + 600, T + 660, [], [xid(node(1), T + 622, 79)]);
    await live(cluster, T + 660, T + 1200);
    const month = monthOf(T);
    const accrued = await run(router.slaReport.list, as(), { month });
    expect(accrued.data).toMatchObject([{ id: null, clusterId: cluster.clusterId, decidedAt: null, credit: { percent: 100, base: null } }]);
    const decide = () => run(router.slaReport.decide, systemCaller("test", tenant.organisationId), { month });
    await expect(decide()).rejects.toMatchObject({ code: "invalid_state" });
    setInstant(toDate(monthInterval(month).end + 3600));
    const answers = await Promise.all([decide(), decide()]);
    expect(answers.map(({ decided }) => decided).sort()).toEqual([false, true]);
    expect(await decide()).toEqual({ month, decided: false, reports: 0 });
    const { data } = await run(router.slaReport.list, as(), { month });
    expect(data).toMatchObject([{ clusterId: cluster.clusterId, revision: 1, targetPercent: "99.99", slaPlan: "enterprise", invoiceId: null }]);
    expect(data[0]?.credit.intervals.some(({ nodeId, reason }) => nodeId === node(1) && reason === "xid")).toBe(true);
    const told = await transaction(everything, (tx) =>
      tx.sql(`select 1 from "OutboxEvent" where "organisationId" = $1 and name = 'reliability.slaMonth.decided'`, [tenant.organisationId]),
    );
    expect(told).toHaveLength(1);
  });

  it("that ended are found by the tick, also without a cluster", async () => {
    const month = monthOf(T);
    setInstant(toDate(monthInterval(month).end + 3600));
    const { done: decided, failed } = await run(router.slaMonth.decide, systemCaller("test"), {});
    expect({ some: decided > 0, failed }).toEqual({ some: true, failed: 0 });
    const rows = await prisma().slaMonth.findMany({ where: { organisationId: tenant.organisationId } });
    expect(rows.map((row) => row.month)).toContain(month);
  });
});

describe("many clusters at once", () => {
  it("have samples of bandwidth where throughput was measured, and nowhere else, in whatever order they come", async () => {
    const bandwidth = async () => (await run(router.uptime.list, as(), { days: 1 })).data[0]?.month.bandwidth;
    // Observed well for ten minutes but never measured: that keeps no promise.
    expect(await bandwidth()).toEqual({ samples: 0, short: 0, sharePercent: null });
    const slot = Math.ceil((T + 600) / 300) * 300;
    const sample = (berth: number, at: number, value: number, count = 1) => ({
      node: node(berth),
      source: "probe-1",
      kind: "throughput",
      value,
      observedAt: formatInstant(at),
      repeat: { everySeconds: 300, count },
    });
    const late = [sample(0, slot + 310, 61), sample(1, slot + 20, 104, 3)];
    await live(cluster, T + 600, slot + 2_400, [], [sample(0, slot + 10, 110, 2)]);
    for (let again = 0; again < 2; again += 1) await live(cluster, slot + 2_400, slot + 2_460, [], late);
    expect(await bandwidth()).toEqual({ samples: 3, short: 1, sharePercent: "33.33333" });
  });

  it("show a cluster's windows, days and budget, and only to its own organisation", async () => {
    await live(cluster, T + 600, T + 1800, [], [xid(node(1), T + 622, 31), xid(node(1), T + 700, 79), reset(node(1), T + 760)]);
    const { data, month } = await run(router.uptime.list, as(), { days: 30 });
    const [row] = data;
    expect(row).toMatchObject({
      clusterId: cluster.clusterId,
      nodes: 2,
      targetPercent: "99.99",
      applicationErrors: 1,
      hardwareErrors: 1,
      window: { downSeconds: 60, lostMinutes: 0.5 },
      month: { downSeconds: 60, bandwidth: { samples: 0, short: 0, sharePercent: null } },
    });
    expect(row?.days).toHaveLength(30);
    expect(row?.days.at(-1)).toMatchObject({ state: "down", minutesLost: 0.5 });
    expect(month).toMatchObject({ downSeconds: 60, availabilityPercent: row?.month.availabilityPercent });
    const days = Math.min(10, (monthInterval(monthOf(T)).end - T) / 86_400);
    expect(row?.month.budgetSeconds).toBe(Math.floor(2 * days * 86_400 * 0.0001));
    expect((await run(router.uptime.list, (await testTenant()).as("viewer"), {})).data).toEqual([]);
  });
});
