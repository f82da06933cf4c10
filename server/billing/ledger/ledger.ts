// The ledger. `book` is the only writer of ledger entries in the code base: one statement for any transfer.
import type { Tx } from "@/server/kernel/database/db";
import { randomId } from "@/server/kernel/process/random";
import type { Transfer } from "./ledger-rules";

// The transfer's row comes first: if its source reference was booked before, nothing follows. The update locks accounts
// in the order of the transfer's entries, which ledger-rules sorts, so transfers cannot deadlock. There is one entry
// per account and transfer, so the account's new balance and sequence are the entry's.
const BOOK = `
  with transfer as (
    insert into "LedgerTransfer" (id, "organisationId", "sourceReference", description, "occurredAt")
    values ($1, $2, $3, $4, $5) on conflict ("sourceReference") do nothing returning id),
  posting as (
    select p.* from transfer, unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[]) with ordinality
      as p (entry, account, kind, jurisdiction, amount, position)),
  account as (
    insert into "LedgerAccount" as a (id, "organisationId", kind, jurisdiction, currency, "balanceMinor", "lastSequence")
    select p.account, $2, p.kind, p.jurisdiction, $11, p.amount, 1 from posting p order by p.position
    on conflict ("organisationId", kind, jurisdiction, currency) do update
      set "balanceMinor" = a."balanceMinor" + excluded."balanceMinor", "lastSequence" = a."lastSequence" + 1
    returning id, kind, jurisdiction, "balanceMinor", "lastSequence"),
  entry as (
    insert into "LedgerEntry" (id, "organisationId", "transferId", "accountId", "amountMinor", "balanceAfterMinor", sequence)
    select p.entry, $2, $1, a.id, p.amount, a."balanceMinor", a."lastSequence"
      from posting p join account a using (kind, jurisdiction))
  select id from transfer`;

/**
 * Books a transfer of ledger-rules. A source reference is booked once: false means it existed already and nothing
 * changed.
 */
export async function book(tx: Tx, transfer: Transfer): Promise<boolean> {
  const at = new Date(transfer.occurredAt * 1000);
  const { entries } = transfer;
  const booked = await tx.sql<{ id: string }>(
    BOOK,
    [
      randomId("trf", at),
      transfer.organisationId,
      transfer.sourceReference,
      transfer.description,
      at,
      entries.map(() => randomId("ent", at)),
      entries.map(() => randomId("acc", at)),
      entries.map(({ account }) => account.kind),
      entries.map(({ account }) => account.jurisdiction),
      entries.map(({ amountMinor }) => amountMinor),
      transfer.currency,
    ],
    "ledger_book",
  );
  return booked.length > 0;
}

/** Balance of one account in minor units; debits positive. An unused account has balance 0. */
export async function balanceOf(
  tx: Tx,
  account: { organisationId: string; kind: Transfer["entries"][number]["account"]["kind"]; currency: string },
): Promise<bigint> {
  const [row] = await tx.sql<{ balance: bigint }>(
    `select coalesce(sum("balanceMinor"), 0)::bigint as balance from "LedgerAccount" where "organisationId" = $1 and kind = $2 and currency = $3`,
    [account.organisationId, account.kind, account.currency],
  );
  return row?.balance ?? 0n;
}
