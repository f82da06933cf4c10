import { z } from "zod";
import { month as monthContract } from "@/lib/contracts/common";
import { monthInterval } from "@/lib/period";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { measureMonth } from "./month-measure";
import { slaMonthDecided } from "../published";
import { claimMonth, decidableAt, writeReports } from "./sla-rows";

/**
 * Decides an ended month of an organisation: one report per cluster, with its availability, bandwidth, delivery and
 * credit. Repeating it, later or concurrently, changes nothing. Errors: invalid_state while the month's last signals
 * may still arrive.
 */
export const decideSlaReports = command({
  name: "reliability.slaReport.decide",
  summary: "Decide the SLA reports of an organisation's month.",
  input: z.object({ month: monthContract }),
  output: z.object({ month: monthContract, decided: z.boolean(), reports: z.number().int() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.month },
  idempotency: "natural",
  handler: async (ctx, { month }) => {
    const { tx, organisationId, now } = ctx;
    if (now < decidableAt(month))
      throw new OperationError("invalid_state", `${month} is not over yet.`, { suggestion: "Decide it an hour after its last second, UTC." });
    if (!(await claimMonth(tx, organisationId, month, now))) return { month, decided: false, reports: 0 };
    const measures = await measureMonth(tx, { organisationId, projectId: null }, month, monthInterval(month).end);
    await writeReports(ctx, month, measures);
    await ctx.emit(slaMonthDecided({ organisationId, month }, organisationId));
    ctx.audited({ reports: measures.length, credits: measures.filter((measure) => measure.creditPercent > 0).length });
    return { month, decided: true, reports: measures.length };
  },
});
