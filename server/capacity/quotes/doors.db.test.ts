// One rule for every door: a quote refuses what search refuses, by offer and by place, and nothing reaches the counters
// that they cannot hold.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR, addCalendarMonths, ceilToHour, formatInstant, toInstant } from "@/lib/period";
import { type TestNetwork, testNetwork } from "@/server/catalog/testing/network";
import { closeDatabase } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { now } from "@/server/kernel/process/clock";
import { type TestTenant, asOperator, testTenant } from "@/server/kernel/testing";
import { addWithholdings } from "../counters/add-withholdings";
import { offerId } from "../search/offer-id";
import { searchOffers } from "../search/search-offers";
import { windowFromNow } from "../testing/reserve";
import { createQuote } from "./create-quote";
import { releaseQuote } from "./release-quote";

let tenant: TestTenant;
let network: TestNetwork;
beforeAll(async () => {
  tenant = await testTenant();
  network = await testNetwork();
});
afterAll(closeDatabase);

type Outcome = string;
const outcomeOf = (attempt: Promise<unknown>): Promise<Outcome> =>
  attempt.then(
    () => "ok",
    (error: unknown) =>
      error instanceof OperationError
        ? `${error.code} ${(error.errors ?? []).map(({ pointer, message }) => `${pointer} ${message}`).join("; ")}`
        : `threw ${String(error)}`,
  );

async function everyDoor(start: string, end: string): Promise<Outcome[]> {
  const { nodeTypeId: nodeType, siteIds, regionIds } = network;
  const engineer = () => tenant.as("engineer");
  const quoted = async (input: Parameters<typeof run<typeof createQuote>>[2]) => {
    const { id } = await run(createQuote, engineer(), input);
    await run(releaseQuote, engineer(), { id });
  };
  const hour = (at: string): number => toInstant(new Date(at));
  return [
    await outcomeOf(run(searchOffers, engineer(), { nodeType, nodes: 1, start, end })),
    await outcomeOf(quoted({ nodeType, site: siteIds[0], nodes: 1, start, end })),
    await outcomeOf(quoted({ nodeType, region: regionIds[0], nodes: 1, start, end })),
    await outcomeOf(
      quoted({
        offerId: offerId({
          siteId: siteIds[0] ?? "",
          nodeTypeId: nodeType,
          nodes: 1,
          window: { start: hour(start), end: hour(end) },
          slaPlanId: "enterprise",
          currency: "USD",
          rateMicros: 2_500_000n,
        }),
      }),
    ),
  ];
}

describe("a window", () => {
  const next = ceilToHour(toInstant(now()));
  const at = (instant: number): string => formatInstant(instant);
  const furthest = next + 366 * SECONDS_PER_DAY;
  it.each([
    ["in the past", at(next - 2 * SECONDS_PER_HOUR), at(next + SECONDS_PER_DAY), "/start has passed"],
    ["of no length", at(next + SECONDS_PER_DAY), at(next + SECONDS_PER_DAY), "/end must be at least 1 hour"],
    ["more than a year ahead", at(furthest + 2 * SECONDS_PER_HOUR), at(furthest + SECONDS_PER_DAY), "/start is more than a year ahead"],
    ["in 2099", "2099-06-01T00:00:00Z", "2099-06-02T00:00:00Z", "/start is more than a year ahead"],
    ["in 2100", "2100-06-01T00:00:00Z", "2100-06-02T00:00:00Z", "/start is more than a year ahead"],
    ["that ends in 2100", at(next + SECONDS_PER_DAY), "2100-06-02T00:00:00Z", "/end must be at most 36 months"],
    [
      "of more than 36 months",
      at(next + SECONDS_PER_DAY),
      at(addCalendarMonths(next + SECONDS_PER_DAY, 36) + SECONDS_PER_HOUR),
      "/end must be at most 36 months",
    ],
  ])("%s is refused at every door in the same words", async (_what, start, end, told) => {
    const outcomes = await everyDoor(start, end);
    expect(new Set(outcomes).size).toBe(1);
    expect(outcomes[0]).toContain(`validation_failed ${told}`);
  });

  it("of the longest term and the furthest start is served at every door", async () => {
    // The rate in the offer's id lacks the term discount, so that door answers with the right one.
    const outcomes = await everyDoor(at(furthest - SECONDS_PER_HOUR), at(addCalendarMonths(furthest - SECONDS_PER_HOUR, 36)));
    expect(outcomes.slice(0, 3)).toEqual(["ok", "ok", "ok"]);
    expect(outcomes[3]).toContain("offer_expired");
  });

  it("that would end before delivery is done is neither offered nor quoted", async () => {
    const [start, end] = [at(next), at(next + SECONDS_PER_HOUR)];
    const { data } = await run(searchOffers, tenant.as("engineer"), { nodeType: network.nodeTypeId, nodes: 1, start, end });
    expect(data).toEqual([]);
    expect(
      (await everyDoor(start, end)).slice(1).every((outcome) => outcome.startsWith("validation_failed /start is too soon: delivery takes 60 minutes")),
    ).toBe(true);
  });

  it("outside the counted hours cannot be withheld either", async () => {
    for (const [start, end] of [
      ["2100-01-01T00:00:00Z", "2100-01-02T00:00:00Z"],
      ["2019-01-01T00:00:00Z", "2019-01-02T00:00:00Z"],
      ["2026-01-01T00:00:00Z", "9999-01-01T00:00:00Z"],
    ]) {
      const outcome = await outcomeOf(
        run(addWithholdings, asOperator(), { withholdings: [{ pool: network.poolIds[0] ?? "", nodes: 1, start: start ?? "", end: end ?? "" }] }),
      );
      expect(outcome).toContain("validation_failed /withholdings/0 lies outside the hours that are counted");
    }
  });
});

describe("an offer", () => {
  const search = (currency?: string) =>
    run(searchOffers, tenant.as("engineer"), { nodeType: network.nodeTypeId, nodes: 1, ...windowFromNow(48, 12), currency });

  it("in another currency is marked, and refused with the currency that would be charged", async () => {
    const [euros, dollars] = [await search("EUR"), await search()];
    expect(euros).toMatchObject({ currency: "EUR", currencyNote: expect.stringContaining("billed in USD") });
    expect(euros.data[0]).toMatchObject({ canBeQuoted: false, taxIncluded: false });
    expect(dollars).toMatchObject({ currency: "USD", currencyNote: null });
    expect(dollars.data[0]).toMatchObject({ canBeQuoted: true, taxIncluded: false });
    const outcome = await outcomeOf(run(createQuote, tenant.as("engineer"), { offerId: euros.data[0]?.id }));
    expect(outcome).toBe(`offer_expired /offerId is not what would be charged; that is ${dollars.data[0]?.id ?? ""}`);
    expect(await outcomeOf(search("JPY"))).toContain("validation_failed /currency nothing is sold in JPY; prices exist in ");
  });

  it("is taken as shown: fields passed beside it must agree", async () => {
    const [offer] = (await search()).data;
    const take = (more: object) => outcomeOf(run(createQuote, tenant.as("engineer"), { offerId: offer?.id, ...more }));
    expect(await take({ slaPlan: "standard" })).toContain("validation_failed /slaPlan is standard, but the offer is for enterprise");
    expect(await take({ nodes: 2, site: "elsewhere" })).toMatch(/\/site .*\/nodes /);
    expect(await take({ end: formatInstant(toInstant(new Date(offer?.end ?? "")) + SECONDS_PER_HOUR) })).toContain("/end ");
    expect(
      await take({
        nodes: 1,
        slaPlan: "enterprise",
        site: offer?.site,
        region: offer?.region,
        start: offer?.start,
        end: offer?.end,
        paymentSchedule: "deposit_25",
      }),
    ).toBe("ok");
  });

  it("from a flexible search starts when delivery can be done, if later starts were allowed", async () => {
    const { data } = await run(searchOffers, tenant.as("engineer"), { nodeType: network.nodeTypeId, nodes: 1, durationHours: 24 });
    expect(data[0]?.delivery).toMatchObject({ promisedAt: data[0]?.start, leadSeconds: 3_600 });
  });
});
