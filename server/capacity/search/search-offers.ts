import { searchOffersInput, searchOffersOutput } from "@/lib/contracts/capacity";
import { SECONDS_PER_HOUR, toInstant } from "@/lib/period";
import { pricesAt } from "@/server/catalog";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf } from "@/server/kernel/operation/page-cursor";
import { standingOf } from "../quotes/buyer";
import { type World, findMatches, sortMatches } from "./matches";
import { dotsOf, offersOf } from "./offer-shape";
import { latestRelaxedStart, relaxationsOf } from "./relaxations";
import { searchRequest } from "./search-request";
import { freshSnapshot } from "./snapshot-keeper";
import { trackRecords } from "./track-records";

/** The currency of list prices before an organisation has chosen one. */
const DEFAULT_CURRENCY = "USD";

export const searchOffers = query({
  name: "capacity.offer.search",
  summary:
    "Searches the whole network for a window that fits, fixed (start, end) or flexible (durationHours, earliestStart, latestStart); says what to change when nothing does.",
  input: searchOffersInput,
  output: searchOffersOutput,
  permission: "capacity.read",
  tenancy: "project",
  rate: "search",
  rest: { method: "GET", path: "/offers" },
  handler: async (ctx, input) => {
    const now = toInstant(ctx.now);
    const [{ catalogue, buyer }, records] = await Promise.all([standingOf(ctx.tx, ctx.organisationId), trackRecords(ctx.tx)]);
    const request = searchRequest(catalogue, input, input.currency ?? buyer?.currency ?? DEFAULT_CURRENCY, now);
    const { latestStart, hours } = request.window;
    const snapshot = await freshSnapshot(ctx.tx, catalogue, now, latestRelaxedStart(latestStart, now) + hours * SECONDS_PER_HOUR);
    const world: World = { catalogue, prices: pricesAt(catalogue, now), snapshot, records, now };
    const matches = sortMatches(findMatches(world, request), request.sort, records);
    const from = offsetOf(input.cursor);
    const next = from + input.limit;
    return {
      data: offersOf(world, request, matches.slice(from, next), { now, billedIn: buyer?.currency ?? null }),
      nextCursor: next < matches.length ? String(next) : null,
      matchingSites: new Set(matches.map((match) => match.site.id)).size,
      totalSites: catalogue.sites.size,
      relaxations: matches.length === 0 ? relaxationsOf(world, request) : [],
      sites: dotsOf(world, request, matches),
      currency: request.currency,
      currencyNote: currencyNote(request.currency, buyer?.currency ?? null),
    };
  },
});

/** An organisation buys in one currency. Prices in another are only for comparison, and are marked as such. */
function currencyNote(currency: string, billedIn: string | null): string | null {
  if (billedIn === null) return "Nothing can be quoted before your organisation has a billing profile.";
  return currency === billedIn
    ? null
    : `Prices in ${currency} are for comparison: your organisation is billed in ${billedIn}, and only offers in ${billedIn} can be quoted.`;
}
