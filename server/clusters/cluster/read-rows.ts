// Clusters as people and programs read them.
import type { ClusterContract } from "@/lib/contracts/clusters";
import type { Tx } from "@/server/kernel/database/db";

export interface ClusterFilter {
  /** Only this one. */
  id?: string | undefined;
  projectId?: string | null | undefined;
  state?: string | undefined;
  region?: string | undefined;
  nodeType?: string | undefined;
  search?: string | undefined;
  /** Also those that have ended. */
  ended?: boolean;
  sort?: "name" | "end" | "created" | "state";
  reverse?: boolean;
  offset?: number;
  limit: number;
}

/** The node in a berth, as the cluster knows it. `ordinal` numbers the cluster's nodes in the order they joined. */
export interface Berth {
  berth: number;
  ordinal: number;
  health: string;
  reason: string | null;
  since: string | null;
  beganAs: string;
  startAt: string;
}
export interface CurrentPhase {
  name: string;
  done: number;
  total: number;
}

export interface ClusterRow {
  id: string;
  name: string;
  state: ClusterContract["state"];
  reservationId: string;
  quoteId: string;
  projectId: string | null;
  project: string | null;
  purchaseOrder: string | null;
  siteId: string;
  regionId: string;
  city: string;
  country: string;
  nodeTypeId: string;
  gpuModel: string;
  gpusPerNode: number;
  nodes: number;
  slaPlanId: string;
  targetPercent: string;
  startAt: Date;
  endAt: Date;
  promisedAt: Date;
  deliveryStartsAt: Date;
  handedOverAt: Date | null;
  rateMicros: bigint;
  totalMinor: bigint;
  currency: string;
  acceptance: unknown;
  berths: Berth[] | null;
  phase: CurrentPhase | null;
}

const ORDER = {
  name: ["c.name", "asc"],
  end: [`r."endAt"`, "asc"],
  created: [`c."createdAt"`, "desc"],
  state: ["array_position(array['down','degraded','maintenance','up','arriving','ended'], c.state::text)", "asc"],
} as const;

function orderOf({ sort = "created", reverse = false }: Pick<ClusterFilter, "sort" | "reverse">): string {
  const [by, direction] = ORDER[sort];
  return `${by} ${reverse === (direction === "asc") ? "desc" : "asc"}, c.name, c.id`;
}

const CONTRACT = `
         join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
         left join identity.project p on p."organisationId" = r."organisationId" and p.id = r."projectId"`;
const NARROWED = `
       and ($5::text is null or c.id = $5) and ($6::text is null or r."projectId" = $6 or p.slug = $6) and ($7::text is null or c.state::text = $7)
       and ($8::text is null or r."regionId" = $8) and ($9::text is null or r."nodeTypeId" = $9)
       and ($10::text is null or position(lower($10) in lower(c.name)) > 0 or c.id = $10)`;

/**
 * The page is selected first, so that details are read only for its clusters, and the plain list scans an index only as
 * far as the page goes.
 */
export function clusterRows(tx: Tx, organisationId: string, now: Date, filter: ClusterFilter): Promise<ClusterRow[]> {
  const { id, projectId, state, region, nodeType, search, ended, sort = "created", reverse = false, offset = 0, limit } = filter;
  const narrowing = [id, projectId, state, region, nodeType, search].map((value) => value ?? null);
  const isNarrowed = narrowing.some((value) => value !== null);
  const isWhole = ended === true || id !== undefined || state === "ended";
  return tx.sql<ClusterRow>(
    `with page as materialized (
       select c.id
         from "Cluster" c ${isNarrowed || sort === "end" ? CONTRACT : ""}
        where c."organisationId" = $1 ${isWhole ? "" : "and c.state <> 'ended'"} ${isNarrowed ? NARROWED : ""}
        order by ${orderOf(filter)} offset $3 limit $4)
     select c.id, c.name, c.state::text as state, c."reservationId", r."quoteId", r."projectId", p.slug as project, r."purchaseOrder",
            r."siteId", r."regionId", g.city, g.country, r."nodeTypeId", t."gpuModel", r."gpusPerNode", r.nodes,
            r."slaPlanId", s."targetPercent", r."startAt", r."endAt", c."promisedAt", c."deliveryStartsAt", c."handedOverAt",
            r."rateMicros", r."totalMinor", r.currency, c.acceptance, b.berths, f.phase
     from page join "Cluster" c on c."organisationId" = $1 and c.id = page.id
     join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"
     join catalog.region g on g.id = r."regionId" join catalog.node_type t on t.id = r."nodeTypeId" join catalog.sla_plan s on s.id = r."slaPlanId"
     left join identity.project p on p."organisationId" = r."organisationId" and p.id = r."projectId"
     left join lateral (
       select json_agg(json_build_object('berth', a.berth, 'ordinal', a.ordinal, 'health', a.health, 'reason', a."healthReason", 'since', a."healthSince", 'beganAs', a."beganAs", 'startAt', a."startAt") order by a.berth) as berths
       from (select x.*, row_number() over (order by x."startAt", x.berth)::int as ordinal from "Assignment" x where x."organisationId" = c."organisationId" and x."clusterId" = c.id) a
       where a."startAt" <= $2 and a."endAt" > $2
     ) b on true
     left join lateral (
       select json_build_object('name', d.name, 'done', d.done, 'total', d.total) as phase
       from "DeliveryPhase" d where d."clusterId" = c.id and d."finishedAt" is null order by d.ordinal limit 1
     ) f on c.state = 'arriving'
     order by ${orderOf(filter)}`,
    [organisationId, now, offset, limit, ...(isNarrowed ? narrowing : [])],
    `clusters_${sort}_${reverse}_${isWhole}_${isNarrowed}`,
  );
}

interface PhaseRow {
  name: string;
  startedAt: Date | null;
  dueAt: Date | null;
  finishedAt: Date | null;
  done: number;
  total: number;
}

/** The phases of a cluster's delivery, in order. */
export const phaseRows = (tx: Tx, organisationId: string, clusterId: string): Promise<PhaseRow[]> =>
  tx.sql<PhaseRow>(
    `select name, "startedAt", "dueAt", "finishedAt", done, total from "DeliveryPhase" where "organisationId" = $1 and "clusterId" = $2 order by ordinal`,
    [organisationId, clusterId],
    "clusters_phases",
  );
