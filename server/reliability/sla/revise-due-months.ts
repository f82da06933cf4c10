import { z } from "zod";
import { systemCaller } from "@/server/kernel/operation/actor";
import { log } from "@/server/kernel/process/log";
import { command, run } from "@/server/kernel/operation/operation";
import { reviseSlaReports } from "./revise-sla-reports";
import { revisableMonths } from "./revision-rows";

const AT_ONCE = 500;

/**
 * Looks for late signals in every recently decided month, each in its own transaction under the organisation's scope.
 */
export const reviseDueMonths = command({
  name: "reliability.slaMonth.revise",
  summary: "Revise the SLA reports of decided months that late signals changed.",
  input: z.object({}),
  output: z.object({ revised: z.number().int(), failed: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "each month leaves an entry in its own organisation's audit log" },
  idempotency: "natural",
  handler: async (ctx) => {
    let revised = 0;
    let failed = 0;
    for (const { organisationId, month } of await revisableMonths(ctx.tx, ctx.now, AT_ONCE)) {
      try {
        revised += (await run(reviseSlaReports, systemCaller("reliability.slaMonth.revise", organisationId, ctx.caller.surface), { month })).revised;
      } catch (error) {
        // A failing month must not block the others; it is retried.
        log().error({ err: error, organisationId, month }, "a month's reports could not be revised");
        failed += 1;
      }
    }
    return { revised, failed };
  },
});
