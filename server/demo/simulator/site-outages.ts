// Outages of whole sites, in order: they are reported at once, whether or not anybody reserves there.
import { type Instant, SECONDS_PER_MINUTE } from "@/lib/period";
import { siteEventsOf } from "@/prisma/seed/site-events";
import { sites } from "@/prisma/seed/sites";

export interface SiteDetection {
  at: Instant;
  siteId: string;
  silence: boolean;
}

/**
 * Minutes of silence until a site is known to be dark, and of good signals until it is known to be back; one for the
 * phases.
 */
const MINUTES_TO_DETECT = 3;

/** When a site's signals show that it went silent or came back, within (after, until]. `anchor` is the demo's now. */
export function siteDetections(after: Instant, until: Instant, anchor: Instant): SiteDetection[] {
  const round = (at: Instant): Instant => (Math.ceil(at / SECONDS_PER_MINUTE) + MINUTES_TO_DETECT) * SECONDS_PER_MINUTE;
  return sites
    .flatMap(({ id }) => siteEventsOf(id, after - 600, until, anchor))
    .filter(({ kind }) => kind !== "carrier_loss")
    .flatMap(({ siteId, start, end }) => [
      { at: round(start), siteId, silence: true },
      { at: round(end), siteId, silence: false },
    ])
    .filter(({ at }) => at > after && at <= until)
    .sort((a, b) => a.at - b.at || (a.siteId < b.siteId ? -1 : 1));
}
