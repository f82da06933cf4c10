// Due work of billing: drafts past their grace period, reminders, due dates that have passed.
import type { Tx } from "@/server/kernel/database/db";

export interface DueInvoice {
  id: string;
  organisationId: string;
}

const OPEN = `state in ('finalised', 'sent', 'partly_paid')`;

/** Drafts to finalise, oldest first, so that numbers follow the order in which months were closed. */
export function dueDrafts(tx: Tx, now: Date, limit: number): Promise<DueInvoice[]> {
  return tx.sql(`select id, "organisationId" from "Invoice" where "finaliseAt" <= $1 and number is null order by "finaliseAt", id limit $2`, [now, limit]);
}

export async function nextDraft(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date | null }>(`select min("finaliseAt") as at from "Invoice" where number is null`, [], "billing_next_draft");
  return row?.at ?? null;
}

export function dueReminders(tx: Tx, now: Date, limit: number): Promise<DueInvoice[]> {
  return tx.sql(
    `select id, "organisationId" from "Invoice" where "nextReminderAt" <= $1 or (${OPEN} and "dueAt" <= $1::timestamptz - interval '1 day' and "totalMinor" > 0)
      order by "dueAt", id limit $2`,
    [now, limit],
  );
}

export async function nextReminder(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date | null }>(
    `select least((select min("nextReminderAt") from "Invoice"),
                  (select min("dueAt") + interval '1 day' from "Invoice" where ${OPEN} and "totalMinor" > 0)) as at`,
    [],
    "billing_next_reminder",
  );
  return row?.at ?? null;
}
