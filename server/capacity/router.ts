import { addWithholdings } from "./counters/add-withholdings";
import { createQuote } from "./quotes/create-quote";
import { createReservation } from "./reservations/create-reservation";
import { expireQuote } from "./quotes/expire-quote";
import { expireQuotes } from "./quotes/expire-quotes";
import { getQuote } from "./quotes/get-quote";
import { listQuotes } from "./quotes/list-quotes";
import { releaseQuote } from "./quotes/release-quote";
import { searchOffers } from "./search/search-offers";

export const router = {
  offer: { search: searchOffers },
  quote: { create: createQuote, list: listQuotes, get: getQuote, release: releaseQuote, expire: expireQuote, expireDue: expireQuotes },
  reservation: { create: createReservation },
  withholding: { add: addWithholdings },
};
