import type { Tick } from "@/server/kernel/due/jobs";
import { nextDraft, nextReminder } from "./invoices/due-rows";
import { finaliseDueInvoices } from "./invoices/finalise-due-invoices";
import { remindDueInvoices } from "./invoices/remind-due-invoices";

/**
 * Due work of this module. Through `nextDueAt` the demo's moved clock finds the next instant at which something is due.
 */
export const ticks: readonly Tick[] = [
  { verb: finaliseDueInvoices, everySeconds: 60, nextDueAt: nextDraft },
  { verb: remindDueInvoices, everySeconds: 300, nextDueAt: nextReminder },
];
