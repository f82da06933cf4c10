import { listSlaReportsInput, type SlaReportContract, slaReportPage } from "@/lib/contracts/reliability";
import { toContract } from "@/lib/money";
import { addMonths, type Month, monthOf, toInstant } from "@/lib/period";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf, pageFrom } from "@/server/kernel/operation/page-cursor";
import { percentDown } from "../uptime/availability";
import { measureMonth, type MonthMeasure } from "./month-measure";
import { decidedMonths, type ReportRow, reportRows } from "./sla-rows";

const bandwidthOf = (samples: number, short: number) => ({ samples, short, sharePercent: percentDown(short, samples) });

function accruedReport({ cluster, figure, bandwidth, lateSeconds, creditPercent, reason, intervals }: MonthMeasure, month: Month): SlaReportContract {
  return {
    id: null,
    clusterId: cluster.id,
    clusterName: cluster.name,
    month,
    revision: 0,
    targetPercent: cluster.targetPercent,
    slaPlan: cluster.slaPlanId,
    contractedSeconds: figure.contracted,
    downSeconds: figure.down,
    degradedSeconds: figure.degraded,
    maintenanceSeconds: figure.maintenance,
    unknownSeconds: figure.unknown,
    availabilityPercent: figure.availabilityPercent,
    availabilityPercentIncludingMaintenance: figure.availabilityPercentIncludingMaintenance,
    lateSeconds,
    bandwidth: bandwidthOf(bandwidth.samples, bandwidth.short),
    credit: { percent: creditPercent, base: null, amount: null, reason, intervals },
    decidedAt: null,
    invoiceId: null,
    invoiceNumber: null,
  };
}

function decidedReport(row: ReportRow): SlaReportContract {
  const { currency } = row;
  const money = (minor: bigint | null) => (currency === null || minor === null ? null : toContract({ minor, currency }));
  return {
    id: row.id,
    clusterId: row.clusterId,
    clusterName: row.clusterName,
    month: row.month,
    revision: row.revision,
    targetPercent: row.targetPercent,
    slaPlan: row.slaPlanId,
    contractedSeconds: row.contractedSeconds,
    downSeconds: row.downSeconds,
    degradedSeconds: row.degradedSeconds,
    maintenanceSeconds: row.maintenanceSeconds,
    unknownSeconds: row.unknownSeconds,
    availabilityPercent: row.availabilityPercent,
    availabilityPercentIncludingMaintenance: row.availabilityPercentIncludingMaintenance,
    lateSeconds: row.lateSeconds,
    bandwidth: bandwidthOf(row.bandwidthSamples, row.bandwidthShort),
    credit: { percent: row.creditPercent, base: money(row.baseMinor), amount: money(row.creditMinor), reason: row.reason, intervals: row.intervals },
    decidedAt: row.decidedAt.toISOString(),
    invoiceId: row.invoiceId,
    invoiceNumber: row.invoiceNumber,
  };
}

/** Newest month first: what has accrued in undecided months, then the decided reports. */
export const listSlaReports = query({
  name: "reliability.slaReport.list",
  summary: "SLA reports by cluster and month: uptime, credit and the exact intervals; of months still open, what is accrued.",
  input: listSlaReportsInput,
  output: slaReportPage,
  permission: "reliability.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/sla-reports" },
  handler: async (ctx, { month, clusterId, limit, cursor }) => {
    const { tx, organisationId, projectId } = ctx;
    const now = toInstant(ctx.now);
    const current = monthOf(now);
    // Until an hour after its end, the last month is still undecided beside the current one.
    const open = (month === undefined ? [current, addMonths(current, -1)] : [month]).filter((each) => each <= current);
    const decided = await decidedMonths(tx, organisationId, open);
    const accrued: SlaReportContract[] = [];
    for (const each of open) {
      if (decided.has(each)) continue;
      const measures = await measureMonth(tx, { organisationId, projectId, clusterIds: clusterId === undefined ? undefined : [clusterId] }, each, now);
      accrued.push(...measures.map((measure) => accruedReport(measure, each)));
    }
    const offset = offsetOf(cursor);
    const shown = accrued.slice(offset, offset + limit + 1);
    const rows =
      shown.length > limit
        ? []
        : await reportRows(tx, { organisationId, projectId, month, clusterId, offset: Math.max(0, offset - accrued.length), limit: limit + 1 - shown.length });
    return pageFrom([...shown, ...rows.map(decidedReport)], offset, limit);
  },
});
