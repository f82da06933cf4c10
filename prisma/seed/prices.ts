import { type NodeTypeId, nodeTypes } from "./node-types";
import { pools } from "./pools";
import { regionOf } from "./sites";

export const currencies = ["USD", "EUR", "KRW"] as const;
export type SeedCurrency = (typeof currencies)[number];

export interface PriceRow {
  nodeTypeId: NodeTypeId;
  regionId: string;
  currency: SeedCurrency;
  /** Micro-units of the currency's major unit per GPU-hour. */
  rateMicros: bigint;
  /** UTC days relative to the demo's now, half-open; null: still valid. */
  validFromDay: number;
  validUntilDay: number | null;
}

/** The two editions of the price book: GPU prices fell between them, and exchange rates moved. */
const editions = [
  { validFromDay: -426, validUntilDay: -152, percent: 107n, perUsd: { USD: 1_000n, EUR: 905n, KRW: 1_362_000n } },
  { validFromDay: -152, validUntilDay: null, percent: 100n, perUsd: { USD: 1_000n, EUR: 862n, KRW: 1_391_000n } },
] as const;

/**
 * Current list rate in USD micros per GPU-hour where power is cheapest and where it is most expensive. It includes the
 * Enterprise promise. H100: 32 to 41 % of AWS on demand; the others 40 to 65 % of AWS Capacity Blocks or CoreWeave.
 */
const span: Readonly<Record<NodeTypeId, readonly [cheapest: bigint, dearest: bigint]>> = {
  "h100-sxm.8x": [2_190_000n, 2_850_000n],
  "h200-sxm.8x": [2_640_000n, 3_390_000n],
  "b200-sxm.8x": [4_290_000n, 5_480_000n],
  "b300-sxm.8x": [5_350_000n, 6_790_000n],
  "gb200-nvl72.tray": [5_150_000n, 6_540_000n],
  "a100-sxm.8x": [1_090_000n, 1_420_000n],
  "l40s.8x": [820_000n, 1_120_000n],
  "rtx-pro-6000.8x": [1_040_000n, 1_420_000n],
};

// Tenths of a US cent per kWh; the table of sites lies within these bounds.
const CHEAPEST_POWER = 35n;
const DEAREST_POWER = 220n;

/** Rates are rounded to a cent, or to ten won. */
const step: Readonly<Record<SeedCurrency, bigint>> = { USD: 10_000n, EUR: 10_000n, KRW: 10_000_000n };

export const priceBook: readonly PriceRow[] = buildPriceBook();

function buildPriceBook(): PriceRow[] {
  const sold = [...new Map(pools.map((pool) => [`${pool.regionId} ${pool.nodeTypeId}`, pool])).values()];
  return sold.flatMap(({ regionId, nodeTypeId }) => {
    const usd = presentUsdMicros(regionId, nodeTypeId);
    return editions.flatMap(({ validFromDay, validUntilDay, percent, perUsd }) =>
      currencies.map((currency) => ({
        nodeTypeId,
        regionId,
        currency,
        validFromDay,
        validUntilDay,
        rateMicros: roundTo((usd * percent * perUsd[currency]) / 100_000n, step[currency]),
      })),
    );
  });
}

function presentUsdMicros(regionId: string, nodeTypeId: NodeTypeId): bigint {
  const [cheapest, dearest] = span[nodeTypeId];
  const power = BigInt(Math.round(regionOf(regionId).powerCents * 10));
  return roundTo(cheapest + ((dearest - cheapest) * (power - CHEAPEST_POWER)) / (DEAREST_POWER - CHEAPEST_POWER), step.USD);
}

function roundTo(value: bigint, unit: bigint): bigint {
  return ((value + unit / 2n) / unit) * unit;
}

export interface DiscountRow {
  kind: "term" | "volume";
  /** Term: minimum hours reserved. Volume: minimum GPUs reserved. */
  threshold: number;
  basisPoints: number;
  validFromDay: number;
}

const discount = (kind: DiscountRow["kind"], threshold: number, percent: number): DiscountRow => ({
  kind,
  threshold,
  basisPoints: percent * 100,
  validFromDay: editions[0].validFromDay,
});

export const discountTiers: readonly DiscountRow[] = [
  discount("term", 30 * 24, 3),
  discount("term", 90 * 24, 7),
  discount("term", 180 * 24, 11),
  discount("term", 365 * 24, 16),
  discount("term", 730 * 24, 21),
  discount("term", 1_095 * 24, 25),
  discount("volume", 32, 5),
  discount("volume", 128, 8),
  discount("volume", 512, 11),
  discount("volume", 2_048, 14),
];

export interface SlaPlanRow {
  id: "standard" | "enterprise" | "mission";
  name: string;
  targetPercent: string;
  degradedWeightHalves: 0 | 1 | 2;
  maintenanceAllowanceSeconds: number;
  /** Added to the list rate. The list rate includes Enterprise, so its figure is 0 and Standard's is negative. */
  priceFactorBasisPoints: number;
  dedicatedSpares: boolean;
}

export const slaPlans: readonly SlaPlanRow[] = [
  {
    id: "standard",
    name: "Standard",
    targetPercent: "99.9",
    degradedWeightHalves: 0,
    maintenanceAllowanceSeconds: 8 * 3600,
    priceFactorBasisPoints: -400,
    dedicatedSpares: false,
  },
  {
    id: "enterprise",
    name: "Enterprise",
    targetPercent: "99.99",
    degradedWeightHalves: 1,
    maintenanceAllowanceSeconds: 4 * 3600,
    priceFactorBasisPoints: 0,
    dedicatedSpares: false,
  },
  {
    id: "mission",
    name: "Mission",
    targetPercent: "99.995",
    degradedWeightHalves: 2,
    maintenanceAllowanceSeconds: 2 * 3600,
    priceFactorBasisPoints: 800,
    dedicatedSpares: true,
  },
];

export interface ReferencePriceRow {
  provider: string;
  offering: string;
  gpuModel: string;
  currency: "USD";
  rateMicros: bigint;
  source: string;
  /** The date of the list, `2026-11-09`. */
  asOf: string;
  /** Sold in advance as blocks of at most this many days; null: on demand. */
  blockDaysAtMost: number | null;
}

/** Amazon sells Capacity Blocks for at most half a year. */
const MAX_AWS_BLOCK_DAYS = 182;

/** Where a figure was read, and when. One source covers several GPU models. */
const lists = {
  awsOnDemand: ["AWS", "On demand, p5.48xlarge", "AWS EC2 on-demand price list", "2026-11-09"],
  awsBlock: ["AWS", "Capacity Block", "AWS EC2 Capacity Blocks for ML price list", "2026-01-31"],
  awsBlockWest: ["AWS", "Capacity Block, us-west-1", "AWS EC2 Capacity Blocks for ML price list", "2026-01-31"],
  azure: ["Azure", "On demand, ND H100 v5", "Azure retail prices", "2026-11-09"],
  coreWeave: ["CoreWeave", "On demand", "CoreWeave price list", "2026-09-20"],
  nebius: ["Nebius", "On demand", "Nebius price list", "2026-10-01"],
  lambda: ["Lambda", "On demand", "Lambda price list", "2026-09-20"],
  hyperstack: ["Hyperstack", "On demand", "Hyperstack price list", "2026-09-20"],
  sfCompute: ["SF Compute", "Market average", "SF Compute market", "2026-09-20"],
} as const;

const published: readonly (readonly [NodeTypeId, Partial<Record<keyof typeof lists, bigint>>])[] = [
  [
    "h100-sxm.8x",
    {
      awsOnDemand: 6_880_000n,
      azure: 12_290_000n,
      awsBlock: 3_933_000n,
      awsBlockWest: 4_916_000n,
      coreWeave: 6_155_000n,
      nebius: 4_500_000n,
      lambda: 3_990_000n,
      sfCompute: 2_110_000n,
    },
  ],
  ["h200-sxm.8x", { awsBlock: 4_975_000n, coreWeave: 6_305_000n, nebius: 5_400_000n, hyperstack: 3_990_000n }],
  ["b200-sxm.8x", { awsBlock: 9_360_000n, coreWeave: 8_600_000n, nebius: 8_500_000n, lambda: 6_690_000n, hyperstack: 6_000_000n }],
  ["b300-sxm.8x", { awsBlock: 11_700_000n, nebius: 9_500_000n, hyperstack: 7_400_000n }],
  ["gb200-nvl72.tray", { awsBlock: 10_582_000n, coreWeave: 10_500_000n }],
  ["a100-sxm.8x", { lambda: 2_790_000n, coreWeave: 2_700_000n, awsBlock: 1_845_000n }],
  ["l40s.8x", { coreWeave: 2_250_000n, nebius: 1_550_000n }],
];

export const referencePrices: readonly ReferencePriceRow[] = published.flatMap(([nodeTypeId, figures]) => {
  const gpuModel = nodeTypes.find((nodeType) => nodeType.id === nodeTypeId)?.gpuModel ?? nodeTypeId;
  return (Object.keys(lists) as (keyof typeof lists)[]).flatMap((list): ReferencePriceRow[] => {
    const rateMicros = figures[list];
    if (rateMicros === undefined) return [];
    const [provider, offering, source, asOf] = lists[list];
    return [
      {
        provider,
        offering,
        gpuModel,
        currency: "USD",
        rateMicros,
        source,
        asOf,
        blockDaysAtMost: offering.startsWith("Capacity Block") ? MAX_AWS_BLOCK_DAYS : null,
      },
    ];
  });
});
