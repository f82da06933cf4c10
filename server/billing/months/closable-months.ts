// Which months of an organisation can be closed now, in order.
import { type Month, addMonths, monthOf, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { decidedMonths } from "@/server/reliability";
import { contractMonths } from "../metering/contracts";

/** Decided months that are not closed, oldest first, up to the first undecided one. */
export async function closableMonths(tx: Tx, organisationId: string, now: Date): Promise<Month[]> {
  const [latest] = await tx.sql<{ month: Month }>(`select month from "MonthClose" where "organisationId" = $1 order by month desc limit 1`, [organisationId]);
  const open = (await contractMonths(tx, organisationId, addMonths(monthOf(toInstant(now)), -1))).filter((month) => !latest || month > latest.month);
  const decided = await decidedMonths(tx, organisationId, open);
  const waiting = open.findIndex((month) => !decided.has(month));
  return waiting === -1 ? open : open.slice(0, waiting);
}

/** Whether a month was closed before its reports were decided. */
export async function wasClosedUndecided(tx: Tx, organisationId: string, month: Month): Promise<boolean> {
  const rows = await tx.sql<{ month: string }>(
    `select m.month from "MonthClose" m join reliability.decided_month d on d."organisationId" = m."organisationId" and d.month = m.month
      where m."organisationId" = $1 and m.month = $2 and m."closedAt" < d."decidedAt"`,
    [organisationId, month],
    "billing_closed_undecided",
  );
  return rows.length > 0;
}
