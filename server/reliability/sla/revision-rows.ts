// Decided months whose signals may still arrive, and their latest reports.
import type { Month } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";

/** Signals are accepted for 72 h after their observation; one more hour makes sure that the last of them is in. */
const SIGNALS_COME_FOR_HOURS = 73;
/** Live, a late signal changes its report within minutes. */
const LOOK_EVERY_SECONDS = 300;
/** A moved clock checks twice: before drafts become final, and when no signal can arrive any more. */
const LOOKS_OF_A_MOVED_CLOCK = [23, SIGNALS_COME_FOR_HOURS];

const END = `(((month || '-01')::timestamp + interval '1 month') at time zone 'UTC')`;
const after = (hours: number): string => `${END} + interval '${hours} hours'`;

export function revisableMonths(tx: Tx, now: Date, limit: number): Promise<{ organisationId: string; month: Month }[]> {
  return tx.sql(
    `select "organisationId", month from "SlaMonth" where "lookedAt" < ${after(SIGNALS_COME_FOR_HOURS)} and "lookedAt" <= $1::timestamptz - make_interval(secs => ${LOOK_EVERY_SECONDS})
      order by "lookedAt", "organisationId", month limit $2`,
    [now, limit],
    "reliability_revisable_months",
  );
}

export async function nextLook(tx: Tx): Promise<Date | null> {
  const looks = LOOKS_OF_A_MOVED_CLOCK.map((hours) => `when "lookedAt" < ${after(hours)} then ${after(hours)}`).join(" ");
  const [row] = await tx.sql<{ at: Date | null }>(
    `select min(case ${looks} end) as at from "SlaMonth" where "lookedAt" < ${after(SIGNALS_COME_FOR_HOURS)}`,
    [],
    "reliability_next_look",
  );
  return row?.at ?? null;
}

/** Records the check and keeps others from checking at the same time; false when the month is not decided. */
export async function recordCheck(tx: Tx, organisationId: string, month: Month, now: Date): Promise<boolean> {
  return (
    (await tx.exec(`update "SlaMonth" set "lookedAt" = greatest("lookedAt", $3::timestamptz) where "organisationId" = $1 and month = $2`, [
      organisationId,
      month,
      now,
    ])) > 0
  );
}

export interface NewestReport {
  clusterId: string;
  revision: number;
  contractedSeconds: number;
  downSeconds: number;
  degradedSeconds: number;
  maintenanceSeconds: number;
  unknownSeconds: number;
  availabilityPercent: string | null;
  lateSeconds: number;
  bandwidthShort: number;
  creditPercent: number;
  reason: string;
}

export async function newestReports(tx: Tx, organisationId: string, month: Month): Promise<Map<string, NewestReport>> {
  const rows = await tx.sql<NewestReport>(
    `select distinct on ("clusterId") "clusterId", revision, "contractedSeconds", "downSeconds", "degradedSeconds", "maintenanceSeconds", "unknownSeconds",
            "availabilityPercent", "lateSeconds", "bandwidthShort", "creditPercent", reason
       from "SlaReport" where "organisationId" = $1 and month = $2 order by "clusterId", revision desc`,
    [organisationId, month],
  );
  return new Map(rows.map((row) => [row.clusterId, row]));
}
