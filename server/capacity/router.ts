import { addWithholdings } from "./add-withholdings";
import { createQuote } from "./create-quote";
import { createReservation } from "./create-reservation";
import { expireQuote } from "./expire-quote";
import { expireQuotes } from "./expire-quotes";
import { getQuote } from "./get-quote";
import { listQuotes } from "./list-quotes";
import { searchOffers } from "./search-offers";

export const router = {
  offer: { search: searchOffers },
  quote: { create: createQuote, list: listQuotes, get: getQuote, expire: expireQuote, expireDue: expireQuotes },
  reservation: { create: createReservation },
  withholding: { add: addWithholdings },
};
