// What the running month has earned so far, for whoever knows the charges it is a share of.
import { type Month } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { measureMonth } from "./month-measure";

/** Percent of each cluster's charges of the month that would be credited if it ended now; clusters without any are left out. */
export async function accruedCredits(tx: Tx, organisationId: string, projectId: string | null, month: Month, now: number): Promise<Map<string, number>> {
  const measures = await measureMonth(tx, { organisationId, projectId }, month, now);
  return new Map(measures.filter(({ creditPercent }) => creditPercent > 0).map(({ cluster, creditPercent }) => [cluster.id, creditPercent]));
}
