// Billing profiles: who is billed, by which seller, with which tax.
import { toInstant } from "@/lib/period";
import { type Seller, type TaxTreatment, taxTreatment } from "@/lib/tax";
import type { Tx } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";

export interface Profile {
  id: string;
  legalName: string;
  addressLines: string[];
  country: string;
  taxId: string | null;
  apEmail: string;
  currency: string;
  netDays: number;
  legalEntityId: string;
  seller: { name: string; address: string; country: Seller; taxId: string; bankName: string; iban: string; bic: string };
}

interface ProfileRow extends Omit<Profile, "seller"> {
  sellerName: string;
  sellerAddress: string;
  sellerCountry: Seller;
  sellerTaxId: string;
  bankName: string;
  iban: string;
  bic: string;
}

const PROFILES = `
  select b.id, b."legalName", b."addressLines", b.country, b."taxId", b."apEmail", b.currency, b."netDays", b."legalEntityId",
         e.name as "sellerName", e.address as "sellerAddress", e.country as "sellerCountry", e."taxId" as "sellerTaxId", e."bankName", e.iban, e.bic
    from "BillingProfile" b join "LegalEntity" e on e.id = b."legalEntityId" where b."organisationId" = $1`;

function profileOf({ sellerName, sellerAddress, sellerCountry, sellerTaxId, bankName, iban, bic, ...row }: ProfileRow): Profile {
  return { ...row, seller: { name: sellerName, address: sellerAddress, country: sellerCountry, taxId: sellerTaxId, bankName, iban, bic } };
}

/** An organisation's billing profiles, oldest first, because ids sort by creation time. */
export async function readProfiles(tx: Tx, organisationId: string): Promise<Profile[]> {
  return (await tx.sql<ProfileRow>(`${PROFILES} order by b.id`, [organisationId], "billing_profiles")).map(profileOf);
}

/**
 * The profile that a contract in this currency is billed to: the oldest one in that currency.
 * @throws OperationError conflict when the organisation has none
 */
export function profileFor(profiles: readonly Profile[], currency: string): Profile {
  const profile = profiles.find((candidate) => candidate.currency === currency);
  if (!profile) {
    throw new OperationError("conflict", `There is no billing profile in ${currency}.`, {
      suggestion: "Add a billing profile in the currency of the reservation.",
    });
  }
  return profile;
}

/**
 * The profile as billed by another of our legal entities: the one that first invoiced a contract bills it to the end,
 * even when the customer has moved.
 */
export async function soldBy(tx: Tx, profile: Profile, legalEntityId: string): Promise<Profile> {
  if (profile.legalEntityId === legalEntityId) return profile;
  const [seller] = await tx.sql<Profile["seller"]>(`select name, address, country, "taxId", "bankName", iban, bic from "LegalEntity" where id = $1`, [
    legalEntityId,
  ]);
  if (!seller) throw new Error(`there is no legal entity ${legalEntityId}`);
  return { ...profile, legalEntityId, seller };
}

/** The tax on a supply to this profile at an instant. */
export function taxFor(profile: Profile, at: Date): TaxTreatment {
  return taxTreatment({ seller: profile.seller.country, buyer: profile, at: toInstant(at) });
}
