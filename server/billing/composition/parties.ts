// Buyer and seller of a document.
import type { Profile } from "../profiles/profiles";

interface Party {
  name: string;
  addressLines: string[];
  country: string;
  taxId: string | null;
  email: string | null;
}

/** Buyer and seller as printed; stored with the invoice when it is created. */
export interface Parties {
  seller: Party;
  buyer: Party;
  bank: { name: string; iban: string; bic: string };
  netDays: number;
}

export function partiesOf(profile: Profile): Parties {
  const { seller } = profile;
  return {
    seller: { name: seller.name, addressLines: seller.address.split(/\s*\n\s*/), country: seller.country, taxId: seller.taxId, email: null },
    buyer: { name: profile.legalName, addressLines: profile.addressLines, country: profile.country, taxId: profile.taxId, email: profile.apEmail },
    bank: { name: seller.bankName, iban: seller.iban, bic: seller.bic },
    netDays: profile.netDays,
  };
}
