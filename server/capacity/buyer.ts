// What an organisation's billing profile says about a purchase: currency, tax, purchase order. Billing owns the rows and
// stands above this module, so they are read here by SQL of our own.
import { type TaxTreatment, sellerFor, taxTreatment } from "@/lib/tax";
import type { Instant } from "@/lib/period";
import { checkVatId } from "@/lib/vat";
import { OperationError } from "@/server/platform/errors";
import type { Tx } from "@/server/platform/db";

export interface Buyer { country: string; taxId: string | null; currency: string; purchaseOrderRequired: boolean }

const PROFILE = `SELECT country, "taxId", currency, "purchaseOrderRequired" FROM "BillingProfile" WHERE "organisationId" = $1 ORDER BY id LIMIT 1`;

/** The organisation's first billing profile, or null while it has none. */
export async function findBuyer(tx: Tx, organisationId: string): Promise<Buyer | null> {
  const [profile] = await tx.sql<Buyer>(PROFILE, [organisationId], "buyer");
  return profile ?? null;
}

/** @throws OperationError invalid_state without a billing profile: nobody could be invoiced. */
export async function buyerOf(tx: Tx, organisationId: string): Promise<Buyer> {
  const buyer = await findBuyer(tx, organisationId);
  if (buyer) return buyer;
  throw new OperationError("invalid_state", "Your organisation has no billing profile yet, so nothing can be quoted.", {
    suggestion: "Ask an admin or finance member to fill in the billing profile.",
  });
}

export function taxOf(buyer: Buyer, at: Instant): TaxTreatment {
  const hasValidVatId = buyer.taxId !== null && checkVatId(buyer.taxId, buyer.country).valid;
  return taxTreatment({ seller: sellerFor(buyer.country), buyerCountry: buyer.country, hasValidVatId, at });
}
