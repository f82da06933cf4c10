import { describe, expect, test } from "vitest";
import { apiPathOf, keptIn, parseAsHour, parseAsLength, readSearch, relaxedSearch, searchAddress, searchInputOf } from "./search";
import { windowText } from "./words";

const NOW = "2026-11-22T14:32:10.000Z";
const read = (query: string) => readSearch(new URLSearchParams(query));

describe("a search in the address", () => {
  test("defaults to four H100 nodes, 14 days, any start within two weeks", () => {
    expect(searchInputOf(read(""), NOW)).toMatchObject({
      nodeType: "h100-sxm.8x",
      nodes: 4,
      durationHours: 336,
      latestStart: "2026-12-06T14:00:00Z",
      slaPlan: "enterprise",
      sort: "total",
    });
    expect(searchAddress(read(""))).toBe("");
    expect(windowText(read(""), NOW)).toBe("14 days, any start before 6 Dec 14:00");
  });

  test("parses lengths as people type them", () => {
    expect(["36h", "14d", "2 w", "9", "0d", "soon"].map((text) => parseAsLength.parse(text))).toEqual([36, 336, 336, 216, null, null]);
    expect(parseAsLength.serialize(336)).toBe("14d");
    expect(parseAsLength.serialize(36)).toBe("36h");
  });

  test("parses hours in UTC and drops minutes", () => {
    expect(["2026-11-24T07:45", "2026-11-24", "2026-13-40T00:00", ""].map((text) => parseAsHour.parse(text))).toEqual([
      "2026-11-24T07:00:00Z",
      "2026-11-24T00:00:00Z",
      null,
      null,
    ]);
  });

  test("takes a fixed window with an end or a length", () => {
    expect(searchInputOf(read("from=2026-11-24T00:00&to=2026-11-26T00:00"), NOW)).toMatchObject({ start: "2026-11-24T00:00:00Z", end: "2026-11-26T00:00:00Z" });
    const byLength = read("from=2026-11-24T00:00&for=3d");
    expect(searchInputOf(byLength, NOW)).toMatchObject({ start: "2026-11-24T00:00:00Z", end: "2026-11-27T00:00:00Z" });
    expect(searchInputOf(byLength, NOW).durationHours).toBeUndefined();
    expect(windowText(byLength, NOW)).toBe("24 Nov to 27 Nov");
  });

  test("limits latency only with a place to measure from", () => {
    expect(searchInputOf(read("near=seoul&ms=40"), NOW)).toMatchObject({ nearLatitude: 37.57, nearLongitude: 126.98, maxLatencyMs: 40 });
    expect(searchInputOf(read("near=10.5,-3.25&ms=40"), NOW)).toMatchObject({ nearLatitude: 10.5, nearLongitude: -3.25 });
    expect(searchInputOf(read("near=nowhere&ms=40"), NOW).maxLatencyMs).toBeUndefined();
    expect(searchInputOf(read("near=95,0&ms=40"), NOW).nearLatitude).toBeUndefined();
  });

  test("applies a relaxation and keeps the rest", () => {
    const search = read("country=SE,FI&near=oslo&ms=15&from=2026-11-24T00:00&to=2026-12-08T00:00&site=fi-kajaani-1a&at=25");
    expect(searchAddress(relaxedSearch(search, { maxLatencyMs: 16 }))).toBe("?from=2026-11-24T00:00&to=2026-12-08T00:00&country=SE,FI&near=oslo&ms=16");
    expect(relaxedSearch(search, { countries: ["SE", "FI", "NO"] }).country).toEqual(["SE", "FI", "NO"]);
    expect(relaxedSearch(search, { nodeType: "h200-sxm.8x", nodes: 4 })).toMatchObject({ gpu: "h200-sxm.8x", site: null, at: 0 });
    expect(relaxedSearch(read(""), { durationHours: 336, earliestStart: "2026-11-22T15:00:00Z", latestStart: "2026-12-12T00:00:00Z" })).toMatchObject({
      earliest: null,
      latest: "2026-12-12T00:00:00Z",
    });
  });

  test("shows itself as an API call", () => {
    expect(apiPathOf(searchInputOf(read("country=SE,FI&cap=2.6"), NOW))).toBe(
      "/offers?nodeType=h100-sxm.8x&nodes=4&durationHours=336&latestStart=2026-12-06T14:00:00Z&countries=SE,FI&maxRate=2.6&slaPlan=enterprise&sort=total",
    );
  });

  test("a form carries everything except its own fields, the page and the choice", () => {
    expect(keptIn(read("nodes=8&country=NO&at=25&site=no-oslo-1a&sort=start"), ["nodes"])).toEqual({ country: "NO", sort: "start" });
  });
});
