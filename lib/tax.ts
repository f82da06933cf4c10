/**
 * Which legal entity sells, and which tax applies. Pure and below every server module, because a quote (capacity) and
 * an invoice (billing) must decide alike.
 *
 * Rules (docs/sla-and-billing.md, Invoices): three sellers chosen by the buyer's country; same country → domestic rate;
 * EU business with a valid VAT identifier in another member state → reverse charge; outside → not subject. The table is
 * dated, so last year's invoice is taxed by last year's row.
 */
import { isCountry, isEuCountry } from "@/lib/countries";
import type { Instant } from "@/lib/period";
import { checkVatId } from "@/lib/vat";

/** The selling legal entity, named by its country. */
export type Seller = "NL" | "SG" | "US";

/** UNCL 5305 duty or tax category: standard, reverse charge, exempt, zero rated, outside the scope of tax. */
export type TaxCategory = "S" | "AE" | "E" | "Z" | "O";

export type TaxTreatment = {
  category: TaxCategory;
  rateBasisPoints: number;
  /** One sentence on the invoice saying why; empty only when a plain domestic rate needs no reason. */
  legalNote: string;
  /** ISO 3166 country whose tax this is, also when the rate is 0. */
  jurisdiction: Seller;
};

/** The buyer's tax relation to the seller. */
type Relation = "domestic" | "eu_business" | "eu_without_vat_id" | "eu_with_wrong_vat_id" | "northern_ireland" | "outside";

type TaxRule = {
  seller: Seller;
  relation: Relation;
  category: TaxCategory;
  rateBasisPoints: number;
  legalNote: string;
  /** First second on which the rule applies; it applies until the next row with the same seller and relation. */
  validFrom: Instant;
};

const EUROPE_OUTSIDE_EU = new Set("AD AL AX BA BY CH FO GB GG GI GL IM IS JE LI MC MD ME MK NO RS RU SJ SM TR UA VA".split(" "));

const AMERICAS = new Set(
  (
    "AG AI AR AW BB BL BM BO BQ BR BS BZ CA CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA " +
    "PE PM PR PY SR SV SX TC TT US UY VC VE VG VI"
  ).split(" "),
);

function requireCountry(country: string): void {
  if (!isCountry(country)) throw new RangeError(`not an ISO 3166-1 country: ${JSON.stringify(country)}`);
}

/** Europe buys from NL, the Americas from US, everyone else (Asia, Pacific, Middle East, Africa) from SG. */
export function sellerFor(buyerCountry: string): Seller {
  requireCountry(buyerCountry);
  if (isEuCountry(buyerCountry) || EUROPE_OUTSIDE_EU.has(buyerCountry)) return "NL";
  return AMERICAS.has(buyerCountry) ? "US" : "SG";
}

const FROM_OCTOBER_2012 = 1_349_049_600;
const FROM_2023 = 1_672_531_200;
const FROM_2024 = 1_704_067_200;

// Dutch VAT 21 % since 1 October 2012; Singapore GST 8 % in 2023, 9 % from 2024. The United States have no value added
// tax; where a state taxes computing services, add the sales tax as a rule here rather than an exception elsewhere.
const TAX_RULES: readonly TaxRule[] = [
  { seller: "NL", relation: "domestic", category: "S", rateBasisPoints: 2_100, legalNote: "", validFrom: FROM_OCTOBER_2012 },
  {
    seller: "NL",
    relation: "eu_business",
    category: "AE",
    rateBasisPoints: 0,
    legalNote: "Reverse charge: VAT is due by the customer, Article 196 of Directive 2006/112/EC",
    validFrom: FROM_OCTOBER_2012,
  },
  {
    seller: "NL",
    relation: "eu_without_vat_id",
    category: "S",
    rateBasisPoints: 2_100,
    legalNote: "Dutch VAT charged because no VAT identification number of another member state is on file",
    validFrom: FROM_OCTOBER_2012,
  },
  {
    seller: "NL",
    relation: "eu_with_wrong_vat_id",
    category: "S",
    rateBasisPoints: 2_100,
    legalNote: "Dutch VAT charged because the number on file is not a valid VAT identification number of the customer's member state",
    validFrom: FROM_OCTOBER_2012,
  },
  {
    // The European system covers goods in Northern Ireland; a service is taxed where its customer is, in the United
    // Kingdom.
    seller: "NL",
    relation: "northern_ireland",
    category: "AE",
    rateBasisPoints: 0,
    legalNote: "Reverse charge: VAT is due by the customer in the United Kingdom (Northern Ireland)",
    validFrom: FROM_OCTOBER_2012,
  },
  {
    seller: "NL",
    relation: "outside",
    category: "O",
    rateBasisPoints: 0,
    legalNote: "Not subject to Dutch VAT, customer established outside the EU",
    validFrom: FROM_OCTOBER_2012,
  },
  { seller: "SG", relation: "domestic", category: "S", rateBasisPoints: 800, legalNote: "", validFrom: FROM_2023 },
  { seller: "SG", relation: "domestic", category: "S", rateBasisPoints: 900, legalNote: "", validFrom: FROM_2024 },
  {
    seller: "SG",
    relation: "outside",
    category: "O",
    rateBasisPoints: 0,
    legalNote: "Not subject to Singapore GST, customer established outside Singapore",
    validFrom: FROM_2023,
  },
  {
    seller: "US",
    relation: "domestic",
    category: "O",
    rateBasisPoints: 0,
    legalNote: "No value added tax in the United States",
    validFrom: 0,
  },
  {
    seller: "US",
    relation: "outside",
    category: "O",
    rateBasisPoints: 0,
    legalNote: "Not subject to tax in the United States, customer established abroad",
    validFrom: 0,
  },
];

function relationOf(seller: Seller, { country, taxId }: TaxedBuyer): Relation {
  if (country === seller) return "domestic";
  const vatId = taxId === null ? null : checkVatId(taxId, country);
  if (seller === "NL" && vatId?.valid === true && vatId.country === "XI") return "northern_ireland";
  if (!isEuCountry(seller) || !isEuCountry(country)) return "outside";
  if (vatId === null) return "eu_without_vat_id";
  return vatId.valid ? "eu_business" : "eu_with_wrong_vat_id";
}

/** The buyer's side of the tax decision. */
export interface TaxedBuyer {
  country: string;
  taxId: string | null;
}

/**
 * The tax on one supply at one instant (the tax point). The only place that decides it: quotes and invoices both ask
 * here. Throws RangeError for an unknown country or an instant before the first rule.
 */
export function taxTreatment(supply: { seller: Seller; buyer: TaxedBuyer; at: Instant }): TaxTreatment {
  requireCountry(supply.buyer.country);
  const relation = relationOf(supply.seller, supply.buyer);
  const rule = TAX_RULES.filter((row) => row.seller === supply.seller && row.relation === relation && row.validFrom <= supply.at).reduce<TaxRule | null>(
    (latest, row) => (latest && latest.validFrom > row.validFrom ? latest : row),
    null,
  );
  if (!rule) throw new RangeError(`no tax rule for ${supply.seller}, ${relation} at ${supply.at}`);
  return {
    category: rule.category,
    rateBasisPoints: rule.rateBasisPoints,
    legalNote: rule.legalNote,
    jurisdiction: rule.seller,
  };
}
