// Incidents as an organisation sees them: its own, and those of sites where it had a cluster at the time.
import type { z } from "zod";
import type { IncidentContract, timelineEntry } from "@/lib/contracts/reliability";
import type { Tx } from "@/server/kernel/database/db";
import { refusedCursor } from "@/server/kernel/operation/page-cursor";
import { clusterMinutes } from "../uptime/uptime-shape";

export interface IncidentFilter {
  organisationId: string;
  projectId: string | null;
  id?: string | undefined;
  state?: "open" | "resolved" | undefined;
  kind?: string | undefined;
  clusterId?: string | undefined;
  /** Only incidents that overlap [from, to). */
  from?: string | undefined;
  to?: string | undefined;
  search?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Touched {
  clusterId: string;
  clusterName: string;
  nodes: number;
  of: number;
}
interface Row {
  id: string;
  number: string;
  kind: IncidentContract["kind"];
  title: string;
  siteId: string;
  city: string;
  clusterId: string | null;
  clusterName: string | null;
  nodeId: string | null;
  openedAt: Date;
  detectedAt: Date;
  resolvedAt: Date | null;
  touched: Touched[] | null;
  spent: string | null;
}

// Nodes that served the organisation at the incident's site, or the incident's own node, during the incident (`i`).
const TOUCHED = `
            capacity.contract r
            join clusters.service a on a."organisationId" = r."organisationId" and a."clusterId" = r."clusterId"
             and r."organisationId" = $1 and r."siteId" = i."siteId" and r."endAt" > i."openedAt" and ($3::text is null or r."projectId" = $3)
             and a."startAt" < coalesce(i."resolvedAt", $2::timestamptz) and a."endAt" > i."openedAt"
             and (i."nodeId" is null or a."nodeId" = i."nodeId" and a."clusterId" = i."clusterId")`;

// The page's incidents are selected first, so that the cost is computed only for those. It is counted like the budget:
// seconds down, and degraded ones by the plan's weight, of the nodes that served the organisation at the time.
const PAGE = `
  with page as materialized (
    select i.*, g.city
      from "Incident" i join catalog.site s on s.id = i."siteId" join catalog.region g on g.id = s."regionId"
     where (i."organisationId" = $1 or i."organisationId" is null)
       and (i."organisationId" = $1 and $3::text is null or exists (select from ${TOUCHED} and ($7::text is null or r."clusterId" = $7)))
       and ($7::text is null or i."clusterId" = $7 or i."clusterId" is null)
       and (i.id = $4 or i.number = $4 or $4::text is null and i."mergedIntoId" is null)
       and ($5::text is null or (i."resolvedAt" is null) = ($5 = 'open')) and ($6::text is null or i.kind = $6)
       and ($8::timestamptz is null or i."resolvedAt" is null or i."resolvedAt" > $8) and ($9::timestamptz is null or i."openedAt" < $9)
       and ($10::timestamptz is null or (i."openedAt", i.id) < ($10, $11))
       and ($13::text is null or i.number ilike $13 or i.title ilike $13 or g.city ilike $13)
     order by i."openedAt" desc, i.id desc limit $12)
  select i.id, i.number, i.kind, i.title, i."siteId", i.city, i."clusterId", k.name as "clusterName", i."nodeId", i."openedAt", i."detectedAt",
    i."resolvedAt", f.touched, f.spent
    from page i
    left join clusters.cluster k on k."organisationId" = i."organisationId" and k.id = i."clusterId"
    left join lateral (
      select json_agg(json_build_object('clusterId', t.id, 'clusterName', t.name, 'nodes', t.nodes, 'of', t.of) order by t.name) as touched,
        ceil(sum(t.spent))::text as spent
        from (
          select c.id, c.name, r.nodes as of, count(distinct a."nodeId") as nodes,
                 coalesce(sum(case st.state when 'down' then 2 when 'degraded' then p."degradedWeightHalves" else 0 end
                   * greatest(0, extract(epoch from least(coalesce(st."endAt", u.until), u.until, a."endAt") - greatest(st."startAt", i."openedAt",
                     a."startAt", r."startAt")))) / 2, 0) as spent
            from ${TOUCHED}
            join clusters.cluster c on c."organisationId" = r."organisationId" and c.id = r."clusterId"
            cross join (select coalesce(i."resolvedAt", $2::timestamptz) as until) u
            join catalog.sla_plan p on p.id = r."slaPlanId"
            left join signals.node_state st on st."nodeId" = a."nodeId" and st.state in ('down', 'degraded') and st."startAt" < u.until
              and coalesce(st."endAt", 'infinity') > i."openedAt"
           group by c.id, c.name, r.nodes) t) f on true
   order by i."openedAt" desc, i.id desc`;

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~(inc_\w+)$/;

/** Newest first; one more than the page when there are more. */
export async function incidentRows(tx: Tx, now: Date, filter: IncidentFilter): Promise<Row[]> {
  const [, before, beforeId] = CURSOR.exec(filter.cursor ?? "") ?? [];
  if (filter.cursor !== undefined && beforeId === undefined) throw refusedCursor();
  return tx.sql<Row>(
    PAGE,
    [
      filter.organisationId,
      now,
      filter.projectId,
      filter.id ?? null,
      filter.state ?? null,
      filter.kind ?? null,
      filter.clusterId ?? null,
      filter.from ?? null,
      filter.to ?? null,
      before ?? null,
      beforeId ?? null,
      filter.limit,
      filter.search ? `%${filter.search.replace(/[\\%_]/g, "\\$&")}%` : null,
    ],
    "reliability_incidents",
  );
}

export const cursorOf = (row: Row): string => `${row.openedAt.toISOString()}~${row.id}`;

export function incidentOf(row: Row, now: Date): IncidentContract {
  const touched = row.touched ?? [];
  const [only] = touched;
  const spent = Number(row.spent ?? 0);
  return {
    id: row.id,
    number: row.number,
    state: row.resolvedAt === null ? "open" : "resolved",
    kind: row.kind,
    title: row.title,
    scope: row.clusterId === null ? "network" : "cluster",
    site: row.siteId,
    city: row.city,
    clusterId: row.clusterId,
    clusterName: row.clusterName,
    nodeId: row.nodeId,
    touched: touched.map(({ clusterId, clusterName, nodes }) => ({ clusterId, clusterName, nodes })),
    openedAt: row.openedAt.toISOString(),
    detectedAt: row.detectedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    lastedSeconds: Math.max(0, Math.floor(((row.resolvedAt ?? now).getTime() - row.openedAt.getTime()) / 1000)),
    budgetSpentNodeSeconds: spent,
    budgetSpentClusterMinutes: only && touched.length === 1 ? clusterMinutes(spent, only.of) : null,
  };
}

/** The timeline in order: the incident's own entries, and what the cluster did about a spare. */
export async function timelineOf(tx: Tx, organisationId: string, row: Row, now: Date): Promise<z.output<typeof timelineEntry>[]> {
  const entries = await tx.sql<{ at: Date; kind: string; text: string }>(
    `select at, kind, text from (
       select at, kind, text from "IncidentEntry" where "incidentId" = $1
       union all select at, kind, text from clusters.event
        where "organisationId" = $2 and "clusterId" = $3 and "nodeId" = $4 and kind in ('spare_requested', 'spare_missing') and at >= $5
          and at <= coalesce($6, $7::timestamptz)) e
     order by at, array_position(array['began', 'detected', 'told'], kind), kind`,
    [row.id, organisationId, row.clusterId, row.nodeId, row.openedAt, row.resolvedAt, now],
    "reliability_timeline",
  );
  return entries.map(({ at, kind, text }) => ({ at: at.toISOString(), kind, text }));
}
