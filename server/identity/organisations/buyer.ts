// How an organisation buys, for prices, taxes and budgets. Billing profiles decide it but sit above this module, so
// billing writes it here in the transaction that sets a profile.
import type { Tx } from "@/server/kernel/database/db";

export interface Buyer {
  country: string;
  taxId: string | null;
  currency: string;
  purchaseOrderRequired: boolean;
}

export async function keepBuyer(tx: Tx, organisationId: string, { country, taxId, currency, purchaseOrderRequired }: Buyer): Promise<void> {
  await tx.exec(
    `insert into "Buyer" ("organisationId", country, "taxId", currency, "purchaseOrderRequired") values ($1, $2, $3, $4, $5)
     on conflict ("organisationId") do update set country = excluded.country, "taxId" = excluded."taxId", currency = excluded.currency,
       "purchaseOrderRequired" = excluded."purchaseOrderRequired"`,
    [organisationId, country, taxId, currency, purchaseOrderRequired],
    "identity_buyer_keep",
  );
}

/** The currency of an organisation's budgets; null while it has no billing profile. */
export async function budgetCurrency(tx: Tx, organisationId: string): Promise<string | null> {
  const [row] = await tx.sql<{ currency: string }>(`select currency from "Buyer" where "organisationId" = $1`, [organisationId], "identity_budget_currency");
  return row?.currency ?? null;
}
