/** The three legal entities that sell, by country. Tax and bank numbers have a valid form and are not assigned. */
export const sellers = [
  {
    country: "NL",
    name: "Berth Network B.V.",
    address: "Wilhelminakade 1, 3072 AP Rotterdam, Netherlands",
    taxId: "NL000000000B00",
    bankName: "Voorbeeldbank N.V.",
    iban: "NL00BRTH0000000000",
    bic: "BRTHNL2A",
  },
  {
    country: "SG",
    name: "Berth Network Pte. Ltd.",
    address: "1 Marina Boulevard, Singapore 018989",
    taxId: "000000000Z",
    bankName: "Example Bank Singapore",
    iban: "000-000000-000",
    bic: "BRTHSGSG",
  },
  {
    country: "US",
    name: "Berth Network Inc.",
    address: "251 Little Falls Drive, Wilmington, DE 19808, United States",
    taxId: "00-0000000",
    bankName: "Example Bank N.A.",
    iban: "000000000000",
    bic: "BRTHUS33",
  },
] as const;
