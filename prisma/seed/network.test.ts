import { describe, expect, it } from "vitest";
import { nodeTypes } from "./node-types";
import { ownerOfPool, owners } from "./owners";
import { NETWORK_NODES, pools, poolOf, poolsAt } from "./pools";
import { countries, regionOf, regions, siteOf, sites, slugOf } from "./sites";

const unique = (values: readonly string[]): number => new Set(values).size;

describe("regions and sites", () => {
  it("has the advertised size", () => {
    expect(countries).toHaveLength(93);
    expect(unique(countries.map((country) => country.code))).toBe(93);
    expect(regions).toHaveLength(260);
    expect(sites).toHaveLength(302);
    const areas = new Map<string, number>();
    for (const site of sites) {
      const { area } = regionOf(site.regionId);
      areas.set(area, (areas.get(area) ?? 0) + 1);
    }
    expect(Object.fromEntries(areas)).toEqual({
      Europe: 97,
      "Asia Pacific": 79,
      "North America": 88,
      "Latin America": 21,
      "Middle East and Africa": 17,
    });
  });

  it("names each place once, in plain letters", () => {
    expect(unique(regions.map((region) => region.id))).toBe(regions.length);
    expect(unique(sites.map((site) => site.id))).toBe(sites.length);
    expect(unique(sites.map((site) => `${site.latitude} ${site.longitude}`))).toBe(sites.length);
    for (const region of regions) expect(region.id).toMatch(/^[a-z]{2}(-[a-z0-9]+)+-1$/);
    expect(["Mo i Rana", "São Paulo", "St. John's", "Kraków", "Tromsø"].map(slugOf)).toEqual(["mo-i-rana", "sao-paulo", "st-johns", "krakow", "tromso"]);
    for (const id of ["kr-seoul-1", "no-mo-i-rana-1", "nl-amsterdam-1", "se-lulea-1", "is-keflavik-1"]) expect(regionOf(id).id).toBe(id);
  });

  it("places every site on the globe, near its city, within the price table's bounds", () => {
    for (const site of sites) {
      const region = regionOf(site.regionId);
      expect(Math.abs(site.latitude - region.latitude) + Math.abs(site.longitude - region.longitude)).toBeLessThan(0.3);
      expect(Math.abs(region.latitude)).toBeLessThan(70);
      expect(Math.abs(region.longitude)).toBeLessThanOrEqual(180);
      expect(region.powerCents).toBeGreaterThanOrEqual(3.5);
      expect(region.powerCents).toBeLessThanOrEqual(22);
      expect(site.compliance).toContain("iso27001");
      expect(siteOf(site.id)).toBe(site);
    }
  });
});

describe("pools", () => {
  it("holds about 54,000 nodes in about 1,200 pools", () => {
    const nodes = pools.reduce((sum, pool) => sum + pool.nodeCount + pool.spareCount, 0);
    expect(Math.abs(nodes - NETWORK_NODES)).toBeLessThanOrEqual(4);
    expect(pools.length).toBeGreaterThan(1_150);
    expect(pools.length).toBeLessThan(1_250);
    expect(unique(pools.map((pool) => pool.id))).toBe(pools.length);
  });

  it("sells every node type, keeps spares everywhere and leaves no site empty", () => {
    expect(unique(pools.map((pool) => pool.nodeTypeId))).toBe(nodeTypes.length);
    for (const pool of pools) {
      expect(siteOf(pool.siteId).regionId).toBe(pool.regionId);
      expect(pool.nodeCount).toBeGreaterThanOrEqual(6);
      expect(pool.spareCount).toBeGreaterThanOrEqual(Math.max(2, (pool.nodeCount + pool.spareCount) * 0.04));
    }
    for (const site of sites) expect(poolsAt(site.id).length).toBeGreaterThan(0);
  });

  it("has everything the story reserves", () => {
    expect(poolOf("kr-seoul-1a", "h100-sxm.8x").nodeCount).toBeGreaterThan(20);
    expect(poolOf("kr-seoul-1a", "h200-sxm.8x").nodeCount).toBeGreaterThan(20);
    expect(() => poolOf("ng-lagos-1a", "gb200-nvl72.tray")).toThrow("has no");
  });
});

describe("owners", () => {
  it("gives every pool to exactly one of 120 owners", () => {
    expect(owners).toHaveLength(120);
    expect(unique(owners.map((owner) => owner.name))).toBe(120);
    expect(unique(owners.map((owner) => owner.key))).toBe(120);
    expect(owners.flatMap((owner) => owner.poolIds).sort()).toEqual(pools.map((pool) => pool.id).sort());
    for (const pool of pools) expect(ownerOfPool.get(pool.id)).toBeDefined();
    for (const owner of owners) expect(owner.bondMinor).toBeGreaterThan(0n);
  });
});
