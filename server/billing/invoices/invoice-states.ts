/**
 * State table of invoices, due dates and reminders. Pure (docs/sla-and-billing.md, Invoices).
 *
 * draft → finalised → sent → partly paid / paid / overdue → (credited). Transitions not in the table do not exist: a
 * finalised invoice never goes back, and corrections are separate documents.
 */
import { type Instant, SECONDS_PER_DAY, SECONDS_PER_HOUR, startOfDay } from "@/lib/period";

export type InvoiceState = "draft" | "finalised" | "sent" | "partly_paid" | "paid" | "overdue" | "credited";

export type InvoiceEvent =
  | "finalise"
  | "send"
  /** Money was received and some is still open. */
  | "part_payment"
  /** Nothing is open any more; also follows finalisation when there is nothing to pay. */
  | "full_payment"
  | "pass_due_date"
  /** Credited in full by a credit note. */
  | "credit";

/** A paid, partly paid or overdue document keeps its state when it is sent again. */
export const INVOICE_TRANSITIONS: Readonly<Record<InvoiceState, Readonly<Partial<Record<InvoiceEvent, InvoiceState>>>>> = {
  draft: { finalise: "finalised" },
  finalised: {
    send: "sent",
    part_payment: "partly_paid",
    full_payment: "paid",
    pass_due_date: "overdue",
    credit: "credited",
  },
  sent: { send: "sent", part_payment: "partly_paid", full_payment: "paid", pass_due_date: "overdue", credit: "credited" },
  partly_paid: {
    send: "partly_paid",
    part_payment: "partly_paid",
    full_payment: "paid",
    pass_due_date: "overdue",
    credit: "credited",
  },
  // A partial payment after the due date leaves the invoice overdue, because the open part is still late.
  overdue: { send: "overdue", part_payment: "overdue", full_payment: "paid", credit: "credited" },
  paid: { send: "paid", credit: "credited" },
  credited: { send: "credited" },
};

/** The state after an event, or null when the event is impossible in that state. */
export function nextInvoiceState(state: InvoiceState, event: InvoiceEvent): InvoiceState | null {
  return INVOICE_TRANSITIONS[state][event] ?? null;
}

/** The start of the UTC day `netDays` after the day of issue: Net 30 of 2 November is 2 December. */
export function dueDate(issuedAt: Instant, netDays: number): Instant {
  return startOfDay(issuedAt) + netDays * SECONDS_PER_DAY;
}

/** Late from the first second after the due day: money that arrives on that day is on time. */
export function isPastDue(dueAt: Instant, now: Instant): boolean {
  return now >= startOfDay(dueAt) + SECONDS_PER_DAY;
}

export type Reminder = { kind: "before_due" | "after_due"; at: Instant };

// Days from the due day: a week ahead so that a payment run can still include it, then with increasing urgency.
const REMINDER_DAYS: readonly number[] = [-7, 1, 7, 14, 30];
const REMINDER_TIME_OF_DAY = 8 * SECONDS_PER_HOUR;

/** Reminders of an open invoice in order, at 08:00 UTC. Those before the invoice itself are omitted. */
export function reminderSchedule(invoice: { issuedAt: Instant; dueAt: Instant }): Reminder[] {
  return REMINDER_DAYS.map((days): Reminder => ({
    kind: days < 0 ? "before_due" : "after_due",
    at: startOfDay(invoice.dueAt) + days * SECONDS_PER_DAY + REMINDER_TIME_OF_DAY,
  })).filter((reminder) => reminder.at > invoice.issuedAt);
}
