import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NODE_STATES, type NodeState, type StateInterval, type StateReason } from "@/lib/node-state";
import { clusterState, CONFIRM_SECONDS, DEGRADED_SECONDS, decideReplacement, isDark, REPLACEMENT_SECONDS, replacementStep } from "./health-rules";

const row = (state: NodeState, reason: StateReason, code: number | null = null): StateInterval => ({ start: 1_000, end: null, state, reason, code });
const FAR = 1_000_000;

describe("the state of a cluster", () => {
  it("follows from its berths", () => {
    expect(clusterState(null, null, ["up"])).toBe("arriving");
    expect(clusterState(5, 9, ["up"])).toBe("ended");
    const of = (...berths: (NodeState | null)[]) => clusterState(5, null, berths);
    expect([
      of("up", "up"),
      of("up", "down"),
      of("up", null),
      of("up", "degraded"),
      of("up", "unknown"),
      of("maintenance", "up"),
      of("maintenance", "down"),
      of("down", null),
    ]).toEqual(["up", "degraded", "degraded", "degraded", "degraded", "maintenance", "degraded", "down"]);
  });
  it("is up only when every berth is, in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<NodeState | null>(...NODE_STATES, null), { minLength: 1, maxLength: 8 }), (berths) => {
        const state = clusterState(1, null, berths);
        expect(state === "up").toBe(berths.every((berth) => berth === "up"));
        expect(clusterState(1, null, berths.toReversed())).toBe(state);
      }),
    );
  });
});

describe("replacing a node", () => {
  it("acts at once on a fatal XID and after two minutes on silence", () => {
    expect(decideReplacement(row("down", "xid", 79), "none", FAR, 1_000)).toEqual({ kind: "replace", cause: "xid", code: 79 });
    for (const reason of ["silence", "probes_failed", "unannounced_work"] as const) {
      expect(decideReplacement(row("down", reason), "none", FAR, 1_000 + CONFIRM_SECONDS - 1)).toEqual({ kind: "wait", until: 1_000 + CONFIRM_SECONDS });
      expect(decideReplacement(row("down", reason), "none", FAR, 1_000 + CONFIRM_SECONDS)).toEqual({ kind: "replace", cause: reason, code: null });
    }
    expect(CONFIRM_SECONDS + REPLACEMENT_SECONDS).toBeLessThan(300);
  });
  it("leaves alone nodes that work, are in maintenance or unknown, and those whose service is about to end", () => {
    for (const node of [row("up", "good"), row("degraded", "throughput"), row("maintenance", "maintenance"), row("unknown", "collectors_blind"), null])
      expect(decideReplacement(node, "none", FAR, 9_999)).toEqual({ kind: "keep" });
    expect(decideReplacement(row("down", "xid", 79), "none", 9_999 + REPLACEMENT_SECONDS, 9_999)).toEqual({ kind: "keep" });
  });
  it("replaces a node that underperforms for a quarter of an hour, not one behind a weak uplink", () => {
    expect(decideReplacement(row("degraded", "throttled"), "none", FAR, 1_000 + DEGRADED_SECONDS - 1)).toEqual({
      kind: "wait",
      until: 1_000 + DEGRADED_SECONDS,
    });
    expect(decideReplacement(row("degraded", "throttled"), "none", FAR, 1_000 + DEGRADED_SECONDS)).toEqual({ kind: "replace", cause: "throttled", code: null });
    expect(decideReplacement(row("degraded", "throughput"), "none", FAR, 1_000 + DEGRADED_SECONDS)).toEqual({ kind: "keep" });
  });
  it("lets a joining spare join, and a node that recovered before there was one keep its berth", () => {
    expect(decideReplacement(row("down", "xid", 79), "joining", FAR, 9_999)).toEqual({ kind: "keep" });
    expect(decideReplacement(row("up", "good"), "joining", FAR, 9_999)).toEqual({ kind: "keep" });
    expect(decideReplacement(row("up", "good"), "waiting", FAR, 9_999)).toEqual({ kind: "withdraw" });
    expect(decideReplacement(row("unknown", "collectors_blind"), "waiting", FAR, 9_999)).toEqual({ kind: "keep" });
    expect(decideReplacement(row("down", "silence"), "waiting", FAR, 9_999)).toEqual({ kind: "keep" });
    expect([replacementStep("nod_1", 100), replacementStep(null, 100)]).toEqual([
      { spareNodeId: "nod_1", dueAt: 260 },
      { spareNodeId: null, dueAt: 160 },
    ]);
  });
});

describe("a dark site", () => {
  it("is one where four fifths of the watched nodes are down", () => {
    expect([isDark(["down", "down"]), isDark(["down"]), isDark(["down", "down", "down", "down", "up"]), isDark(["down", "down", "up"]), isDark([])]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});
