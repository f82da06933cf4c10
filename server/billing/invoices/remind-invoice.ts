import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { invoiceState } from "@/lib/contracts/billing";
import { toDate, toInstant } from "@/lib/period";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { type InvoiceState, isPastDue, nextInvoiceState, reminderSchedule } from "./invoice-states";
import { invoiceReminded } from "../published";

interface Row {
  number: string | null;
  state: InvoiceState;
  issuedAt: Date | null;
  dueAt: Date | null;
  nextReminderAt: Date | null;
}

/**
 * Handles due dates and reminders of one open invoice: marks it overdue after its due day, reminds accounts payable on
 * the scheduled days.
 */
export const remindInvoice = command({
  name: "billing.invoice.remind",
  summary: "Remind AP of an open invoice, and call it overdue after its due day.",
  input: z.object({ invoiceId: reference() }),
  output: z.object({ state: invoiceState, reminded: z.enum(["before_due", "after_due"]).nullable() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.invoiceId },
  idempotency: "natural",
  handler: async (ctx, { invoiceId }) => {
    const [row] = await ctx.tx.sql<Row>(
      `select number, state::text as state, "issuedAt", "dueAt", "nextReminderAt" from "Invoice" where id = $1 and "organisationId" = $2 for update`,
      [invoiceId, ctx.organisationId],
    );
    if (!row) throw notFound("invoice", invoiceId);
    const { number, issuedAt, dueAt, nextReminderAt } = row;
    if (number === null || issuedAt === null || dueAt === null) return { state: row.state, reminded: null };
    const now = toInstant(ctx.now);
    const due = toInstant(dueAt);
    const open = row.state === "finalised" || row.state === "sent" || row.state === "partly_paid" || row.state === "overdue";
    const state = open && isPastDue(due, now) ? (nextInvoiceState(row.state, "pass_due_date") ?? row.state) : row.state;
    const schedule = reminderSchedule({ issuedAt: toInstant(issuedAt), dueAt: due });
    // A job that was paused for several days sends only the latest reminder.
    const said = open && nextReminderAt !== null && toInstant(nextReminderAt) <= now ? schedule.filter((reminder) => reminder.at <= now).at(-1) : undefined;
    const next = open ? schedule.find((reminder) => reminder.at > now) : undefined;
    await ctx.tx.exec(`update "Invoice" set state = $2::"InvoiceState", "nextReminderAt" = $3 where id = $1`, [
      invoiceId,
      state,
      next ? toDate(next.at) : null,
    ]);
    if (said) await ctx.emit(invoiceReminded({ invoiceId, number, kind: said.kind }, ctx.organisationId));
    ctx.audited({ number, state, reminded: said?.kind ?? null });
    return { state, reminded: said?.kind ?? null };
  },
});
