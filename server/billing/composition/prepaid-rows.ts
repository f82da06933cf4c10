// Prepaid money, read from existing documents.
import { isSettlement, LINE_KINDS, PREPAID_KINDS } from "@/lib/invoice-words";
import type { Seller, TaxCategory } from "@/lib/tax";
import type { Tx } from "@/server/kernel/database/db";
import type { Pot } from "./prepaid-rules";

/** What documents already say about a contract. */
export interface Billed {
  /** What was invoiced in advance, oldest document first. */
  pots: Pot[];
  /** How much of it was applied to usage or returned. */
  takenMinor: bigint;
  /** The legal entity that first invoiced it and bills it to the end; null before the first invoice. */
  legalEntityId: string | null;
}

const TAKEN = `
  select l."reservationId", sum(-l."amountMinor")::bigint as "amountMinor" from "InvoiceLine" l
   where l."organisationId" = $1 and l."reservationId" = any($2) and l.kind = any($3) and l."invoiceId" <> all($4) group by 1`;

const POTS = `
  select l."reservationId", i.number, l."amountMinor", l."taxCategory", l."taxRateBasisPoints", l."taxNote", e.country as jurisdiction
    from "InvoiceLine" l
    join "Invoice" i on i."organisationId" = l."organisationId" and i.id = l."invoiceId"
    join "LegalEntity" e on e.id = i."legalEntityId"
   where l."organisationId" = $1 and l."reservationId" = any($2) and l.kind = any($3) and l."invoiceId" <> all($4)
   order by i."createdAt", i.id, l.ordinal`;

const SELLERS = `
  select distinct on (l."reservationId") l."reservationId", i."legalEntityId"
    from "InvoiceLine" l join "Invoice" i on i."organisationId" = l."organisationId" and i.id = l."invoiceId"
   where l."organisationId" = $1 and l."reservationId" = any($2) order by l."reservationId", i."createdAt", i.id`;

interface PotRow {
  reservationId: string;
  number: string | null;
  amountMinor: bigint;
  taxCategory: TaxCategory;
  taxRateBasisPoints: number;
  taxNote: string | null;
  jurisdiction: Seller;
}

const SETTLING = Object.keys(LINE_KINDS).filter(isSettlement);

/**
 * Keyed by reservation.
 * @param excluding drafts that are being recomposed: their amounts do not count, their seller does
 */
export async function readBilled(
  tx: Tx,
  organisationId: string,
  reservationIds: readonly string[],
  excluding: readonly string[],
): Promise<Map<string, Billed>> {
  const [taken, pots, sellers] = await Promise.all([
    tx.sql<{ reservationId: string; amountMinor: bigint }>(TAKEN, [organisationId, reservationIds, SETTLING, excluding]),
    tx.sql<PotRow>(POTS, [organisationId, reservationIds, PREPAID_KINDS, excluding]),
    tx.sql<{ reservationId: string; legalEntityId: string }>(SELLERS, [organisationId, reservationIds]),
  ]);
  const takenOf = new Map(taken.map((row) => [row.reservationId, row.amountMinor]));
  const sellerOf = new Map(sellers.map((row) => [row.reservationId, row.legalEntityId]));
  return new Map(
    reservationIds.map((id): [string, Billed] => [
      id,
      {
        takenMinor: takenOf.get(id) ?? 0n,
        legalEntityId: sellerOf.get(id) ?? null,
        pots: pots
          .filter((row) => row.reservationId === id)
          .map((row) => ({
            reference: row.number,
            amountMinor: row.amountMinor,
            tax: { category: row.taxCategory, rateBasisPoints: row.taxRateBasisPoints, legalNote: row.taxNote ?? "", jurisdiction: row.jurisdiction },
          })),
      },
    ]),
  );
}
