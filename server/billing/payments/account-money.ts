// Money on a customer's account: overpayments and credit notes. It is set against open invoices, oldest due date first,
// as soon as there are any, so nothing stays on the account while something is owed.
import type { IdPrefix } from "@/lib/ids";
import { toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import type { EmittedEvent } from "@/server/kernel/events/events";
import { type InvoiceState, nextInvoiceState } from "../invoices/invoice-states";
import { book } from "../ledger/ledger";
import { allocationTransfer } from "../ledger/ledger-rules";
import { invoicePaid } from "../published";

export interface MoneyContext {
  tx: Tx;
  now: Date;
  organisationId: string;
  id(prefix: IdPrefix): string;
  emit(event: EmittedEvent): Promise<void>;
}

/** Serialises movements of an organisation's money, so that invoices are locked by one transaction at a time. */
export async function lockAccount({ tx, organisationId }: Pick<MoneyContext, "tx" | "organisationId">): Promise<void> {
  await tx.sql("select pg_advisory_xact_lock(hashtextextended('billing.account:' || $1, 0))", [organisationId]);
}

interface Source {
  table: "Payment" | "CreditNote";
  id: string;
  name: string;
  leftMinor: bigint;
}

const SOURCES = `
  select s."table", s.id, s.name, s."leftMinor" from (
    select 'Payment' as "table", id, "externalReference" as name, "amountMinor" - "appliedMinor" - "allocatedMinor" as "leftMinor", "receivedAt" as at
      from "Payment" where "organisationId" = $1 and currency = $2 and method <> 'account_credit'
    union all
    select 'CreditNote', id, number, "totalMinor" - "appliedMinor", "issuedAt" from "CreditNote" where "organisationId" = $1 and currency = $2) s
   where s."leftMinor" > 0 order by s.at, s.id`;

interface Open {
  id: string;
  number: string;
  state: InvoiceState;
  openMinor: bigint;
}

const OPEN = `
  select id, number, state::text as state, "totalMinor" - "paidMinor" as "openMinor" from "Invoice"
   where "organisationId" = $1 and currency = $2 and number is not null and "totalMinor" > "paidMinor" order by "dueAt", "issuedAt", id for update`;

const USED = {
  Payment: `update "Payment" set "allocatedMinor" = "allocatedMinor" + $2 where id = $1`,
  CreditNote: `update "CreditNote" set "appliedMinor" = "appliedMinor" + $2 where id = $1`,
};

async function allocate(ctx: MoneyContext, currency: string, source: Source, invoice: Open, amountMinor: bigint): Promise<void> {
  const { tx, organisationId, now } = ctx;
  const paymentId = ctx.id("pay");
  await tx.exec(
    `insert into "Payment" (id, "organisationId", "invoiceId", currency, "amountMinor", "appliedMinor", method, "externalReference", "receivedAt")
     values ($1, $2, $3, $4, $5, $5, 'account_credit', $6, $7)`,
    [paymentId, organisationId, invoice.id, currency, amountMinor, `${source.name} set against ${invoice.number}`, now],
  );
  await tx.exec(USED[source.table], [source.id, amountMinor]);
  const event = amountMinor === invoice.openMinor ? "full_payment" : "part_payment";
  await tx.exec(
    `update "Invoice" set "paidMinor" = "paidMinor" + $2, state = $3::"InvoiceState", "nextReminderAt" = case when $4 then null else "nextReminderAt" end
      where id = $1`,
    [invoice.id, amountMinor, nextInvoiceState(invoice.state, event) ?? invoice.state, event === "full_payment"],
  );
  await book(tx, allocationTransfer({ organisationId, currency, occurredAt: toInstant(now), allocationId: paymentId, number: invoice.number }, amountMinor));
  await ctx.emit(invoicePaid({ invoiceId: invoice.id, number: invoice.number, paymentId }, organisationId));
}

/** Sets money on account against open invoices, oldest money against oldest due date, as far as both go. */
export async function setAgainstOpen(ctx: MoneyContext, currency: string): Promise<void> {
  const sources = await ctx.tx.sql<Source>(SOURCES, [ctx.organisationId, currency], "billing_account_sources");
  if (sources.length === 0) return;
  const open = await ctx.tx.sql<Open>(OPEN, [ctx.organisationId, currency], "billing_open_invoices");
  let [at, used] = [0, 0n];
  for (const invoice of open) {
    for (let left = invoice; left.openMinor > 0n;) {
      const source = sources[at];
      if (!source) return;
      const free = source.leftMinor - used;
      const amountMinor = free < left.openMinor ? free : left.openMinor;
      await allocate(ctx, currency, source, left, amountMinor);
      const event = amountMinor === left.openMinor ? "full_payment" : "part_payment";
      left = { ...left, openMinor: left.openMinor - amountMinor, state: nextInvoiceState(left.state, event) ?? left.state };
      used += amountMinor;
      if (used === source.leftMinor) [at, used] = [at + 1, 0n];
    }
  }
}
