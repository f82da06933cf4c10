// The demo's network during delivery: new servers fail burn-in as often as published fleets report.
import { createHash } from "node:crypto";
import { type NetworkDriver, observingDriver, useDriver } from "@/server/clusters";

/** A number in [0, 1) that is always the same for the same input. */
const fractionOf = (...parts: readonly string[]): number => createHash("sha256").update(parts.join("\n")).digest().readUInt32BE(0) / 2 ** 32;

/** Of new servers, 7 % fail at bring-up (9 of 128 in one published fleet). */
const BRING_UP_FAILURES = 0.07;

const simulatedDriver: NetworkDriver = {
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

/** Connects this process to the simulated network. */
export const useSimulatedNetwork = (): void => useDriver(simulatedDriver);
