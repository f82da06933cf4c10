import { loadNetworkInput, loadNetworkOutput } from "@/lib/contracts/catalog";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { countNetwork, insertNodes, numberNodes, poolsOfOtherSize, stampVersion, upsert, watchSites } from "./network-rows";

export const loadNetwork = command({
  name: "catalog.network.load",
  summary:
    "Loads regions, sites, node types, pools with their numbered nodes, prices, discounts, reference prices and SLA plans in bulk; what exists is brought up to date, nothing is removed.",
  input: loadNetworkInput,
  output: loadNetworkOutput,
  permission: "network.manage",
  tenancy: "operator",
  audit: { subject: () => "network" },
  idempotency: "natural",
  rate: "write",
  handler: async (ctx, input) => {
    const { tx } = ctx;
    const [resized] = await poolsOfOtherSize(tx, input.pools);
    if (resized) {
      throw new OperationError(
        "conflict",
        `Pool ${resized.id} has ${resized.nodeCount} nodes and ${resized.spareCount} spares; a load cannot change that, because capacity is already counted on it.`,
        {
          suggestion: "Load the additional nodes as a pool of their own.",
        },
      );
    }
    // In this order, because each refers to earlier ones.
    await upsert.regions(tx, input.regions);
    await upsert.sites(tx, input.sites);
    await upsert.nodeTypes(tx, input.nodeTypes);
    await upsert.slaPlans(tx, input.slaPlans);
    await upsert.pools(tx, input.pools);
    await insertNodes(
      tx,
      input.pools.flatMap((pool) => (pool.nodes ?? []).map((node) => ({ ...node, poolId: pool.id }))),
    );
    const numbered = input.pools.filter((pool) => pool.nodes === undefined).map((pool) => pool.id);
    await numberNodes(tx, numbered);
    await watchSites(tx, numbered);
    await upsert.prices(tx, input.prices);
    await upsert.discounts(tx, input.discounts);
    await upsert.references(tx, input.references);
    await stampVersion(tx);
    const counts = await countNetwork(tx);
    ctx.audited(counts);
    return counts;
  },
});
