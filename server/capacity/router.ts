import { addWithholdings } from "./add-withholdings";
import { createQuote } from "./create-quote";
import { createReservation } from "./create-reservation";
import { expireQuote } from "./expire-quote";
import { expireQuotes } from "./expire-quotes";
import { getQuote } from "./get-quote";
import { getReservation } from "./get-reservation";
import { listQuotes } from "./list-quotes";
import { listReservations } from "./list-reservations";
import { searchOffers } from "./search-offers";

export const router = {
  offer: { search: searchOffers },
  quote: { create: createQuote, list: listQuotes, get: getQuote, expire: expireQuote, expireDue: expireQuotes },
  reservation: { create: createReservation, list: listReservations, get: getReservation },
  withholding: { add: addWithholdings },
};
