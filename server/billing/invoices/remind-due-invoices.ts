import { z } from "zod";
import { systemCaller } from "@/server/kernel/operation/actor";
import { command, run } from "@/server/kernel/operation/operation";
import { dueReminders } from "./due-rows";
import { eachDue } from "./each-due";
import { remindInvoice } from "./remind-invoice";

const AT_ONCE = 500;

/** Does what the calendar asks of every open invoice. */
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
  handler: async (ctx) =>
    eachDue(await dueReminders(ctx.tx, ctx.now, AT_ONCE), "an invoice could not be reminded of", ({ id, organisationId }) =>
      run(remindInvoice, systemCaller("billing.invoice.remind", organisationId, ctx.caller.surface), { invoiceId: id })),
});
