// For the registry test: what each verb needs and an input it accepts.
import { testNetwork } from "@/server/catalog/testing/network";
import { randomId } from "@/server/kernel/process/random";
import { type Samples, sample } from "@/server/kernel/testing";
import { addWithholdings } from "./counters/add-withholdings";
import { createQuote } from "./quotes/create-quote";
import { createReservation } from "./reservations/create-reservation";
import { expireQuote } from "./quotes/expire-quote";
import { expireQuotes } from "./quotes/expire-quotes";
import { getQuote } from "./quotes/get-quote";
import { listQuotes } from "./quotes/list-quotes";
import { releaseQuote } from "./quotes/release-quote";
import { searchOffers } from "./search/search-offers";
import { testQuote, windowFromNow } from "./testing/reserve";

export const samples: Samples = {
  "capacity.offer.search": sample(searchOffers, async () => {
    const { nodeTypeId } = await testNetwork();
    return { nodeType: nodeTypeId, nodes: 2, ...windowFromNow(24, 48) };
  }),
  "capacity.quote.create": sample(createQuote, async () => {
    const { nodeTypeId, siteIds } = await testNetwork();
    return { nodeType: nodeTypeId, site: siteIds[0], nodes: 1, ...windowFromNow(24, 48) };
  }),
  "capacity.quote.list": sample(listQuotes, async (tenant) => {
    await testQuote(tenant);
    return { state: "held" as const };
  }),
  "capacity.quote.get": sample(getQuote, async (tenant) => ({ id: (await testQuote(tenant)).id })),
  "capacity.quote.release": sample(releaseQuote, async (tenant) => ({ id: (await testQuote(tenant)).id })),
  "capacity.quote.expire": sample(expireQuote, async (tenant) => ({ id: (await testQuote(tenant)).id })),
  "capacity.quote.expireDue": sample(expireQuotes, async () => ({})),
  "capacity.reservation.create": sample(createReservation, async (tenant) => ({
    quoteId: (await testQuote(tenant)).id,
    name: randomId("req").slice(-12).toLowerCase(),
    project: tenant.projectSlug,
    purchaseOrder: "PO-1",
    sshKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a test"],
  })),
  "capacity.withholding.add": sample(addWithholdings, async () => {
    const { poolIds } = await testNetwork();
    return { withholdings: [{ pool: poolIds[0] ?? "", nodes: 1, ...windowFromNow(24, 48) }] };
  }),
};
