// The measured side of clusters: what was promised, which nodes served in which berth, and their states.
import type { NodeState, StateInterval, StateReason } from "@/lib/node-state";
import { type Instant, type Interval, toDate, toInstant } from "@/lib/period";
import { contractedInterval } from "@/server/clusters";
import type { Tx } from "@/server/kernel/database/db";
import { type AvailabilityTerms, type Berth, berthsOf, ppmOfPercent } from "./availability";

export interface ServingNode extends Interval {
  nodeId: string;
  berth: number;
  /** The node's number in the cluster, in the order nodes joined. */
  ordinal: number;
}

export interface ServedCluster {
  id: string;
  name: string;
  siteId: string;
  city: string;
  nodeTypeId: string;
  nodes: number;
  slaPlanId: string;
  slaPlanName: string;
  targetPercent: string;
  terms: AvailabilityTerms;
  promisedAt: Instant;
  handedOverAt: Instant | null;
  endedAt: Instant | null;
  /** From hand-over, but not before the term, to its end; null before hand-over. */
  contracted: Interval | null;
  serving: ServingNode[];
  berths: Berth[];
}

interface Row {
  id: string;
  name: string;
  siteId: string;
  city: string;
  nodeTypeId: string;
  nodes: number;
  slaPlanId: string;
  slaPlanName: string;
  targetPercent: string;
  degradedWeightHalves: 0 | 1 | 2;
  maintenanceAllowanceSeconds: number;
  startAt: Date;
  endAt: Date;
  promisedAt: Date;
  handedOverAt: Date | null;
  endedAt: Date | null;
  serving: ServingNode[] | null;
}

/** Epoch seconds as a number: exact, and half the parsing of an ISO text. */
const epoch = (column: string): string => `floor(extract(epoch from ${column}))::float8`;

// The page's clusters are selected first, so that only their nodes are read. An empty berth is charged to the previous
// node, so a node is read until the next one comes.
const served = (isHandedOver: boolean): string => `
  with page as materialized (
    select c.id, c.name, r."siteId", r."regionId", r."nodeTypeId", r.nodes, r."slaPlanId", r."startAt", r."endAt", c."promisedAt", c."handedOverAt", c."endedAt", c."createdAt"
      from clusters.cluster c
      join lateral (select * from capacity.contract r where r."organisationId" = c."organisationId" and r.id = c."reservationId" limit 1) r on true
     where c."organisationId" = $1 and (c."endedAt" is null or c."endedAt" > $6::timestamptz) ${isHandedOver ? `and c."handedOverAt" < $3` : ""}
       and ($4::text is null or r."projectId" = $4) and ($5::text[] is null or c.id = any($5))
     order by c."endedAt" is not null, c."handedOverAt" is null, c."createdAt", c.id offset $7 limit $8)
  select c.id, c.name, c."siteId", g.city, c."nodeTypeId", c.nodes, p.id as "slaPlanId", p.name as "slaPlanName", p."targetPercent", p."degradedWeightHalves", p."maintenanceAllowanceSeconds",
         c."startAt", c."endAt", c."promisedAt", c."handedOverAt", c."endedAt", s.serving
    from page c join catalog.sla_plan p on p.id = c."slaPlanId" join catalog.region g on g.id = c."regionId"
    left join lateral (
      select json_agg(json_build_object('nodeId', a."nodeId", 'berth', a.berth, 'ordinal', a.ordinal, 'start', ${epoch(`a."startAt"`)}, 'end', ${epoch(`a."endAt"`)}) order by a.ordinal) as serving
        from (select x.*, row_number() over (order by x."startAt", x.berth)::int as ordinal, lead(x."startAt") over (partition by x.berth order by x."startAt", x."endAt") as next
                from clusters.service x where x."organisationId" = $1 and x."clusterId" = c.id) a
       where (a.next is null or a.next > $2) and a."startAt" < $3) s on true
   order by c."endedAt" is not null, c."handedOverAt" is null, c."createdAt", c.id`;

function servedOf(row: Row): ServedCluster {
  const { startAt, endAt, serving, degradedWeightHalves, maintenanceAllowanceSeconds, ...same } = row;
  const handedOverAt = row.handedOverAt && toInstant(row.handedOverAt);
  const endedAt = row.endedAt && toInstant(row.endedAt);
  const contracted = contractedInterval({ start: toInstant(startAt), end: toInstant(endAt) }, handedOverAt, endedAt);
  return {
    ...same,
    handedOverAt,
    endedAt,
    contracted,
    promisedAt: toInstant(row.promisedAt),
    terms: { targetPpm: ppmOfPercent(row.targetPercent), degradedWeightHalves, maintenanceAllowanceSeconds },
    serving: serving ?? [],
    berths: contracted
      ? berthsOf(
          contracted,
          row.nodes,
          (serving ?? []).map((node) => ({ ...node, stay: node.ordinal })),
        )
      : [],
  };
}

export interface ServedFilter {
  organisationId: string;
  projectId: string | null;
  clusterIds?: readonly string[] | undefined;
  /** Excludes clusters that ended before. */
  endedAfter?: Instant | null;
  /** Only clusters handed over before the span ends. */
  handedOver?: boolean;
  offset?: number;
  limit?: number;
}

/** The organisation's clusters, first those that run, then those to come, then those that have ended, the newest last, with the nodes that served in the span. */
export async function readServed(tx: Tx, filter: ServedFilter, span: Interval): Promise<ServedCluster[]> {
  const isHandedOver = filter.handedOver === true;
  const rows = await tx.sql<Row>(
    served(isHandedOver),
    [
      filter.organisationId,
      toDate(span.start),
      toDate(span.end),
      filter.projectId,
      filter.clusterIds ?? null,
      filter.endedAfter == null ? "-infinity" : toDate(filter.endedAfter),
      filter.offset ?? 0,
      filter.limit ?? null,
    ],
    isHandedOver ? "reliability_served" : "reliability_served_or_arriving",
  );
  return rows.map(servedOf);
}

interface StateRow {
  nodeId: string;
  start: number;
  end: number | null;
  state: NodeState;
  reason: StateReason;
  code: number | null;
}

/** The state intervals of nodes that overlap the span, in order. */
export async function readHistory(tx: Tx, nodeIds: readonly string[], span: Interval): Promise<Map<string, StateInterval[]>> {
  const rows =
    nodeIds.length === 0
      ? []
      : await tx.sql<StateRow>(
          `select s."nodeId", ${epoch(`s."startAt"`)} as start, ${epoch(`s."endAt"`)} as "end", s.state, s.reason, s.code
       from unnest($1::text[]) as n (id) join signals.node_state s on s."nodeId" = n.id and s."startAt" < $3 and (s."endAt" is null or s."endAt" > $2)
      order by s."nodeId", s."startAt"`,
          [nodeIds, toDate(span.start), toDate(span.end)],
          "reliability_history",
        );
  const history = new Map<string, StateInterval[]>();
  for (const { nodeId, ...interval } of rows) {
    const known = history.get(nodeId);
    if (known) known.push(interval);
    else history.set(nodeId, [interval]);
  }
  return history;
}

/** Every node that served one of the clusters. */
export const nodesOf = (clusters: readonly ServedCluster[]): string[] => [
  ...new Set(clusters.flatMap((cluster) => cluster.serving.map((node) => node.nodeId))),
];
