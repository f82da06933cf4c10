import { z } from "zod";
import { systemCaller } from "@/server/kernel/operation/actor";
import { command, run } from "@/server/kernel/operation/operation";
import { dueDrafts } from "./due-rows";
import { eachDue } from "./each-due";
import { finaliseInvoice } from "./finalise-invoice";

const AT_ONCE = 500;

/** Gives every draft whose day of grace is over its number. */
export const finaliseDueInvoices = command({
  name: "billing.invoice.finaliseDue",
  summary: "Finalise every draft invoice that is due.",
  input: z.object({}),
  output: z.object({ done: z.number().int(), failed: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "each invoice leaves an entry in its own organisation's audit log" },
  idempotency: "natural",
  handler: async (ctx) =>
    eachDue(await dueDrafts(ctx.tx, ctx.now, AT_ONCE), "an invoice could not be finalised", ({ id, organisationId }) =>
      run(finaliseInvoice, systemCaller("billing.invoice.finalise", organisationId, ctx.caller.surface), { invoiceId: id })),
});
