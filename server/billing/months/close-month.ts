import { z } from "zod";
import { month as monthContract } from "@/lib/contracts/common";
import { type Month, addMonths, monthInterval, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { contractMonths } from "../metering/contracts";
import { writeUsageRecords } from "../metering/usage-records";
import { writeDraft } from "../composition/drafts";
import { composeMonth } from "../composition/month-composition";
import { monthName } from "../invoices/month-name";

/** The grace period between close and number, in which late signals still change the draft. */
const GRACE_SECONDS = 86_400;

/**
 * Claims the month as the next one of the organisation's chain. Months without a contract in between are closed with
 * it.
 * @returns false when it was already closed, even at this very moment
 * @throws OperationError invalid_state while an earlier month is open
 */
async function claim(tx: Tx, organisationId: string, month: Month, now: Date): Promise<boolean> {
  const [latest] = await tx.sql<{ month: Month }>(`select month from "MonthClose" where "organisationId" = $1 order by month desc limit 1`, [organisationId]);
  if (latest && latest.month >= month) return false;
  const waiting = (await contractMonths(tx, organisationId, addMonths(month, -1))).find((earlier) => !latest || earlier > latest.month);
  if (waiting !== undefined) {
    throw new OperationError("invalid_state", `${waiting} must be closed before ${month}.`, {
      suggestion: "Close months in order: what one applies of prepaid money, the next one carries on.",
    });
  }
  for (let next = latest ? addMonths(latest.month, 1) : month; next <= month; next = addMonths(next, 1)) {
    const follows = latest ? addMonths(next, -1) : null;
    const made = await tx.exec(`insert into "MonthClose" ("organisationId", month, follows, "closedAt") values ($1, $2, $3, $4) on conflict do nothing`, [
      organisationId,
      next,
      follows,
      now,
    ]);
    if (made === 0) return false;
  }
  return true;
}

/**
 * Closes a month of an organisation: stores what was metered and creates one draft invoice per billing profile, with
 * usage, SLA credits, applied prepayments and next month's advances. Months close in order and each once: the row of
 * MonthClose is the lock, and a second close, later or concurrent, changes nothing. Errors: invalid_state while the
 * month is running or an earlier one is open.
 */
export const closeMonth = command({
  name: "billing.month.close",
  summary: "Close a month of an organisation and draw up its draft invoices.",
  input: z.object({ month: monthContract }),
  output: z.object({ month: monthContract, closed: z.boolean(), invoiceIds: z.array(z.string()) }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.month },
  idempotency: "natural",
  handler: async (ctx, { month }) => {
    const { tx, organisationId, now } = ctx;
    const period = monthInterval(month);
    if (toInstant(now) < period.end)
      throw new OperationError("invalid_state", `${month} is not over yet.`, { suggestion: "Close it after its last second, UTC." });
    if (!(await claim(tx, organisationId, month, now))) {
      const made = await tx.sql<{ id: string }>(`select id from "Invoice" where "organisationId" = $1 and starts_with("sourceReference", $2) order by id`, [
        organisationId,
        `month:${month}:`,
      ]);
      return { month, closed: false, invoiceIds: made.map((row) => row.id) };
    }
    const { metered, groups } = await composeMonth(tx, organisationId, month, now, []);
    await writeUsageRecords(ctx, month, metered);
    const invoiceIds: string[] = [];
    for (const { profile, invoice, sourceReference, purchaseOrders, contextOf } of groups) {
      const id = await writeDraft(ctx, {
        organisationId,
        profile,
        invoice,
        period,
        kind: "month",
        title: monthName(period.start),
        sourceReference,
        purchaseOrders,
        contextOf,
        finaliseAt: new Date(now.getTime() + GRACE_SECONDS * 1000),
        correctsId: null,
      });
      if (id !== null) invoiceIds.push(id);
    }
    ctx.audited({ invoices: invoiceIds.length, contracts: metered.length });
    return { month, closed: true, invoiceIds };
  },
});
