import { log } from "@/server/kernel/process/log";
import type { DueInvoice } from "./due-rows";

/** Due invoices one after the other, each in a transaction and an organisation's name of its own. */
export async function eachDue(invoices: readonly DueInvoice[], what: string, work: (invoice: DueInvoice) => Promise<unknown>): Promise<{ done: number; failed: number }> {
  let done = 0;
  for (const invoice of invoices) {
    try {
      await work(invoice);
      done += 1;
    } catch (error) {
      // One invoice's trouble keeps no other waiting; it is due again at the next look.
      log().error({ err: error, invoiceId: invoice.id }, what);
    }
  }
  return { done, failed: invoices.length - done };
}
