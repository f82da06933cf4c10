// A small separate network for a test, loaded through the same verb as every network.
import type { LoadNetworkInput } from "@/lib/contracts/catalog";
import { randomId } from "@/server/kernel/process/random";
import { run } from "@/server/kernel/operation/operation";
import { asOperator } from "@/server/kernel/testing";
import { loadNetwork } from "../load-network";

export interface TestSite {
  /** In the same region as the previous site. */
  sameRegion?: boolean;
  country?: string;
  residency?: string;
  latitude?: number;
  longitude?: number;
  compliance?: string[];
  leavesAt?: string;
  /** Sellable nodes; 0 for no pool of that type here. */
  nodes?: number;
  /** Nodes of a second, more expensive type with more memory. */
  largerNodes?: number;
  /** List rate of the first type in USD, default 2.50. */
  rateMicros?: bigint;
}

export interface TestNetwork {
  /** The region of each site, in input order. */
  regionIds: string[];
  siteIds: string[];
  poolIds: string[];
  nodeTypeId: string;
  gpuModel: string;
  largerNodeTypeId: string;
}

const SINCE = "2020-01-01T00:00:00Z";
const TIERS = { validFrom: SINCE, validUntil: null };

/** Default: one site in Oslo with eight nodes of eight GPUs. */
export async function testNetwork(sites: TestSite[] = [{}]): Promise<TestNetwork> {
  const mark = randomId("req").slice(-10).toLowerCase();
  const [nodeTypeId, largerNodeTypeId] = [`t100-${mark}.8x`, `t200-${mark}.8x`];
  const [gpuModel, largerGpuModel] = [`T100-${mark}-80GB`, `T200-${mark}-141GB`];
  let region = 0;
  const regionIds = sites.map((site) => `test-${mark}-${site.sameRegion ? region : (region += 1)}`);
  const siteIds = regionIds.map((id, index) => `${id}${"abcdefgh".charAt(index)}`);
  const shape = { gpuCount: 8, vcpus: 192, ramGib: 2_048, nvme: "8×3.84 TB", fabric: "InfiniBand 3.2 Tb/s", fabricKind: "infiniband", committedGbps: 100 };
  const place = sites.map(({ latitude = 59.91, longitude = 10.75 }) => ({ latitude, longitude }));
  const poolsAt = (site: TestSite, siteId: string) => [
    { id: `${siteId}:${nodeTypeId}`, siteId, nodeTypeId, nodeCount: site.nodes ?? 8, spareCount: 2 },
    { id: `${siteId}:${largerNodeTypeId}`, siteId, nodeTypeId: largerNodeTypeId, nodeCount: site.largerNodes ?? 0, spareCount: 2 },
  ];
  const pools = sites.flatMap((site, index) => poolsAt(site, siteIds[index] ?? "").filter((pool) => pool.nodeCount > 0));
  const rates = (usdMicros: bigint) => [["USD", usdMicros] as const, ["EUR", (usdMicros * 9n) / 10n] as const, ["KRW", usdMicros * 1_400n] as const];
  const network: LoadNetworkInput = {
    regions: sites.flatMap((site, index) =>
      site.sameRegion
        ? []
        : {
            id: regionIds[index] ?? "",
            city: `City ${index + 1}`,
            country: site.country ?? "NO",
            countryName: `Country ${site.country ?? "NO"}`,
            area: "Europe",
            residency: site.residency ?? "EEA",
            latitude: place[index]?.latitude ?? 0,
            longitude: place[index]?.longitude ?? 0,
          },
    ),
    sites: sites.map((site, index) => ({
      id: siteIds[index] ?? "",
      regionId: regionIds[index] ?? "",
      name: `Site ${index + 1}`,
      latitude: place[index]?.latitude ?? 0,
      longitude: place[index]?.longitude ?? 0,
      compliance: site.compliance ?? ["iso27001"],
      joinedAt: SINCE,
      leavesAt: site.leavesAt ?? null,
    })),
    nodeTypes: [
      { ...shape, id: nodeTypeId, gpuModel, gpuMemoryGb: 80 },
      { ...shape, id: largerNodeTypeId, gpuModel: largerGpuModel, gpuMemoryGb: 141 },
    ],
    pools,
    prices: sites.flatMap((site, index) =>
      site.sameRegion
        ? []
        : [[nodeTypeId, site.rateMicros ?? 2_500_000n] as const, [largerNodeTypeId, 3_500_000n] as const].flatMap(([id, usd]) =>
            rates(usd).map(([currency, micros]) => ({ nodeTypeId: id, regionId: regionIds[index] ?? "", currency, rateMicros: micros.toString(), ...TIERS })),
          ),
    ),
    discounts: [
      { kind: "volume", threshold: 32, basisPoints: 500, ...TIERS },
      { kind: "term", threshold: 720, basisPoints: 300, ...TIERS },
    ],
    references: [
      { provider: "AWS", offering: "On demand", gpuModel, currency: "USD", rateMicros: "6880000", source: "A test's price list", asOf: "2026-11-09" },
    ],
    slaPlans: [
      {
        id: "standard",
        name: "Standard",
        targetPercent: "99.9",
        degradedWeightHalves: 0,
        maintenanceAllowanceSeconds: 28_800,
        priceFactorBasisPoints: -400,
        dedicatedSpares: false,
      },
      {
        id: "enterprise",
        name: "Enterprise",
        targetPercent: "99.99",
        degradedWeightHalves: 1,
        maintenanceAllowanceSeconds: 14_400,
        priceFactorBasisPoints: 0,
        dedicatedSpares: false,
      },
    ],
  };
  await run(loadNetwork, asOperator(), network);
  return { regionIds, siteIds, poolIds: pools.map((pool) => pool.id), nodeTypeId, gpuModel, largerNodeTypeId };
}
