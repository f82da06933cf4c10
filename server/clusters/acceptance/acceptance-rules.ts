// What tests before hand-over show: which nodes fail, and the report the customer reads. Pure. A figure is what a node
// reported or it is missing: nothing is inferred from what was promised.
import type { z } from "zod";
import type { acceptanceReport } from "@/lib/contracts/clusters";

/** The latest result of a node since it was chosen. */
export interface NodeResult {
  nodeId: string;
  gpusTested: number | null;
  gpusPassed: number | null;
  diagnosticsLevel: number | null;
  bandwidthGbps: number | null;
  allReduceGigabytesPerSecond: number | null;
  allReduceNodes: number | null;
  fault: string | null;
}

export interface FailedNode {
  nodeId: string;
  category: string;
  fault: string;
}

/** Nodes that fail: known to be down, or with a failing result. A node without a result is not held back. */
export function failedNodes(nodes: readonly { nodeId: string; health: string }[], results: readonly NodeResult[], committedGbps: number): FailedNode[] {
  const byNode = new Map(results.map((result) => [result.nodeId, result]));
  return nodes.flatMap(({ nodeId, health }) => {
    if (health === "down") return [{ nodeId, category: "unknown", fault: "Not answering during bring-up" }];
    const result = byNode.get(nodeId);
    if (!result) return [];
    if (result.fault !== null) return [{ nodeId, category: "stress_test", fault: result.fault }];
    if (result.gpusTested !== null && result.gpusPassed !== null && result.gpusPassed < result.gpusTested)
      return [{ nodeId, category: "gpu", fault: `${result.gpusTested - result.gpusPassed} of ${result.gpusTested} GPUs failed their diagnostics` }];
    if (result.bandwidthGbps !== null && result.bandwidthGbps < committedGbps)
      return [{ nodeId, category: "network", fault: `${result.bandwidthGbps} Gb/s measured, ${committedGbps} committed` }];
    return [];
  });
}

const NOT_MEASURED = "not measured";

/** The lowest figure that all of them reported; null when one did not. */
function leastOf<T>(results: readonly T[], count: number, figure: (result: T) => number | null): number | null {
  const figures = results.map(figure).filter((value) => value !== null);
  return count > 0 && figures.length === count ? Math.min(...figures) : null;
}

/** @param results of the nodes handed over. `exchanged`: nodes that were swapped before. */
export function acceptanceReportOf(
  { nodes, gpusPerNode, committedGbps }: { nodes: number; gpusPerNode: number; committedGbps: number },
  results: readonly NodeResult[],
  exchanged: number,
  acceptedAt: string,
): z.output<typeof acceptanceReport> {
  const gpus = nodes * gpusPerNode;
  const passedGpus = results.reduce((sum, { gpusPassed, gpusTested }) => sum + (gpusTested === null ? 0 : (gpusPassed ?? 0)), 0);
  const diagnosticsLevel = leastOf(results, nodes, (result) => result.diagnosticsLevel);
  const bandwidth = leastOf(results, nodes, (result) => result.bandwidthGbps);
  const allReduce = leastOf(results, nodes, (result) => (result.allReduceNodes === nodes ? result.allReduceGigabytesPerSecond : null));
  const firstTry = results.length < nodes ? null : nodes - Math.min(nodes, exchanged);
  const allPassed = passedGpus >= gpus ? true : null;
  return {
    acceptedAt,
    nodes,
    nodesTested: results.length,
    nodesPassedAtFirstTry: firstTry,
    allReduceGigabytesPerSecond: allReduce,
    diagnosticsLevel,
    checks: [
      {
        name: diagnosticsLevel === null ? "GPU diagnostics" : `GPU diagnostics, level ${diagnosticsLevel}`,
        passed: allPassed,
        figure: passedGpus === 0 ? NOT_MEASURED : `${passedGpus} of ${gpus} GPUs`,
      },
      {
        name: `All-reduce bus bandwidth over ${nodes} ${nodes === 1 ? "node" : "nodes"}`,
        passed: allReduce === null ? null : true,
        figure: allReduce === null ? NOT_MEASURED : `${allReduce} GB/s`,
      },
      {
        name: `Bandwidth per node, ${committedGbps} Gb/s committed`,
        passed: bandwidth === null ? null : bandwidth >= committedGbps,
        figure: bandwidth === null ? NOT_MEASURED : `${bandwidth} Gb/s at least`,
      },
      { name: "Passed at first try", passed: firstTry === null ? null : true, figure: firstTry === null ? NOT_MEASURED : `${firstTry} of ${nodes} nodes` },
    ],
  };
}
