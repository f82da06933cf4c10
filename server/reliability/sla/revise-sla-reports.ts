import { z } from "zod";
import { month as monthContract } from "@/lib/contracts/common";
import { monthInterval } from "@/lib/period";
import { command } from "@/server/kernel/operation/operation";
import { slaMonthRevised } from "../published";
import { measureMonth, type MonthMeasure } from "./month-measure";
import { newestReports, type NewestReport, recordCheck } from "./revision-rows";
import { writeReports } from "./sla-rows";

/**
 * Whether a report says something that is not so any more. More good samples of bandwidth alone correct nothing: the last
 * hours of a month are often heard after its decision.
 */
function differs({ figure, bandwidth, lateSeconds, creditPercent, reason }: MonthMeasure, report: NewestReport | undefined): boolean {
  return (
    report === undefined ||
    figure.contracted !== report.contractedSeconds ||
    figure.down !== report.downSeconds ||
    figure.degraded !== report.degradedSeconds ||
    figure.maintenance !== report.maintenanceSeconds ||
    figure.unknown !== report.unknownSeconds ||
    figure.availabilityPercent !== report.availabilityPercent ||
    lateSeconds !== report.lateSeconds ||
    bandwidth.short !== report.bandwidthShort ||
    creditPercent !== report.creditPercent ||
    reason !== report.reason
  );
}

/**
 * Compares the reports of a decided month with current measurements, and writes a new revision of those that late
 * signals changed. Repeating it changes nothing. A month that is not decided yet is left to its decision.
 */
export const reviseSlaReports = command({
  name: "reliability.slaReport.revise",
  summary: "Revise the SLA reports of an organisation's decided month.",
  input: z.object({ month: monthContract }),
  output: z.object({ month: monthContract, revised: z.number().int() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.month },
  idempotency: "natural",
  handler: async (ctx, { month }) => {
    const { tx, organisationId, now } = ctx;
    if (!(await recordCheck(tx, organisationId, month, now))) return { month, revised: 0 };
    const newest = await newestReports(tx, organisationId, month);
    const changed = (await measureMonth(tx, { organisationId, projectId: null }, month, monthInterval(month).end)).filter((measure) =>
      differs(measure, newest.get(measure.cluster.id)),
    );
    if (changed.length === 0) return { month, revised: 0 };
    const revisionOf = (clusterId: string): number => (newest.get(clusterId)?.revision ?? 0) + 1;
    await writeReports(ctx, month, changed, revisionOf);
    const revision = Math.max(2, ...changed.map(({ cluster }) => revisionOf(cluster.id)));
    await ctx.emit(slaMonthRevised({ organisationId, month, revision }, organisationId));
    ctx.audited({ reports: changed.length, revision });
    return { month, revised: changed.length };
  },
});
