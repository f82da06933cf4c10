// What other modules may know of clusters.
export { clusterEnded, clusterHandedOver, nodeChanged, nodeReplaced, spareMissing } from "./events";
export { contractedInterval, lateSeconds, startedHoursLate } from "./delivery-rules";
export { type FailureCause, incidentTitle, replacedTitle } from "./health-rules";
export { overfullClusters, overlappingAssignments } from "./audit-heap";
