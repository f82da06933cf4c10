import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SearchOffersInput, SearchOffersOutput } from "@/lib/contracts/capacity";
import { type TestNetwork, testNetwork } from "@/server/catalog/testing/network";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { type TestTenant, asOperator, everything, testTenant } from "@/server/kernel/testing";
import { addWithholdings } from "../counters/add-withholdings";
import { searchOffers } from "./search-offers";
import { windowFromNow } from "../testing/reserve";
import { writeTrackRecords } from "./track-records";

// Oslo, Luleå, Seoul: the second is cheapest, the third is far away and in another jurisdiction.
const OSLO = { nearLatitude: 59.91, nearLongitude: 10.75 };
const WINDOW = windowFromNow(48, 336);

let tenant: TestTenant;
let network: TestNetwork;
beforeAll(async () => {
  tenant = await testTenant();
  network = await testNetwork([
    { nodes: 8, country: "NO", rateMicros: 2_500_000n, compliance: ["iso27001", "soc2"] },
    { nodes: 4, largerNodes: 6, country: "SE", latitude: 65.58, longitude: 22.15, rateMicros: 2_200_000n },
    { nodes: 16, country: "KR", residency: "KR", latitude: 37.57, longitude: 126.98, rateMicros: 2_700_000n },
  ]);
});
afterAll(closeDatabase);

const search = (input: Partial<SearchOffersInput>): Promise<SearchOffersOutput> =>
  run(searchOffers, tenant.as("viewer"), { nodeType: network.nodeTypeId, nodes: 2, ...WINDOW, ...input } as SearchOffersInput);
const flexible = (input: Partial<SearchOffersInput>): Promise<SearchOffersOutput> => search({ start: undefined, end: undefined, ...input });
const sites = (answer: SearchOffersOutput): number[] => answer.data.map((offer) => network.siteIds.indexOf(offer.site) + 1);
const pointersOf = async (attempt: Promise<unknown>): Promise<string[]> =>
  attempt.then(
    () => [],
    (error: unknown) => (error instanceof OperationError ? (error.errors ?? []).map((field) => field.pointer) : [String(error)]),
  );

describe("an offer", () => {
  it("shows its price, distance, free nodes and what others charge", async () => {
    await transaction(everything, (tx) =>
      writeTrackRecords(
        tx,
        [
          {
            siteId: network.siteIds[0] ?? "",
            days: 2,
            availabilityPercent: "99.98611",
            marks: [
              { day: "2026-11-20", state: "up", minutesLost: 0 },
              { day: "2026-11-21", state: "down", minutesLost: 0.4 },
            ],
          },
        ],
        new Date("2026-11-22T00:00:00Z"),
      ),
    );
    const { data, matchingSites, sites: dots, relaxations } = await search({ nodes: 4, ...OSLO });
    expect(data.map((offer) => offer.total.amount)).toEqual(["22471.68", "25536.00", "27578.88"]);
    expect([matchingSites, relaxations]).toEqual([3, []]);
    expect(data[1]).toMatchObject({
      site: network.siteIds[0],
      freeNodes: 8,
      poolNodes: 8,
      listRatePerGpuHour: "2.5",
      ratePerGpuHour: "2.375",
      discountPercent: "5.00",
      ...WINDOW,
      distanceKm: 0,
      latencyMs: 2,
      trackRecord: { days: 2, availabilityPercent: "99.98611", marks: [{ day: "2026-11-20" }, { day: "2026-11-21" }] },
      comparisons: [{ provider: "AWS", ratePerGpuHour: "6.88", source: "A test's price list", asOf: "2026-11-09", ratio: "2.90" }],
    });
    expect(data[0]).toMatchObject({ distanceKm: 855, latencyMs: 14, trackRecord: { days: 0, availabilityPercent: null } });
    expect(dots.map((dot) => [dot.freeNodes, dot.matches])).toEqual([
      [8, true],
      [4, true],
      [16, true],
    ]);
  });

  it("compares only within a currency", async () => {
    const { data } = await search({ currency: "KRW" });
    expect(data[0]).toMatchObject({ total: { currency: "KRW", amount: expect.stringMatching(/^\d+$/) }, comparisons: [] });
  });
});

describe("filters", () => {
  it.each<[string, Partial<SearchOffersInput>, number[]]>([
    ["nodes", { nodes: 5 }, [1, 3]],
    ["countries", { countries: ["se", "KR"] }, [2, 3]],
    ["residency", { residency: ["EEA"] }, [2, 1]],
    ["compliance", { compliance: ["iso27001", "soc2"] }, [1]],
    ["maxRate", { maxRate: "2.5" }, [2, 1]],
    ["maxLatencyMs", { ...OSLO, maxLatencyMs: 14 }, [2, 1]],
    ["sort by distance", { ...OSLO, sort: "distance" }, [1, 2, 3]],
    ["sort by track record", { sort: "trackRecord" }, [1, 2, 3]],
    ["GPU model by its beginning", { nodeType: undefined, gpuModel: "" }, [2, 1, 3]],
  ])("%s", async (_name, input, expected) => {
    const model = input.gpuModel === "" ? { gpuModel: network.gpuModel.slice(0, -5).toLowerCase() } : {};
    expect(sites(await search({ ...input, ...model }))).toEqual(expected);
  });

  it("regions and pages", async () => {
    expect(sites(await search({ regions: network.regionIds.slice(2) }))).toEqual([3]);
    const first = await search({ limit: 2 });
    const rest = await search({ limit: 2, cursor: first.nextCursor ?? undefined });
    expect([sites(first), first.nextCursor, sites(rest), rest.nextCursor, rest.matchingSites]).toEqual([[2, 1], "2", [3], null, 3]);
  });

  it("all node types when none is given", async () => {
    expect((await search({ nodeType: undefined, regions: [network.regionIds[1] ?? ""] })).data.map((offer) => offer.nodeType)).toEqual([
      network.nodeTypeId,
      network.largerNodeTypeId,
    ]);
  });
});

describe("bad input is reported", () => {
  it.each<[string, Partial<SearchOffersInput>, string]>([
    ["no window", { start: undefined, end: undefined }, "/start"],
    ["half a window", { end: undefined }, "/end"],
    ["two windows", { durationHours: 5 }, "/durationHours"],
    ["half an hour", { start: "2027-01-01T00:30:00Z", end: "2027-01-02T00:00:00Z" }, "/start"],
    ["the past", { start: "2024-01-01T00:00:00Z", end: "2024-01-02T00:00:00Z" }, "/start"],
    ["an end before the start", { end: WINDOW.start }, "/end"],
    [
      "a latest start before the earliest",
      { start: undefined, end: undefined, durationHours: 5, earliestStart: WINDOW.end, latestStart: WINDOW.start },
      "/latestStart",
    ],
    ["an unknown model", { nodeType: undefined, gpuModel: "abacus" }, "/gpuModel"],
    ["an unknown type", { nodeType: "abacus.8x" }, "/nodeType"],
    ["an unknown plan", { slaPlan: "hope" }, "/slaPlan"],
    ["latency from nowhere", { maxLatencyMs: 10 }, "/maxLatencyMs"],
    ["half a place", { nearLatitude: 1 }, "/nearLatitude"],
    ["no currency", { currency: "XXQ" }, "/currency"],
  ])("%s", async (_name, input, pointer) => {
    expect(await pointersOf(search(input))).toEqual([pointer]);
  });
});

describe("bookings by others", () => {
  it("are seen by the next search, and move the first start of a flexible window", async () => {
    const own = await testNetwork([{ nodes: 4 }]);
    const { start, end } = windowFromNow(48, 24);
    const ask = (input: Partial<SearchOffersInput>) => search({ nodeType: own.nodeTypeId, nodes: 2, regions: own.regionIds, ...input });
    expect((await ask({ start, end })).data[0]?.freeNodes).toBe(4);
    await run(addWithholdings, asOperator(), { withholdings: [{ pool: own.poolIds[0] ?? "", nodes: 3, start, end }] });
    const full = await ask({ start, end });
    expect([full.data, full.sites[0]?.freeNodes, full.relaxations.map((relaxation) => relaxation.kind)]).toEqual([
      [],
      1,
      expect.arrayContaining(["later_start", "fewer_nodes"]),
    ]);
    const later = await ask({ start: undefined, end: undefined, durationHours: 24, earliestStart: start, latestStart: windowFromNow(24 * 9, 1).start });
    expect(later.data[0]?.start).toBe(end);
    // One day is free before the withholding begins.
    const sooner = await ask({ start: undefined, end: undefined, durationHours: 24, latestStart: end });
    expect(Date.parse(sooner.data[0]?.start ?? "")).toBeLessThan(Date.parse(start));
  });

  it("is not counted twice: repeating the same withholding changes nothing", async () => {
    const own = await testNetwork([{ nodes: 4 }]);
    const withholdings = [{ pool: own.poolIds[0] ?? "", nodes: 3, ...windowFromNow(48, 24) }];
    expect(await run(addWithholdings, asOperator(), { withholdings })).toEqual({ added: 1, known: 0 });
    expect(await run(addWithholdings, asOperator(), { withholdings })).toEqual({ added: 0, known: 1 });
    const more = run(addWithholdings, asOperator(), { withholdings: [{ pool: own.poolIds[0] ?? "", nodes: 2, ...windowFromNow(60, 48) }] });
    await expect(more).rejects.toMatchObject({ code: "capacity_unavailable" });
    expect(await pointersOf(run(addWithholdings, asOperator(), { withholdings: [{ pool: "none", nodes: 2, ...windowFromNow(60, 48) }] }))).toEqual([
      "/withholdings/0",
    ]);
  });
});

describe("relaxations", () => {
  const relax = async (input: Partial<SearchOffersInput>) =>
    (await search(input)).relaxations.map(({ kind, description, where, offers, total, totalDifference, search: changed }) => ({
      kind,
      description,
      where,
      offers,
      total: total.amount,
      difference: totalDifference?.amount,
      search: changed,
    }));

  it("change one thing each, with the price difference from the cheapest unfiltered offer", async () => {
    const [sweden, norway] = [network.regionIds[1], network.regionIds[0]];
    expect(await relax({ nodes: 6, countries: ["SE"], regions: [sweden ?? ""], residency: ["EEA"], ...OSLO })).toEqual([
      // Six nodes are free in Oslo and Seoul; Oslo is cheapest and therefore the reference.
      {
        kind: "more_regions",
        description: "Allow Country NO",
        where: "City 1",
        offers: 1,
        total: "38304.00",
        difference: "0.00",
        search: { countries: ["SE", "NO"], regions: [sweden, norway], residency: ["EEA"] },
      },
      {
        kind: "fewer_nodes",
        description: "4 nodes instead of 6",
        where: "City 2",
        offers: 1,
        total: "22471.68",
        difference: "-15832.32",
        search: { nodes: 4 },
      },
      {
        kind: "other_gpu",
        description: expect.stringMatching(/^T200.* instead of T100/),
        where: "City 2, 141 GB each",
        offers: 1,
        total: "53625.60",
        difference: "15321.60",
        search: { nodeType: network.largerNodeTypeId, nodes: 6 },
      },
    ]);
  });

  it("raise the price cap and the distance by just enough", async () => {
    expect(await relax({ nodes: 2, maxRate: "0.9", countries: ["NO", "KR"] })).toMatchObject([
      { kind: "higher_rate", description: "Raise the cap to 2.5 USD", search: { maxRate: "2.5" }, where: "City 1" },
    ]);
    expect(await relax({ nodes: 2, ...OSLO, maxLatencyMs: 5, countries: ["SE", "KR"] })).toMatchObject([
      { kind: "more_latency", description: "Allow 14 ms", search: { maxLatencyMs: 14 }, where: "City 2" },
      { kind: "more_regions", description: "Allow Country NO" },
    ]);
  });

  it("each return what they promise when searched", async () => {
    const input: Partial<SearchOffersInput> = { nodes: 6, countries: ["SE"], ...OSLO };
    const { relaxations } = await search(input);
    expect(relaxations.length).toBeGreaterThan(1);
    for (const relaxation of relaxations) {
      const changed = await search({ ...input, ...relaxation.search });
      expect(changed.matchingSites).toBeGreaterThanOrEqual(relaxation.offers);
      expect(changed.data[0]?.total).toEqual(relaxation.total);
    }
  });

  it("are empty when no single change helps", async () => {
    const { relaxations, data } = await flexible({ nodes: 4_000, durationHours: 24, countries: ["FI"] });
    expect([data, relaxations]).toEqual([[], []]);
  });
});

it("a site that is leaving is not offered beyond its last hour", async () => {
  const leavesAt = windowFromNow(72, 1).start;
  const own = await testNetwork([{ leavesAt }]);
  const ask = async (hours: number) => (await search({ nodeType: own.nodeTypeId, nodes: 1, ...windowFromNow(48, hours) })).matchingSites;
  expect([await ask(24), await ask(25)]).toEqual([1, 0]);
});
