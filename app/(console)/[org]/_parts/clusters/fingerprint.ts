import type { ClusterContract } from "@/lib/contracts/clusters";

/** Changes whenever a row of the list would render differently. */
export const listFingerprint = (clusters: readonly ClusterContract[]): string =>
  clusters.map(({ id, state, berths, note }) => `${id} ${state} ${berths.join("")} ${note?.kind ?? ""} ${note?.ordinal ?? ""} ${note?.done ?? ""}`).join("\n");
