// What billing tells the modules above it and its own jobs.
import { z } from "zod";
import { defineEvent } from "@/server/kernel/events/events";

/** An invoice got its number: its documents are rendered, those who asked are told. */
export const invoiceFinalised = defineEvent("billing.invoice.finalised", z.object({ invoiceId: z.string(), number: z.string() }));
/** Money came in for an invoice. */
export const invoicePaid = defineEvent("billing.invoice.paid", z.object({ invoiceId: z.string(), number: z.string(), paymentId: z.string() }));
/** AP is to be reminded: a week before the due day, or after it. */
export const invoiceReminded = defineEvent(
  "billing.invoice.reminded",
  z.object({ invoiceId: z.string(), number: z.string(), kind: z.enum(["before_due", "after_due"]) }),
);
