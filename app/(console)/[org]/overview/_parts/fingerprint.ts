import type { ClusterContract } from "@/lib/contracts/clusters";
import type { IncidentContract } from "@/lib/contracts/reliability";
import { listFingerprint } from "../../_parts/clusters/fingerprint";

/** Changes whenever a cluster would render differently or an incident opens or ends. */
export const overviewFingerprint = (clusters: readonly ClusterContract[], open: readonly IncidentContract[]): string =>
  `${listFingerprint(clusters)}\n${open.map((incident) => incident.id).join(" ")}`;
