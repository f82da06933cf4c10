// What the network reports while nodes are brought into service. The interface is what any driver must answer; the one
// here judges nodes by their own signals and, in demo mode, lets as many new servers fail burn-in as fleets have seen.
import { createHash } from "node:crypto";
import type { DeliveryPhaseName } from "../delivery/delivery-rules";
import type { ServingNode } from "../cluster/cluster-rows";

export interface FailedNode { nodeId: string; category: string; fault: string }

export interface NetworkDriver {
  /** Which of the nodes did not pass the phase, and why. */
  failedIn(phase: DeliveryPhaseName, nodes: readonly Pick<ServingNode, "nodeId" | "health">[]): FailedNode[];
  /** Figures measured at acceptance. */
  acceptance(cluster: { fabricKind: string; committedGbps: number; nodes: number; key: string }): { allReduceGbps: number; diagnosticsLevel: number };
}

/** A number in [0, 1) that is the same whenever it is asked for. */
const fractionOf = (...parts: readonly string[]): number => createHash("sha256").update(parts.join("\n")).digest().readUInt32BE(0) / 2 ** 32;

/** Of new servers, 7 % fail at bring-up (9 of 128 in one published fleet). */
const BRING_UP_FAILURES = 0.07;

const heardDown = (nodes: readonly Pick<ServingNode, "nodeId" | "health">[]): FailedNode[] =>
  nodes.filter((node) => node.health === "down").map(({ nodeId }) => ({ nodeId, category: "unknown", fault: "Not answering during bring-up" }));

/** Judges by signals alone: a node heard down does not pass. */
export const observingDriver: NetworkDriver = {
  failedIn: (phase, nodes) => (phase === "allocate" ? [] : heardDown(nodes)),
  acceptance: ({ committedGbps }) => ({ allReduceGbps: committedGbps, diagnosticsLevel: 3 }),
};

/** The demo's network. */
export const simulatedDriver: NetworkDriver = {
  failedIn: (phase, nodes) => {
    const heard = observingDriver.failedIn(phase, nodes);
    if (phase !== "burn_in") return heard;
    const weak = nodes.filter(({ nodeId }) => fractionOf("bring-up", nodeId) < BRING_UP_FAILURES && !heard.some((f) => f.nodeId === nodeId));
    return [...heard, ...weak.map(({ nodeId }) => ({ nodeId, category: "stress_test", fault: "Failed the burn-in stress test" }))];
  },
  acceptance: ({ fabricKind, nodes, key }) => {
    const base = fabricKind === "infiniband" ? (nodes > 1 ? 474 : 480) : 46;
    return { allReduceGbps: Math.round((base + fractionOf("all-reduce", key) * base * 0.02) * 10) / 10, diagnosticsLevel: 3 };
  },
};
