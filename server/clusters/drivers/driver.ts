// What the network reports while nodes are brought into service. The interface is what any driver must answer; the one here
// judges nodes by their own signals. Another is chosen by whoever puts the process together, as the demo does.
import type { DeliveryPhaseName } from "../delivery/delivery-rules";
import type { ServingNode } from "../cluster/cluster-rows";

export interface FailedNode {
  nodeId: string;
  category: string;
  fault: string;
}

export interface NetworkDriver {
  /** Which of the nodes did not pass the phase, and why. */
  failedIn(phase: DeliveryPhaseName, nodes: readonly Pick<ServingNode, "nodeId" | "health">[]): FailedNode[];
  /** Figures measured at acceptance. */
  acceptance(cluster: { fabricKind: string; committedGbps: number; nodes: number; key: string }): { allReduceGbps: number; diagnosticsLevel: number };
}

const heardDown = (nodes: readonly Pick<ServingNode, "nodeId" | "health">[]): FailedNode[] =>
  nodes.filter((node) => node.health === "down").map(({ nodeId }) => ({ nodeId, category: "unknown", fault: "Not answering during bring-up" }));

/** Judges by signals alone: a node heard down does not pass. */
export const observingDriver: NetworkDriver = {
  failedIn: (phase, nodes) => (phase === "allocate" ? [] : heardDown(nodes)),
  acceptance: ({ committedGbps }) => ({ allReduceGbps: committedGbps, diagnosticsLevel: 3 }),
};

let chosen = observingDriver;

/** Chooses the driver of this process; the place that puts a process together does it, nobody else. */
export const useDriver = (driver: NetworkDriver): void => void (chosen = driver);

export const networkDriver = (): NetworkDriver => chosen;
