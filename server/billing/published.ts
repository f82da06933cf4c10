// Events that billing emits, for modules above and its own jobs.
import { z } from "zod";
import { defineEvent } from "@/server/kernel/events/events";

/** An invoice was numbered: its documents are rendered and subscribers are notified. */
export const invoiceFinalised = defineEvent("billing.invoice.finalised", z.object({ invoiceId: z.string(), number: z.string() }));
/** Money was received for an invoice. */
export const invoicePaid = defineEvent("billing.invoice.paid", z.object({ invoiceId: z.string(), number: z.string(), paymentId: z.string() }));
/** Accounts payable must be reminded: a week before the due day, or after it. */
export const invoiceReminded = defineEvent(
  "billing.invoice.reminded",
  z.object({ invoiceId: z.string(), number: z.string(), kind: z.enum(["before_due", "after_due"]) }),
);
