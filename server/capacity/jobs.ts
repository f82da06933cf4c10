import { expireQuotes } from "./quotes/expire-quotes";
import { nextHoldExpiry } from "./quotes/quote-rows";

/** What time brings about here. `nextDueAt` lets the demo's moved clock find the moments at which something happens. */
export const ticks = [{ name: "capacity.quote.expireDue", everySeconds: 10, nextDueAt: nextHoldExpiry, verb: expireQuotes }];
