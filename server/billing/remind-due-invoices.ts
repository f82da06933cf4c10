import { z } from "zod";
import { systemCaller } from "@/server/platform/actor";
import { log } from "@/server/platform/log";
import { command, run } from "@/server/platform/operation";
import { dueReminders } from "./due-rows";
import { remindInvoice } from "./remind-invoice";

const AT_ONCE = 500;

/** Does what the calendar asks of every open invoice, each in a transaction and an organisation's name of its own. */
export const remindDueInvoices = command({
  name: "billing.invoice.remindDue",
  summary: "Remind of every open invoice that is due for it.",
  input: z.object({}),
  output: z.object({ done: z.number().int(), failed: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "each invoice leaves an entry in its own organisation's audit log" },
  idempotency: "natural",
  handler: async (ctx) => {
    let done = 0;
    let failed = 0;
    for (const { id, organisationId } of await dueReminders(ctx.tx, ctx.now, AT_ONCE)) {
      try {
        await run(remindInvoice, systemCaller("billing.invoice.remind", organisationId, ctx.caller.surface), { invoiceId: id });
        done += 1;
      } catch (error) {
        // One invoice's trouble keeps no other waiting; it is due again at the next look.
        log().error({ err: error, invoiceId: id }, "an invoice could not be reminded of");
        failed += 1;
      }
    }
    return { done, failed };
  },
});
