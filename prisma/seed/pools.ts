import type { NodeTypeId } from "./node-types";
import { fractionOf, random } from "./random";
import { type Site, sites } from "./sites";

/** The nodes of one node type at one site. */
export interface Pool {
  /** `kr-seoul-1a:h100-sxm.8x` */
  id: string;
  siteId: string;
  regionId: string;
  nodeTypeId: NodeTypeId;
  /** Sellable nodes; the catalogue numbers 1 to nodeCount + spareCount when it loads the pool. */
  nodeCount: number;
  /** Spares, which are never sold: at least 2 and 4 % of the pool. */
  spareCount: number;
}

/** All nodes, including spares. */
export const NETWORK_NODES = 54_000;

const STEP = 4;
const SMALLEST = 8;
/** An NVL72 rack holds 18 trays and fails as one, so trays come in whole racks. */
const TRAYS_PER_RACK = 18;

/** How common a node type is among sites, and how large its pools are relative to the average. */
const mix: readonly (readonly [nodeTypeId: NodeTypeId, share: number, size: number])[] = [
  ["h100-sxm.8x", 0.8, 1.5],
  ["h200-sxm.8x", 0.52, 1.2],
  ["b200-sxm.8x", 0.36, 1.0],
  ["b300-sxm.8x", 0.2, 0.7],
  ["gb200-nvl72.tray", 0.15, 1.0],
  ["a100-sxm.8x", 0.58, 0.9],
  ["l40s.8x", 0.76, 0.9],
  ["rtx-pro-6000.8x", 0.62, 0.6],
];

/** Pools used by the demo's people, with all their nodes. Nothing else at these sites is random. */
const fixed: Readonly<Record<string, Partial<Record<NodeTypeId, number>>>> = {
  "kr-seoul-1a": { "h100-sxm.8x": 48, "h200-sxm.8x": 40, "l40s.8x": 24, "rtx-pro-6000.8x": 48 },
  "kr-busan-1a": { "h100-sxm.8x": 24, "l40s.8x": 16, "rtx-pro-6000.8x": 32 },
  "kr-daejeon-1a": { "a100-sxm.8x": 16, "rtx-pro-6000.8x": 24 },
  "jp-tokyo-1a": { "h100-sxm.8x": 64, "h200-sxm.8x": 48, "l40s.8x": 32 },
  "sg-singapore-1a": { "h100-sxm.8x": 40, "h200-sxm.8x": 24, "l40s.8x": 32 },
  "no-oslo-1a": { "h100-sxm.8x": 48, "l40s.8x": 16, "rtx-pro-6000.8x": 16 },
  "no-mo-i-rana-1a": { "h100-sxm.8x": 40, "b200-sxm.8x": 48, "gb200-nvl72.tray": 72 },
  "se-lulea-1a": { "h100-sxm.8x": 24, "h200-sxm.8x": 16, "b200-sxm.8x": 24, "b300-sxm.8x": 16 },
  "se-stockholm-1a": { "h200-sxm.8x": 24, "l40s.8x": 24, "rtx-pro-6000.8x": 24 },
  "fi-kajaani-1a": { "h100-sxm.8x": 32, "h200-sxm.8x": 24 },
  "is-keflavik-1a": { "h100-sxm.8x": 32, "a100-sxm.8x": 24 },
  "dk-odense-1a": { "h100-sxm.8x": 16, "l40s.8x": 16 },
  "nl-amsterdam-1a": { "h100-sxm.8x": 40, "h200-sxm.8x": 24, "l40s.8x": 40 },
  "ie-dublin-1a": { "a100-sxm.8x": 24, "l40s.8x": 24 },
  "de-frankfurt-1a": { "h100-sxm.8x": 48, "a100-sxm.8x": 32, "l40s.8x": 40 },
  "fr-paris-1a": { "h100-sxm.8x": 40, "h200-sxm.8x": 24 },
  "ca-montreal-1a": { "h100-sxm.8x": 32, "l40s.8x": 16, "rtx-pro-6000.8x": 24 },
  "us-ashburn-1a": { "h100-sxm.8x": 96, "b200-sxm.8x": 64, "l40s.8x": 48 },
  "us-quincy-1a": { "h100-sxm.8x": 64, "b300-sxm.8x": 40, "gb200-nvl72.tray": 72 },
  "ng-lagos-1a": { "l40s.8x": 12 },
};

interface Draft {
  site: Site;
  nodeTypeId: NodeTypeId;
  /** A fixed number of nodes, or the weight for sharing the rest. */
  nodes?: number;
  weight: number;
}

export const pools: readonly Pool[] = build();
const poolById = new Map(pools.map((pool) => [pool.id, pool]));
const poolsBySite = groupBySite(pools);

export function poolOf(siteId: string, nodeTypeId: NodeTypeId): Pool {
  const pool = poolById.get(`${siteId}:${nodeTypeId}`);
  if (!pool) throw new Error(`${siteId} has no ${nodeTypeId}`);
  return pool;
}

export function poolsAt(siteId: string): readonly Pool[] {
  return poolsBySite.get(siteId) ?? [];
}

function build(): Pool[] {
  const drafts = sites.flatMap(draftsAt);
  const decided = drafts.reduce((sum, draft) => sum + (draft.nodes ?? 0), 0);
  const open = drafts.filter((draft) => draft.nodes === undefined);
  const units = Math.floor((NETWORK_NODES - decided - SMALLEST * open.length) / STEP);
  const totalWeight = open.reduce((sum, draft) => sum + draft.weight, 0);
  // Largest remainder, so that the network has exactly the advertised number of nodes (up to one step).
  const shares = open.map((draft, index) => ({ index, exact: (units * draft.weight) / totalWeight }));
  const given = shares.map((share) => Math.floor(share.exact));
  const left = units - given.reduce((sum, count) => sum + count, 0);
  const byRemainder = [...shares].sort((a, b) => (b.exact % 1) - (a.exact % 1) || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) given[index] = (given[index] ?? 0) + 1;
  open.forEach((draft, index) => {
    draft.nodes = SMALLEST + (given[index] ?? 0) * STEP;
  });
  return drafts.map(({ site, nodeTypeId, nodes = 0 }) => {
    const spareCount = Math.max(2, Math.ceil(nodes * 0.05));
    return { id: `${site.id}:${nodeTypeId}`, siteId: site.id, regionId: site.regionId, nodeTypeId, nodeCount: nodes - spareCount, spareCount };
  });
}

function draftsAt(site: Site): Draft[] {
  const wanted = fixed[site.id];
  if (wanted) {
    return mix.flatMap(([nodeTypeId]) => {
      const nodes = wanted[nodeTypeId];
      return nodes === undefined ? [] : [{ site, nodeTypeId, nodes, weight: 0 }];
    });
  }
  const draw = random(`pools/${site.id}`);
  // A few large sites and many small ones, as among independent operators.
  const siteSize = 0.35 + draw.exponential(0.65);
  const drafts = mix.flatMap(([nodeTypeId, share, size]): Draft[] => {
    const present = draw.chance(share);
    const weight = size * siteSize * (0.5 + draw.next());
    if (!present) return [];
    return nodeTypeId === "gb200-nvl72.tray" ? [{ site, nodeTypeId, nodes: TRAYS_PER_RACK * draw.integer(1, 4), weight: 0 }] : [{ site, nodeTypeId, weight }];
  });
  return drafts.length > 0 ? drafts : [{ site, nodeTypeId: fractionOf(`${site.id}/only`) < 0.5 ? "l40s.8x" : "h100-sxm.8x", weight: siteSize }];
}

function groupBySite(all: readonly Pool[]): Map<string, Pool[]> {
  const grouped = new Map<string, Pool[]>();
  for (const pool of all) {
    const group = grouped.get(pool.siteId);
    if (group) group.push(pool);
    else grouped.set(pool.siteId, [pool]);
  }
  return grouped;
}
