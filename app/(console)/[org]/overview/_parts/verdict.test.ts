import { describe, expect, test } from "vitest";
import type { ClusterContract, ClusterStanding } from "@/lib/contracts/clusters";
import { type Part, type Standing, verdictOf } from "./verdict";

const NOW = "2026-11-22T14:32:00.000Z";

function cluster(name: string, change: Partial<ClusterContract> = {}): ClusterContract {
  const nodes = change.nodes ?? 12;
  return {
    id: `clu_${name}`,
    name,
    state: "up",
    reservationId: "res_1",
    project: null,
    purchaseOrder: null,
    site: "no-oslo-1a",
    region: "no-oslo-1",
    city: "Oslo",
    country: "NO",
    nodeType: "l40s.8x",
    gpuModel: "L40S-48GB",
    gpus: nodes * 8,
    slaPlan: "enterprise",
    targetPercent: "99.99",
    start: "2026-10-01T00:00:00Z",
    end: "2027-01-01T00:00:00Z",
    promisedAt: "2026-10-01T00:00:00Z",
    handedOverAt: "2026-10-01T00:00:00Z",
    ratePerGpuHour: "0.98",
    taxIncluded: true,
    total: { amount: "1.00", currency: "USD" },
    note: null,
    ...change,
    nodes,
    berths: change.berths ?? Array.from({ length: nodes }, () => "up" as const),
  };
}

const berths = (bad: ClusterContract["berths"][number], count = 1, of = 12): ClusterContract["berths"] =>
  Array.from({ length: of }, (_, index) => (index < count ? bad : "up"));
const network = { sites: 302, sitesUp: 299, lastSignalAt: "2026-11-22T14:31:40Z" };
/** As the server counts them. */
function counted(clusters: readonly ClusterContract[]): ClusterStanding {
  const of = (state: ClusterContract["state"]) => clusters.filter((one) => one.state === state).length;
  const serving = clusters.filter((one) => one.state !== "arriving");
  const sum = (rows: readonly ClusterContract[], value: (one: ClusterContract) => number) => rows.reduce((total, one) => total + value(one), 0);
  const berthsIn = (...states: ClusterContract["berths"]) => sum(serving, (one) => one.berths.filter((berth) => states.includes(berth)).length);
  return {
    nodes: sum(clusters, (one) => one.nodes),
    gpus: sum(clusters, (one) => one.gpus),
    states: { arriving: of("arriving"), up: of("up"), degraded: of("degraded"), down: of("down"), maintenance: of("maintenance") },
    servingNodes: sum(serving, (one) => one.nodes),
    health: {
      up: berthsIn("up", "new"),
      degraded: berthsIn("degraded"),
      down: berthsIn("down"),
      maintenance: berthsIn("maintenance"),
      unknown: berthsIn("unknown"),
    },
    next: clusters.filter((one) => one.state === "arriving").sort((a, b) => (a.start < b.start ? -1 : 1))[0] ?? null,
  };
}
const standing = (clusters: ClusterContract[], change: Partial<Standing> = {}): Standing => ({
  now: NOW,
  clusters,
  standing: counted(clusters),
  uptimes: [],
  incidents: [],
  network,
  ...change,
});
const text = (parts: readonly Part[]) => parts.map((part) => (typeof part === "string" ? part : part.name)).join("");
const sentence = (clusters: ClusterContract[], change: Partial<Standing> = {}) => text(verdictOf(standing(clusters, change)).sentence);
const arriving = cluster("eval-b200", {
  state: "arriving",
  nodes: 4,
  start: "2026-11-23T00:00:00Z",
  berths: Array.from({ length: 4 }, () => "arriving" as const),
});

describe("the sentence", () => {
  test.each<[string, string]>([
    [
      "infer-eu is down. Cause: Berth. The other cluster is up.",
      sentence([cluster("infer-eu", { state: "down", berths: berths("down", 12) }), cluster("pretrain-7")]),
    ],
    [
      "infer-eu has 1 of 12 nodes down. Cause: Berth. The other cluster is up.",
      sentence([cluster("infer-eu", { state: "degraded", berths: berths("down") }), cluster("pretrain-7")]),
    ],
    [
      "infer-eu is degraded on 1 of 12 nodes. Cause: Berth. The other cluster is up.",
      sentence([cluster("pretrain-7"), cluster("infer-eu", { state: "degraded", berths: berths("degraded") })]),
    ],
    [
      "infer-eu is degraded: node n04 under committed bandwidth since 14:32. Cause: Berth. The other cluster is up.",
      sentence([
        cluster("infer-eu", {
          state: "degraded",
          berths: berths("degraded"),
          note: { kind: "degraded", ordinal: 4, at: NOW, reason: "throughput", phase: null, done: null, total: 1 },
        }),
        cluster("pretrain-7"),
      ]),
    ],
    [
      "b is down and a is degraded. Cause: Berth. The other cluster is up.",
      sentence([cluster("a", { state: "degraded", berths: berths("degraded", 12) }), cluster("b", { state: "down" }), cluster("c")]),
    ],
    ["a is down, b is down and 2 more. Cause: Berth.", sentence(["a", "b", "c", "d"].map((name) => cluster(name, { state: "down" })))],
    ["infer-eu is down. Cause: Berth.", sentence([cluster("infer-eu", { state: "down" })])],
    [
      "a is down. Cause: Berth. render-mtl is in planned maintenance. The other cluster is up.",
      sentence([cluster("a", { state: "down" }), cluster("render-mtl", { state: "maintenance" }), cluster("c")]),
    ],
    ["render-mtl is in planned maintenance. The other cluster is up.", sentence([cluster("render-mtl", { state: "maintenance" }), cluster("c")])],
    ["All 2 clusters are up.", sentence([cluster("a"), cluster("b")])],
    ["pretrain-7 is up.", sentence([cluster("pretrain-7"), arriving])],
    ["No cluster is running. eval-b200 arrives on 23 Nov 00:00.", sentence([arriving])],
    ["No cluster is running.", sentence([])],
    [
      "No signal has been received since 14:20. Until one is, nothing counts as up or down.",
      sentence([cluster("a")], { network: { ...network, lastSignalAt: "2026-11-22T14:20:00Z" } }),
    ],
    [
      "pretrain-7 is up. pretrain-7 reported 2 application errors. Cause: your workload.",
      sentence([cluster("pretrain-7")], { uptimes: [{ clusterId: "clu_pretrain-7", clusterName: "pretrain-7", applicationErrors: 2, hardwareErrors: 0 }] }),
    ],
  ])("%s", (expected, said) => expect(said).toBe(expected));

  test("reports our own faults before errors of the customer's programs", () => {
    const uptimes = [{ clusterId: "clu_a", clusterName: "a", applicationErrors: 9, hardwareErrors: 0 }];
    expect(sentence([cluster("a", { state: "down" }), cluster("b")], { uptimes })).toMatch(/^a is down\. Cause: Berth\./);
  });

  test("links every name", () => {
    const named = verdictOf(standing([cluster("infer-eu", { state: "down" }), cluster("b")])).sentence.filter((part) => typeof part !== "string");
    expect(named).toEqual([{ name: "infer-eu", id: "clu_infer-eu" }]);
  });
});

describe("the columns", () => {
  test("count nodes by state, and those being delivered", () => {
    const { clusters } = verdictOf(standing([cluster("a", { state: "degraded", berths: berths("degraded") }), cluster("b"), arriving]));
    expect(clusters).toEqual({ state: "degraded", word: "1 of 2 degraded", text: "23 of 24 nodes up, 1 degraded. 4 nodes arrive on 23 Nov 00:00." });
    expect(verdictOf(standing([cluster("b")])).clusters).toEqual({ state: "up", word: "Up", text: "12 of 12 nodes up." });
    expect(verdictOf(standing([arriving])).clusters.word).toBe("1 cluster arriving");
  });

  test("distinguish the customer's errors from ours", () => {
    const uptimes = (applicationErrors: number, hardwareErrors: number) => [{ clusterId: "clu_a", clusterName: "a", applicationErrors, hardwareErrors }];
    expect(verdictOf(standing([cluster("a")], { uptimes: uptimes(2, 0) })).workloads).toEqual({
      state: "degraded",
      word: "2 application errors",
      text: "XID 13 or 31 on a in 24 h, none from hardware.",
    });
    expect(verdictOf(standing([cluster("a")], { uptimes: uptimes(0, 1) })).workloads.word).toBe("No fault seen");
    expect(verdictOf(standing([])).workloads.state).toBe("unknown");
  });

  test("name the incident that affects you", () => {
    const incidents = [{ kind: "node_down" as const, title: "Node n11 of pretrain-7 is down", openedAt: "2026-11-22T13:41:00Z" }];
    expect(verdictOf(standing([cluster("a")], { incidents })).network).toEqual({
      state: "down",
      word: "1 incident affects you",
      text: "299 of 302 sites up. Node n11 of pretrain-7 is down since 13:41.",
    });
    expect(verdictOf(standing([cluster("a")])).network).toEqual({ state: "up", word: "No incident affects you", text: "299 of 302 sites up." });
    expect(verdictOf(standing([], { network: { ...network, lastSignalAt: null } })).network.state).toBe("unknown");
  });
});
