import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { command } from "@/server/kernel/operation/operation";
import { finalise } from "./finalisation";

/** Numbers a draft and books it. A numbered invoice stays as it is. Errors: not_found. */
export const finaliseInvoice = command({
  name: "billing.invoice.finalise",
  summary: "Give a draft invoice its number and book it.",
  input: z.object({ invoiceId: reference() }),
  output: z.object({ invoiceId: z.string(), number: z.string(), changed: z.boolean() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.invoiceId },
  idempotency: "natural",
  handler: async (ctx, { invoiceId }) => {
    const finalised = await finalise(ctx, invoiceId);
    ctx.audited({ number: finalised.number });
    if (finalised.changed) {
      await ctx.tx.exec(
        `update "MonthClose" m set "finalisedAt" = $3 from "Invoice" i where i.id = $1 and m."organisationId" = $2
          and m.month = to_char(i."periodStart" at time zone 'UTC', 'YYYY-MM')
            and i.kind <> 'advance' and not exists (select from "Invoice" o where o."organisationId" = $2 and o."periodStart" = i."periodStart"
              and o.kind <> 'advance' and o.number is null)`,
        [invoiceId, ctx.organisationId, ctx.now],
      );
    }
    return finalised;
  },
});
