// An offer's id carries the whole offer in readable form: nothing is stored for a search, and nothing in the id is
// trusted. The quote prices and counts again; the rate in the id only shows whether the customer still gets the price
// they saw.
import { type Interval, SECONDS_PER_HOUR } from "@/lib/period";

export interface OfferTerms {
  siteId: string;
  nodeTypeId: string;
  nodes: number;
  window: Interval;
  slaPlanId: string;
  currency: string;
  rateMicros: bigint;
}

/** `ofr_kr-seoul-1a~h100-sxm.8x~4~498456~498792~enterprise~USD~2280000`; start and end in hours since 1970. */
export function offerId(offer: OfferTerms): string {
  const hours = [offer.window.start, offer.window.end].map((instant) => instant / SECONDS_PER_HOUR);
  return `ofr_${[offer.siteId, offer.nodeTypeId, offer.nodes, ...hours, offer.slaPlanId, offer.currency, offer.rateMicros].join("~")}`;
}

const OFFER = /^ofr_([\w.:-]{1,80})~([\w.:-]{1,80})~(\d{1,5})~(\d{1,7})~(\d{1,7})~([\w-]{1,40})~([A-Z]{3})~(\d{1,18})$/;

/** The offer in an id, or null when the text is not an offer id. */
export function readOfferId(text: string): OfferTerms | null {
  const match = OFFER.exec(text);
  if (!match) return null;
  const [, siteId = "", nodeTypeId = "", nodes, start, end, slaPlanId = "", currency = "", rateMicros = "0"] = match;
  return {
    siteId,
    nodeTypeId,
    nodes: Number(nodes),
    slaPlanId,
    currency,
    rateMicros: BigInt(rateMicros),
    window: { start: Number(start) * SECONDS_PER_HOUR, end: Number(end) * SECONDS_PER_HOUR },
  };
}
