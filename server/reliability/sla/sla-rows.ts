// Months to decide, and the reports of decided ones.
import { type Month, monthInterval, toDate } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import type { IdPrefix } from "@/lib/ids";
import type { SlaReportContract } from "@/lib/contracts/reliability";
import type { MonthMeasure } from "./month-measure";

/** A month is decided this long after its end, when its last signals have arrived. */
const DECIDED_AFTER_SECONDS = 3_600;

// Months in which an organisation had a contract, from its confirmation to its end, that are not decided; also months
// without a cluster, for what was invoiced in advance.
const UNDECIDED = `
  select r."organisationId", to_char(m.start, 'YYYY-MM') as month, m.start + interval '1 month' + make_interval(secs => ${DECIDED_AFTER_SECONDS}) as at
    from (select "organisationId", date_trunc('month', min("createdAt"), 'UTC') as first, max("endAt") as last from capacity.contract
      where state <> 'cancelled' group by 1) r
    cross join lateral (select start at time zone 'UTC' as start from generate_series(r.first at time zone 'UTC', r.last at time zone 'UTC',
      interval '1 month') as start) m
   where not exists (select from "SlaMonth" d where d."organisationId" = r."organisationId" and d.month = to_char(m.start, 'YYYY-MM'))
     and exists (select from capacity.contract x where x."organisationId" = r."organisationId" and x.state <> 'cancelled'
       and x."createdAt" < m.start + interval '1 month' and x."endAt" > m.start)`;

/** Oldest first, so that an organisation's months are decided in order. */
export function dueMonths(tx: Tx, now: Date, limit: number): Promise<{ organisationId: string; month: Month }[]> {
  return tx.sql(
    `select "organisationId", month from (${UNDECIDED}) u where at <= $1 order by at, "organisationId" limit $2`,
    [now, limit],
    "reliability_due_months",
  );
}

export async function nextMonthEnd(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date | null }>(`select min(at) as at from (${UNDECIDED}) u`, [], "reliability_next_month");
  return row?.at ?? null;
}

/** Claims the month; false when it was decided before, or is being decided at this moment. */
export async function claimMonth(tx: Tx, organisationId: string, month: Month, now: Date): Promise<boolean> {
  return (
    (await tx.exec(`insert into "SlaMonth" ("organisationId", month, "decidedAt", "lookedAt") values ($1, $2, $3, $3) on conflict do nothing`, [
      organisationId,
      month,
      now,
    ])) > 0
  );
}

export async function writeReports(
  work: { tx: Tx; now: Date; organisationId: string; id(prefix: IdPrefix): string },
  month: Month,
  measures: readonly MonthMeasure[],
  revisionOf = (_clusterId: string): number => 1,
): Promise<void> {
  const rows = measures.map(({ cluster, figure, bandwidth, lateSeconds, creditPercent, reason, intervals }) => ({
    id: work.id("sla"),
    organisationId: work.organisationId,
    clusterId: cluster.id,
    month,
    revision: revisionOf(cluster.id),
    slaPlanId: cluster.slaPlanId,
    targetPercent: cluster.targetPercent,
    contractedSeconds: figure.contracted,
    downSeconds: figure.down,
    degradedSeconds: figure.degraded,
    maintenanceSeconds: figure.maintenance,
    unknownSeconds: figure.unknown,
    availabilityPercent: figure.availabilityPercent,
    availabilityPercentIncludingMaintenance: figure.availabilityPercentIncludingMaintenance,
    lateSeconds,
    bandwidthSamples: bandwidth.samples,
    bandwidthShort: bandwidth.short,
    creditPercent,
    reason,
    intervals,
    decidedAt: work.now,
  }));
  await work.tx.exec(
    `insert into "SlaReport" select * from json_populate_recordset(null::"SlaReport", $1)`,
    [JSON.stringify(rows)],
    "reliability_reports_written",
  );
}

export interface ReportRow {
  id: string;
  clusterId: string;
  clusterName: string;
  month: Month;
  revision: number;
  slaPlanId: string;
  targetPercent: string;
  contractedSeconds: number;
  downSeconds: number;
  degradedSeconds: number;
  maintenanceSeconds: number;
  unknownSeconds: number;
  availabilityPercent: string | null;
  availabilityPercentIncludingMaintenance: string | null;
  lateSeconds: number;
  bandwidthSamples: number;
  bandwidthShort: number;
  creditPercent: number;
  reason: string;
  intervals: SlaReportContract["credit"]["intervals"];
  decidedAt: Date;
  invoiceId: string | null;
  invoiceNumber: string | null;
  currency: string | null;
  baseMinor: bigint | null;
  creditMinor: bigint | null;
}

interface ReportFilter {
  organisationId: string;
  projectId: string | null;
  month?: string | undefined;
  clusterId?: string | undefined;
  offset: number;
  limit: number;
}

/** The latest revision of each decided report, newest month first, with its amounts once invoiced. */
export function reportRows(tx: Tx, filter: ReportFilter): Promise<ReportRow[]> {
  return tx.sql<ReportRow>(
    `select s.*, c.name as "clusterName", b."invoiceId", b."invoiceNumber", b.currency, b."baseMinor", b."creditMinor"
       from (select * from (
              select distinct on (month, "clusterId") * from "SlaReport" where "organisationId" = $1 and ($3::text is null or month = $3)
                and ($4::text is null or "clusterId" = $4)
               order by month desc, "clusterId", revision desc) s
             where $2::text is null or exists (
               select from clusters.cluster c join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
                where c."organisationId" = s."organisationId" and c.id = s."clusterId" and r."projectId" = $2)
             order by month desc, "clusterId" offset $5 limit $6) s
       join clusters.cluster c on c."organisationId" = s."organisationId" and c.id = s."clusterId"
       join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
       left join "SlaCredit" b on b."organisationId" = s."organisationId" and b.month = s.month and b."reservationId" = r.id
      order by s.month desc, s."clusterId"`,
    [filter.organisationId, filter.projectId, filter.month ?? null, filter.clusterId ?? null, filter.offset, filter.limit],
    "reliability_reports",
  );
}

/** Which of the months are decided. */
export async function decidedMonths(tx: Tx, organisationId: string, months: readonly Month[]): Promise<Set<Month>> {
  const rows = await tx.sql<{ month: Month }>(
    `select month from "SlaMonth" where "organisationId" = $1 and month = any($2)`,
    [organisationId, months],
    "reliability_decided",
  );
  return new Set(rows.map((row) => row.month));
}

/** When a month can be decided. */
export const decidableAt = (month: Month): Date => toDate(monthInterval(month).end + DECIDED_AFTER_SECONDS);
