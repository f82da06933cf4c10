// The interface of clusters for other modules.
export { nodeChanged, nodeReplaced } from "./events";
export { contractedInterval } from "./delivery/delivery-rules";
export { forgetConditions, keepConditions } from "./assignments/node-conditions";
export { overfullClusters, overlappingAssignments } from "./assignments/audit-heap";
export { nodesOutOfSale } from "./repair/out-of-sale";
