import { expireQuotes } from "./quotes/expire-quotes";
import { nextHoldExpiry } from "./quotes/quote-rows";

/**
 * Due work of this module. Through `nextDueAt` the demo's moved clock finds the next instant at which something is due.
 */
export const ticks = [{ name: "capacity.quote.expireDue", everySeconds: 10, nextDueAt: nextHoldExpiry, verb: expireQuotes }];
