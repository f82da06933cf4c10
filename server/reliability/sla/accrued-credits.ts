// Credits accrued in the current month, for callers that know the charges they apply to.
import { type Month } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { measureMonth } from "./month-measure";

/**
 * Percent of each cluster's charges for the month that would be credited if it ended now; clusters without a credit are
 * omitted.
 */
export async function accruedCredits(tx: Tx, organisationId: string, clusterIds: readonly string[], month: Month, now: number): Promise<Map<string, number>> {
  if (clusterIds.length === 0) return new Map();
  const measures = await measureMonth(tx, { organisationId, projectId: null, clusterIds }, month, now);
  return new Map(measures.filter(({ creditPercent }) => creditPercent > 0).map(({ cluster, creditPercent }) => [cluster.id, creditPercent]));
}
