// The money side of reports. Billing knows it but sits above this module, so it writes it here whenever an invoice
// changes.
import type { Month } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";

export interface SlaCredit {
  reservationId: string;
  invoiceId: string;
  invoiceNumber: string | null;
  currency: string;
  baseMinor: bigint | null;
  creditMinor: bigint;
}

/** Stores an organisation's month, replacing whatever was stored for it. */
export async function keepCredits(tx: Tx, organisationId: string, month: Month, credits: readonly SlaCredit[]): Promise<void> {
  const ids = credits.map((credit) => credit.reservationId);
  await tx.exec(
    `delete from "SlaCredit" where "organisationId" = $1 and month = $2 and not "reservationId" = any($3)`,
    [organisationId, month, ids],
    "reliability_credits_gone",
  );
  if (credits.length === 0) return;
  await tx.exec(
    `insert into "SlaCredit" ("organisationId", month, "reservationId", "invoiceId", "invoiceNumber", currency, "baseMinor", "creditMinor")
     select $1, $2, * from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int8[], $8::int8[])
     on conflict ("organisationId", month, "reservationId") do update set "invoiceId" = excluded."invoiceId", "invoiceNumber" = excluded."invoiceNumber",
       currency = excluded.currency, "baseMinor" = excluded."baseMinor", "creditMinor" = excluded."creditMinor"`,
    [
      organisationId,
      month,
      ids,
      credits.map((credit) => credit.invoiceId),
      credits.map((credit) => credit.invoiceNumber),
      credits.map((credit) => credit.currency),
      credits.map((credit) => credit.baseMinor),
      credits.map((credit) => credit.creditMinor),
    ],
    "reliability_credits_keep",
  );
}
