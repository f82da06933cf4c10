import { dueWork } from "@/server/kernel/due/due-work";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { dueReminders } from "./due-rows";
import { remindInvoice } from "./remind-invoice";

/** Handles due dates and reminders of every open invoice. */
export const remindDueInvoices = dueWork({
  name: "billing.invoice.remindDue",
  summary: "Remind of every open invoice that is due for it.",
  each: "invoice",
  find: dueReminders,
  key: ({ id }) => id,
  perform: ({ id, organisationId }, surface) => run(remindInvoice, systemCaller("billing.invoice.remind", organisationId, surface), { invoiceId: id }),
});
