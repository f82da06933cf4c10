// The money side of SLA reports is derived from the lines of a month's documents. Reliability shows it with the
// reports, so it is updated in the transaction that changes a document.
import { type Month } from "@/lib/period";
import { keepCredits, type SlaCredit } from "@/server/reliability";
import type { Tx } from "@/server/kernel/database/db";

const CREDITS = `
  select l."reservationId", (array_agg(i.id order by i."createdAt"))[1] as "invoiceId", (array_agg(i.number order by i."createdAt"))[1] as "invoiceNumber",
         min(i.currency) as currency,
         (array_agg((l.detail ->> 'creditBaseMinor')::bigint order by i."createdAt" desc) filter (where l.detail ->> 'creditBaseMinor' is not null))[1] as "baseMinor",
         coalesce(sum(l."amountMinor") filter (where l.kind in ('credit', 'credit_correction')), 0)::bigint as "creditMinor"
    from "Invoice" i join "InvoiceLine" l on l."organisationId" = i."organisationId" and l."invoiceId" = i.id
   where i."organisationId" = $1 and i."periodStart" = ($2 || '-01')::timestamp at time zone 'UTC'
     and l.kind in ('usage', 'credit', 'usage_correction', 'credit_correction') and l."reservationId" is not null
   group by 1`;

/** Reports to reliability what a document's month comes to now. */
export async function publishCredits(tx: Tx, organisationId: string, invoiceId: string): Promise<void> {
  const [document] = await tx.sql<{ month: Month }>(`select to_char("periodStart" at time zone 'UTC', 'YYYY-MM') as month from "Invoice" where id = $1`, [
    invoiceId,
  ]);
  if (document) await keepCredits(tx, organisationId, document.month, await tx.sql<SlaCredit>(CREDITS, [organisationId, document.month], "billing_credits"));
}
