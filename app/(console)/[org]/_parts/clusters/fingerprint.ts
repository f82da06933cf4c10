import type { ClusterContract } from "@/lib/contracts/clusters";

/** Changes when a row of the list would be drawn differently. */
export const listFingerprint = (clusters: readonly ClusterContract[]): string =>
  clusters.map(({ id, state, berths, note }) => `${id} ${state} ${berths.join("")} ${note?.kind ?? ""} ${note?.ordinal ?? ""} ${note?.done ?? ""}`).join("\n");
