// The demo's network as input for catalogue, counters and settlement: days relative to the demo's now become instants.
import { formatInstant, type Instant, SECONDS_PER_DAY, SECONDS_PER_HOUR, startOfDay } from "@/lib/period";
import type { LoadNetworkInput } from "@/lib/contracts/catalog";
import { nodeTypes } from "@/prisma/seed/node-types";
import { owners } from "@/prisma/seed/owners";
import { pools } from "@/prisma/seed/pools";
import { discountTiers, priceBook, referencePrices, slaPlans } from "@/prisma/seed/prices";
import { fractionOf } from "@/prisma/seed/random";
import { regions, sites } from "@/prisma/seed/sites";
import { withholdings } from "@/prisma/seed/withholding";
import { makeId } from "@/lib/ids";

const dayOf = (anchor: Instant, day: number): Instant => startOfDay(anchor) + day * SECONDS_PER_DAY;

export function networkOf(anchor: Instant): LoadNetworkInput {
  const at = (day: number): string => formatInstant(dayOf(anchor, day));
  const valid = (fromDay: number, untilDay: number | null) => ({ validFrom: at(fromDay), validUntil: untilDay === null ? null : at(untilDay) });
  return {
    regions: regions.map(({ powerCents: _powerCents, ...region }) => region),
    sites: sites.map(({ joinedDaysAgo, ...site }) => ({ ...site, joinedAt: at(-joinedDaysAgo), leavesAt: null })),
    nodeTypes: nodeTypes.map((nodeType) => ({ ...nodeType })),
    pools: pools.map(({ regionId: _regionId, ...pool }) => pool),
    slaPlans: slaPlans.map((plan) => ({ ...plan })),
    prices: priceBook.map(({ rateMicros, validFromDay, validUntilDay, ...price }) => ({
      ...price,
      rateMicros: String(rateMicros),
      ...valid(validFromDay, validUntilDay),
    })),
    discounts: discountTiers.map(({ validFromDay, ...tier }) => ({ ...tier, ...valid(validFromDay, null) })),
    references: referencePrices.map(({ rateMicros, ...price }) => ({ ...price, rateMicros: String(rateMicros) })),
  };
}

/** Adjacent blocks of one pool in the same window are merged, because pool and window identify a withholding. */
export function withholdingsOf(anchor: Instant): { pool: string; nodes: number; start: string; end: string }[] {
  const byWindow = new Map<string, { pool: string; nodes: number; start: string; end: string }>();
  for (const { poolId, nodes, fromHour, untilHour } of withholdings()) {
    const start = formatInstant(startOfDay(anchor) + fromHour * SECONDS_PER_HOUR);
    const end = formatInstant(startOfDay(anchor) + untilHour * SECONDS_PER_HOUR);
    const key = `${poolId} ${start} ${end}`;
    const known = byWindow.get(key);
    if (known) known.nodes += nodes;
    else byWindow.set(key, { pool: poolId, nodes, start, end });
  }
  return [...byWindow.values()];
}

/** Ids of owners derive from their key, so that loading twice finds the same ones. */
function ownerId(key: string): string {
  const random = Uint8Array.from({ length: 10 }, (_, index) => Math.floor(fractionOf(`owner-id/${key}/${index}`) * 256));
  return makeId("own", 0, random);
}

export const ownersOf = (anchor: Instant) =>
  owners.map(({ key, name, country, joinedDaysAgo, bondMinor, bondCurrency, poolIds }) => ({
    id: ownerId(key),
    name,
    country,
    joinedAt: formatInstant(dayOf(anchor, -joinedDaysAgo)),
    bond: { currency: bondCurrency, postedMinor: String(bondMinor) },
    pools: poolIds,
  }));
