import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { testNetwork } from "@/server/catalog/testing/network";
import { systemCaller } from "@/server/kernel/operation/actor";
import { now, setInstant } from "@/server/kernel/process/clock";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { type TestTenant, everything, testTenant } from "@/server/kernel/testing";
import { checkCounters } from "../counters/check-counters";
import { createQuote } from "./create-quote";
import { createReservation } from "../reservations/create-reservation";
import { expireQuote } from "./expire-quote";
import { expireQuotes } from "./expire-quotes";
import { getQuote } from "./get-quote";
import { searchOffers } from "../search/search-offers";
import { testQuote, windowFromNow } from "../testing/reserve";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});
afterEach(() => setInstant(null));
afterAll(closeDatabase);

const refusal = async (attempt: Promise<unknown>): Promise<OperationError> => {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OperationError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
};
const pointers = (error: OperationError): string[] => (error.errors ?? []).map((field) => field.pointer);
const later = (iso: string, seconds: number): Date => new Date(Date.parse(iso) + seconds * 1000);
const counted = (poolId: string | undefined) => transaction(everything, (tx) => checkCounters(tx, poolId));

describe("creating a quote", () => {
  it("matches the offer, down to every charge, and holds the nodes", async () => {
    const network = await testNetwork();
    const window = windowFromNow(24, 336);
    const { data } = await run(searchOffers, tenant.as("engineer"), { nodeType: network.nodeTypeId, nodes: 4, ...window });
    const quote = await run(createQuote, tenant.as("engineer"), { offerId: data[0]?.id });
    // 4 nodes × 8 GPUs × 336 h at 2.50 less 5 % for 32 GPUs.
    expect(quote).toMatchObject({
      state: "held",
      site: network.siteIds[0],
      region: network.regionIds[0],
      nodeType: network.nodeTypeId,
      nodes: 4,
      gpuHours: "10752.00",
      ...window,
      paymentSchedule: "upfront",
      slaPlan: "enterprise",
      listRatePerGpuHour: "2.5",
      ratePerGpuHour: "2.375",
      subtotal: { amount: "25536.00", currency: "USD" },
      tax: { amount: "0.00" },
      taxCategory: "O",
      total: { amount: "25536.00" },
      dueNow: { amount: "25536.00" },
      reservationId: null,
      purchaseOrderRequired: false,
    });
    expect(quote.total).toEqual(data[0]?.total);
    expect(quote.lines.map((line) => [line.kind, line.amount.amount])).toEqual([
      ["gpu_hours", "26880.00"],
      ["volume_tier", "-1344.00"],
      ["bandwidth", "0.00"],
      ["egress", "0.00"],
    ]);
    expect(quote.comparisons).toEqual([
      expect.objectContaining({ provider: "AWS", ratePerGpuHour: "6.88", asOf: "2026-11-09", ratio: "2.90", likeForLike: true }),
    ]);
    // No right without its command: there is nothing yet to cancel, release or extend with.
    expect(quote).toMatchObject({
      taxIncluded: true,
      terms: {
        cancellation: [],
        extension: null,
        sla: {
          bandwidthCreditTiers: [
            { overPercent: "0.1", creditPercent: 5 },
            { overPercent: "1", creditPercent: 10 },
          ],
        },
      },
    });
    expect(Date.parse(quote.expiresAt) - Date.parse(quote.createdAt)).toBeLessThanOrEqual(900_000);
    const after = await run(searchOffers, tenant.as("engineer"), { nodeType: network.nodeTypeId, nodes: 4, ...window });
    expect(after.data[0]?.freeNodes).toBe(4);
    expect(await counted(network.poolIds[0])).toMatchObject({ ok: true });
    expect(await run(getQuote, tenant.as("viewer"), { id: quote.id })).toEqual(quote);
  });

  it("prices in the currency of the billing profile, with its tax", async () => {
    const german = await testTenant({ country: "DE", currency: "EUR" });
    const network = await testNetwork();
    const quote = await run(createQuote, german.as("engineer"), {
      nodeType: network.nodeTypeId,
      region: network.regionIds[0],
      nodes: 1,
      ...windowFromNow(24, 10),
      slaPlan: "standard",
    });
    // 80 GPU-hours at 2.25 less 4 % for the plan; no VAT number on file, so Dutch VAT applies.
    expect(quote).toMatchObject({
      ratePerGpuHour: "2.16",
      subtotal: { amount: "172.80", currency: "EUR" },
      tax: { amount: "36.29" },
      taxCategory: "S",
      total: { amount: "209.09" },
    });
  });

  it("refuses an offer whose price has changed, and a malformed offer", async () => {
    const network = await testNetwork();
    const { data } = await run(searchOffers, tenant.as("engineer"), { nodeType: network.nodeTypeId, nodes: 1, ...windowFromNow(24, 10) });
    const stale = data[0]?.id.replace(/\d+$/, "1990000");
    expect((await refusal(run(createQuote, tenant.as("engineer"), { offerId: stale }))).code).toBe("offer_expired");
    expect(pointers(await refusal(run(createQuote, tenant.as("engineer"), { offerId: "ofr_nonsense" })))).toEqual(["/offerId"]);
  });

  it("reports everything that is wrong with a request, and holds nothing", async () => {
    const network = await testNetwork();
    const ask = (input: Record<string, unknown>) => refusal(run(createQuote, tenant.as("engineer"), input));
    expect(pointers(await ask({}))).toEqual(["/nodeType", "/region", "/nodes", "/start"]);
    const place = { nodeType: network.nodeTypeId, site: network.siteIds[0], nodes: 1 };
    expect(pointers(await ask({ ...place, start: "2027-01-01T00:30:00Z", end: "2027-01-01T02:00:00Z" }))).toEqual(["/start"]);
    expect(pointers(await ask({ ...place, start: "2024-02-29T00:00:00Z", end: "2024-03-01T00:00:00Z" }))).toEqual(["/start"]);
    expect(pointers(await ask({ ...place, nodeType: "h9000.8x", slaPlan: "none", ...windowFromNow(24, 10) }))).toEqual(["/nodeType", "/slaPlan"]);
    expect(pointers(await ask({ ...place, ...windowFromNow(24, 24 * 60), paymentSchedule: "upfront" }))).toEqual(["/paymentSchedule"]);
    expect((await ask({ ...place, nodes: 9, ...windowFromNow(24, 10) })).code).toBe("capacity_unavailable");
    expect(await counted(network.poolIds[0])).toEqual({ ok: true, compared: 0, firstDifference: null });
  });

  it("takes the next site of a region when the first is full, and refuses when all are", async () => {
    const network = await testNetwork([{ nodes: 2 }, { nodes: 2, sameRegion: true }]);
    const window = windowFromNow(24, 10);
    const ask = () => run(createQuote, tenant.as("engineer"), { nodeType: network.nodeTypeId, region: network.regionIds[0], nodes: 2, ...window });
    expect([(await ask()).site, (await ask()).site]).toEqual(network.siteIds);
    const refused = await refusal(ask());
    expect([refused.code, refused.suggestion]).toEqual(["capacity_unavailable", expect.stringContaining("Search again")]);
  });

  it("takes effect once when the same request is sent fifty times at once", async () => {
    const network = await testNetwork();
    const caller = tenant.as("engineer");
    const input = { nodeType: network.nodeTypeId, site: network.siteIds[0], nodes: 1, ...windowFromNow(48, 10) };
    const answers = await Promise.all(Array.from({ length: 50 }, () => createQuote.execute(caller, input)));
    expect(new Set(answers.map((answer) => answer.output.id)).size).toBe(1);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    const { data } = await run(searchOffers, tenant.as("engineer"), { nodeType: network.nodeTypeId, nodes: 1, start: input.start, end: input.end });
    expect(data[0]?.freeNodes).toBe(7);
  });
});

describe("a hold", () => {
  it("expires by itself and returns its nodes", async () => {
    const network = await testNetwork();
    const quote = await testQuote(tenant, { network, nodes: 8 });
    setInstant(later(quote.expiresAt, 0));
    expect((await run(getQuote, tenant.as("engineer"), { id: quote.id })).state).toBe("expired");
    expect((await refusal(run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: "late" }))).code).toBe("quote_expired");
    await run(expireQuotes, systemCaller("a test"), {});
    await run(expireQuotes, systemCaller("a test"), {});
    expect(await counted(network.poolIds[0])).toMatchObject({ ok: true });
    await testQuote(tenant, { network, nodes: 8 });
  });

  it("stays while it has time left", async () => {
    const quote = await testQuote(tenant);
    setInstant(later(quote.expiresAt, -1));
    expect(await run(expireQuote, systemCaller("a test", tenant.organisationId), { id: quote.id })).toEqual({ id: quote.id, expired: false });
    expect(await run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: "just-in-time" })).toMatchObject({ state: "scheduled" });
  });

  it("that expires while it is being confirmed has exactly one outcome", async () => {
    const network = await testNetwork([{ nodes: 40 }]);
    const racing = await testTenant();
    const quotes = [];
    for (let index = 0; index < 12; index += 1)
      quotes.push(await testQuote(racing, { network, nodes: 1, caller: racing.as(index % 2 === 0 ? "engineer" : "admin") }));
    const scope = { organisationId: racing.organisationId, network: false, readOnly: false };
    const ends = await Promise.all(
      quotes.map(async (quote, index) => {
        const [confirmed, expired] = await Promise.all([
          run(createReservation, racing.as("engineer"), { quoteId: quote.id, name: `racer-${index}` }).then(
            () => true,
            (error: OperationError) => (error.code === "quote_expired" ? false : Promise.reject(error)),
          ),
          // The job's clock is already past the expiry, the confirmation's is not.
          transaction(scope, (tx) =>
            expireQuote.execute(systemCaller("a test", racing.organisationId), { id: quote.id }, { tx, now: later(quote.expiresAt, 1) }),
          ),
        ]);
        const { state, reservationId } = await run(getQuote, racing.as("engineer"), { id: quote.id });
        expect([confirmed, expired.output.expired, state, reservationId !== null]).toEqual(
          confirmed ? [true, false, "accepted", true] : [false, true, "expired", false],
        );
        return confirmed;
      }),
    );
    expect(ends).toHaveLength(12);
    expect(await counted(network.poolIds[0])).toMatchObject({ ok: true });
  });

  it("cannot be reached by anyone else", async () => {
    const stranger = await testTenant();
    const quote = await testQuote(tenant);
    expect((await refusal(run(getQuote, stranger.as("owner"), { id: quote.id }))).code).toBe("not_found");
    expect((await refusal(run(createReservation, stranger.as("owner"), { quoteId: quote.id, name: "stolen" }))).code).toBe("not_found");
    expect(now().getTime()).toBeLessThan(Date.parse(quote.expiresAt));
  });
});
