import type { Tick } from "@/server/kernel/due/jobs";
import { nextDraft, nextReminder } from "./invoices/due-rows";
import { finaliseDueInvoices } from "./invoices/finalise-due-invoices";
import { remindDueInvoices } from "./invoices/remind-due-invoices";

/** What time brings about here. `nextDueAt` lets the demo's moved clock find the moments at which something happens. */
export const ticks: readonly Tick[] = [
  { verb: finaliseDueInvoices, everySeconds: 60, nextDueAt: nextDraft },
  { verb: remindDueInvoices, everySeconds: 300, nextDueAt: nextReminder },
];
