import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadNetworkInput } from "@/lib/contracts/catalog";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { type TestTenant, asOperator, everything, testTenant } from "@/server/kernel/testing";
import { catalogueOf, pricesAt } from "./catalogue";
import { listNodeTypes } from "./list-node-types";
import { listRegions } from "./list-regions";
import { listSlaPlans } from "./list-sla-plans";
import { loadNetwork } from "./load-network";
import { lockRate } from "./pricing";
import { testNetwork } from "./testing/network";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});
afterAll(closeDatabase);

const nodesOf = (poolIds: string[]) =>
  transaction(everything, (tx) =>
    tx.sql<{ id: string; poolId: string; ordinal: number; serial: string; watched: boolean }>(
      `SELECT id, "poolId", ordinal, serial, watched FROM "Node" WHERE "poolId" = ANY($1) ORDER BY "poolId", ordinal`,
      [poolIds],
    ),
  );
const load = (network: LoadNetworkInput) => run(loadNetwork, asOperator(), network);

describe("loading a network", () => {
  it("numbers every node, spares last, and watches eight per site", async () => {
    const { poolIds } = await testNetwork([{ nodes: 12, largerNodes: 3 }]);
    const nodes = await nodesOf(poolIds);
    expect(nodes.map((node) => node.ordinal)).toEqual([...Array.from({ length: 14 }, (_, index) => index + 1), 1, 2, 3, 4, 5]);
    expect(new Set(nodes.map((node) => node.serial)).size).toBe(nodes.length);
    for (const node of nodes)
      expect([node.id, node.serial]).toEqual([expect.stringMatching(/^nod_[0-7][0-9A-HJKMNP-TV-Z]{25}$/), expect.stringMatching(/^[0-9A-F]{3}-[0-9A-F]{9}$/)]);
    // Chosen round-robin over the pools: five of the large pool, all three sellable nodes of the small one.
    expect(nodes.filter((node) => node.watched).map((node) => [poolIds.indexOf(node.poolId), node.ordinal])).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
      [0, 5],
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  it("is idempotent, and updates a changed row", async () => {
    const { poolIds, siteIds, regionIds, nodeTypeId } = await testNetwork();
    const before = await nodesOf(poolIds);
    const pool = { id: poolIds[0] ?? "", siteId: siteIds[0] ?? "", nodeTypeId, nodeCount: 8, spareCount: 2 };
    const price = (rateMicros: string, validUntil: string | null, validFrom = "2020-01-01T00:00:00Z") => ({
      nodeTypeId,
      regionId: regionIds[0] ?? "",
      currency: "USD",
      rateMicros,
      validFrom,
      validUntil,
    });
    // The old price ends where the new one begins, within one load.
    await load({ pools: [pool], prices: [price("1900000", null, "2026-06-01T00:00:00Z"), price("2500000", "2026-06-01T00:00:00Z")] });
    expect(await nodesOf(poolIds)).toEqual(before);
    const rates = await transaction({ ...everything, readOnly: true }, async (tx) => {
      const catalogue = await catalogueOf(tx);
      expect(await catalogueOf(tx)).toBe(catalogue);
      return ["2026-05-31T23:59:59Z", "2026-06-01T00:00:00Z"].map(
        (at) =>
          lockRate(pricesAt(catalogue, Date.parse(at) / 1000), {
            nodeTypeId,
            regionId: regionIds[0] ?? "",
            currency: "USD",
            hours: 1,
            gpus: 1,
            planFactorBasisPoints: 10_000,
          })?.rateMicros,
      );
    });
    expect(rates).toEqual([2_500_000n, 1_900_000n]);
  });

  it("takes an inventory with its own serials", async () => {
    const { siteIds, largerNodeTypeId } = await testNetwork();
    const id = `${siteIds[0]}:${largerNodeTypeId}`;
    const mark = siteIds[0]?.replace(/[^a-z0-9]/g, "") ?? "";
    const nodes = [1, 2].map((ordinal) => ({ id: `nod_${mark}${ordinal}`, ordinal, serial: `SN-${mark}-${ordinal}`, watched: ordinal === 2 }));
    await load({ pools: [{ id, siteId: siteIds[0] ?? "", nodeTypeId: largerNodeTypeId, nodeCount: 1, spareCount: 1, nodes }] });
    expect(await nodesOf([id])).toEqual(nodes.map((node) => ({ ...node, poolId: id })));
    await expect(load({ pools: [{ id, siteId: siteIds[0] ?? "", nodeTypeId: largerNodeTypeId, nodeCount: 2, spareCount: 1, nodes }] })).rejects.toMatchObject({
      code: "validation_failed",
    });
  });

  it("refuses to resize a pool whose capacity is counted", async () => {
    const { poolIds, siteIds, nodeTypeId } = await testNetwork();
    await expect(load({ pools: [{ id: poolIds[0] ?? "", siteId: siteIds[0] ?? "", nodeTypeId, nodeCount: 9, spareCount: 2 }] })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("the catalogue's lists", () => {
  it("page by id and count the sites of a region", async () => {
    const { regionIds, nodeTypeId } = await testNetwork([{ country: "IS" }, { country: "IS", sameRegion: true }, { country: "IS" }]);
    const seen: [string, number][] = [];
    for (let cursor: string | undefined; ;) {
      const page = await run(listRegions, tenant.as("viewer"), { country: "IS", limit: 1, cursor });
      seen.push(...page.data.map((region): [string, number] => [region.id, region.sites]));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([
      [regionIds[0], 2],
      [regionIds[2], 1],
    ]);
    const types = await run(listNodeTypes, tenant.as("viewer"), { limit: 200 });
    expect(types.data.find((type) => type.id === nodeTypeId)).toMatchObject({ gpuCount: 8, committedGbps: 100 });
    const plans = await run(listSlaPlans, tenant.as("viewer"), {});
    expect(plans.data).toEqual(expect.arrayContaining([expect.objectContaining({ id: "enterprise", targetPercent: "99.99", degradedWeight: "0.5" })]));
  });
});
