import type { ClusterDetail } from "@/lib/contracts/clusters";

/** Changes whenever the page would render differently: state, berths, phases, keys, the newest event. */
export const detailFingerprint = (cluster: ClusterDetail, newestEvent: string | undefined): string =>
  [
    cluster.state,
    cluster.berths.join(""),
    cluster.delivery.phases.map((phase) => `${phase.state}${phase.done}`).join(""),
    cluster.access.keys.length,
    newestEvent ?? "",
  ].join(" ");
