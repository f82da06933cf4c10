import { z } from "zod";
import { systemCaller } from "@/server/kernel/operation/actor";
import { log } from "@/server/kernel/process/log";
import { command, run } from "@/server/kernel/operation/operation";
import { decideSlaReports } from "./decide-sla-reports";
import { dueMonths } from "./sla-rows";

const AT_ONCE = 500;

/** Decides every month that ended an hour ago or earlier, each in a transaction and an organisation's name of its own. */
export const decideDueMonths = command({
  name: "reliability.slaMonth.decide",
  summary: "Decide the SLA reports of every organisation's ended months.",
  input: z.object({}),
  output: z.object({ decided: z.number().int(), failed: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "each month leaves an entry in its own organisation's audit log" },
  idempotency: "natural",
  handler: async (ctx) => {
    let decided = 0;
    let failed = 0;
    for (const { organisationId, month } of await dueMonths(ctx.tx, ctx.now, AT_ONCE)) {
      try {
        await run(decideSlaReports, systemCaller("reliability.slaMonth.decide", organisationId, ctx.caller.surface), { month });
        decided += 1;
      } catch (error) {
        // One organisation's trouble keeps no other waiting; its month is due again at the next look.
        log().error({ err: error, organisationId, month }, "a month's reports could not be decided");
        failed += 1;
      }
    }
    return { decided, failed };
  },
});
