import { z } from "zod";
import { systemCaller } from "@/server/platform/actor";
import { log } from "@/server/platform/log";
import { command, run } from "@/server/platform/operation";
import { dueDrafts } from "./due-rows";
import { finaliseInvoice } from "./finalise-invoice";

const AT_ONCE = 500;

/** Gives every draft whose day of grace is over its number, each in a transaction and an organisation's name of its own. */
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
  handler: async (ctx) => {
    let done = 0;
    let failed = 0;
    for (const { id, organisationId } of await dueDrafts(ctx.tx, ctx.now, AT_ONCE)) {
      try {
        await run(finaliseInvoice, systemCaller("billing.invoice.finalise", organisationId, ctx.caller.surface), { invoiceId: id });
        done += 1;
      } catch (error) {
        // One invoice's trouble keeps no other waiting; it is due again at the next look.
        log().error({ err: error, invoiceId: id }, "an invoice could not be finalised");
        failed += 1;
      }
    }
    return { done, failed };
  },
});
