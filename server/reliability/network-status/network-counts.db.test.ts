// What the operator reads, what search offers and what is counted are one figure, whatever was reserved, held and withheld.
import { afterAll, afterEach, expect, it } from "vitest";
import { formatInstant, monthOf, SECONDS_PER_HOUR, toDate, toInstant } from "@/lib/period";
import { testQuote, testReservation, windowFromNow } from "@/server/capacity/testing/reserve";
import { router as capacity } from "@/server/capacity/router";
import { testNetwork } from "@/server/catalog/testing/network";
import { closeDatabase } from "@/server/kernel/database/db";
import { setInstant } from "@/server/kernel/process/clock";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { asOperator, testTenant } from "@/server/kernel/testing";
import { prisma } from "@/server/kernel/testing/prisma";
import { router } from "../router";

afterEach(() => setInstant(null));
afterAll(closeDatabase);

/** A number below `most`, the same in every run. */
function dice(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

it.each([1, 2, 3])("agree hour by hour, history %i", async (seed) => {
  const tenant = await testTenant();
  const network = await testNetwork([{ nodes: 12 }]);
  const [poolId = ""] = network.poolIds;
  const [siteId = ""] = network.siteIds;
  const roll = dice(seed);
  const first = toInstant(new Date(windowFromNow(3, 1).start));
  for (let move = 0; move < 6; move += 1) {
    const wish = { network, nodes: 1 + roll(2), startsInHours: 3 + roll(5), hours: 1 + roll(5) };
    const kind = move < 3 ? move : roll(3);
    if (kind === 0) await testReservation(tenant, wish).catch(() => null);
    else if (kind === 1) await testQuote(tenant, wish).catch(() => null);
    else {
      const withholding = { pool: poolId, nodes: wish.nodes, ...windowFromNow(wish.startsInHours, wish.hours) };
      await run(capacity.withholding.add, systemCaller("test"), { withholdings: [withholding] }).catch(() => null);
    }
  }
  let taken = 0;
  for (let hour = 0; hour < 10; hour += 1) {
    const at = first + hour * SECONDS_PER_HOUR;
    const window = { start: formatInstant(at), end: formatInstant(at + SECONDS_PER_HOUR) };
    // Asked well ahead, since search offers nothing that could not be delivered in time.
    setInstant(null);
    const offers = await run(capacity.offer.search, tenant.as("engineer"), { nodeType: network.nodeTypeId, nodes: 1, ...window });
    setInstant(toDate(at + 60));
    const { sites } = await run(router.network.get, asOperator(), {});
    const site = sites.find((one) => one.id === siteId);
    const months = await prisma().poolMonth.findMany({ where: { poolId, month: Number(monthOf(at).replace("-", "")) } });
    const counted = months[0]?.free[(at - toInstant(new Date(`${monthOf(at)}-01T00:00:00Z`))) / SECONDS_PER_HOUR] ?? 12;
    expect(site).toMatchObject({ free: counted });
    expect(offers.data.find((offer) => offer.site === siteId)?.freeNodes ?? 0).toBe(counted);
    if (!site) throw new Error("the site is missing");
    expect(site.reserved + site.held + site.withheld + site.free).toBe(site.delivered - site.spares);
    expect(site.inUse).toBeLessThanOrEqual(site.reserved);
    taken += site.withheld + site.reserved + site.held;
  }
  expect(taken).toBeGreaterThan(0);
});
