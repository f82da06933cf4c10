// What other modules may know of clusters.
export { nodeChanged, nodeReplaced } from "./events";
export { contractedInterval } from "./delivery-rules";
export { overfullClusters, overlappingAssignments } from "./audit-heap";
