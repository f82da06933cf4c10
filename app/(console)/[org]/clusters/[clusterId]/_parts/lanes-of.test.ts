import { describe, expect, it } from "vitest";
import type { ClusterNode } from "@/lib/contracts/clusters";
import { lanesOf, notesByDay } from "./lanes-of";

const node = (ordinal: number, more: Partial<ClusterNode> = {}): ClusterNode => ({
  id: `nod_${ordinal}`,
  ordinal,
  berth: ordinal,
  serial: `S${ordinal}`,
  name: `n0${ordinal}`,
  state: "serving",
  health: "up",
  healthReason: null,
  healthSince: null,
  isBeingReplaced: false,
  joinedAt: "2026-10-01T00:00:00.000Z",
  repairedAt: null,
  checksPassed: null,
  leftAt: null,
  remark: null,
  ...more,
});
const range = { start: "2026-11-21T12:00:00Z", end: "2026-11-22T12:00:00Z" };
const cluster = { name: "pretrain-7", nodes: 2, handedOverAt: "2026-10-01T00:00:00.000Z", end: "2027-01-01T00:00:00.000Z" };
const down = { nodeId: "nod_1", ordinal: 1, start: "2026-11-22T03:41:10Z", end: "2026-11-22T03:45:50Z", state: "down" as const, reason: "xid" };

describe("lanes of a cluster", () => {
  it("shows a quiet cluster and its nodes as two lanes", () => {
    const lanes = lanesOf({ cluster, nodes: [node(1), node(2)], intervals: [], ...range });
    expect(lanes.map(({ label, spans }) => [label, spans.map((span) => span.state)])).toEqual([
      ["pretrain-7", ["up"]],
      ["2 nodes", ["up"]],
    ]);
  });

  it("gives the replaced node and its successor their own lanes; one failed node degrades the cluster", () => {
    const gone = node(1, { state: "replaced", leftAt: "2026-11-22T03:45:50.000Z", remark: "replaced by n03, in repair" });
    const spare = node(3, { joinedAt: "2026-11-22T03:45:50.000Z" });
    const lanes = lanesOf({ cluster, nodes: [gone, spare, node(2)], intervals: [down], ...range });
    expect(lanes.map(({ label, spans }) => [label, spans.map((span) => span.state)])).toEqual([
      ["pretrain-7", ["up", "degraded", "up"]],
      ["n01", ["up", "down", "idle"]],
      ["n03", ["idle", "up"]],
      ["1 other", ["up"]],
    ]);
    expect(lanes[1]?.spans.at(-1)?.text).toBe("replaced by n03, in repair");
  });

  it("is down only when every node is", () => {
    const [lane] = lanesOf({ cluster, nodes: [node(1), node(2)], intervals: [down, { ...down, nodeId: "nod_2", ordinal: 2 }], ...range });
    expect(lane?.spans.map((span) => span.state)).toEqual(["up", "down", "up"]);
  });

  it("draws nothing before hand-over", () => {
    expect(lanesOf({ cluster: { ...cluster, handedOverAt: null }, nodes: [], intervals: [], ...range })[0]?.spans).toEqual([]);
  });
});

it("draws each stay of a returning node in its own lane", () => {
  const first = node(1, { state: "replaced", leftAt: "2026-11-22T03:45:50.000Z" });
  const between = node(3, { joinedAt: "2026-11-22T03:45:50.000Z", state: "replaced", leftAt: "2026-11-22T08:00:00.000Z" });
  const again = node(4, { id: "nod_1", joinedAt: "2026-11-22T08:00:00.000Z" });
  const lanes = lanesOf({ cluster, nodes: [first, between, again, node(2)], intervals: [down], ...range });
  expect(lanes.slice(1, 4).map(({ label, spans }) => [label, spans.map((span) => span.state)])).toEqual([
    ["n01", ["up", "down", "idle"]],
    ["n03", ["idle", "up", "idle"]],
    ["n04", ["idle", "up"]],
  ]);
});

it("names each day's losses by the number the node had at the time", () => {
  expect(notesByDay([down]).get("2026-11-22")).toBe("n01 03:41 to 03:45, GPU fault");
});
