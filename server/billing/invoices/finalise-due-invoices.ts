import { dueWork } from "@/server/kernel/due/due-work";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { dueDrafts } from "./due-rows";
import { finaliseInvoice } from "./finalise-invoice";

/** Finalises every draft whose day of grace is over. */
export const finaliseDueInvoices = dueWork({
  name: "billing.invoice.finaliseDue",
  summary: "Finalise every draft invoice that is due.",
  each: "draft",
  find: dueDrafts,
  key: ({ id }) => id,
  perform: ({ id, organisationId }, surface) => run(finaliseInvoice, systemCaller("billing.invoice.finalise", organisationId, surface), { invoiceId: id }),
});
