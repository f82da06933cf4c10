// Announced maintenance, and whose clusters it affects.
import type { MaintenanceWindowContract } from "@/lib/contracts/reliability";
import { toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { ANNOUNCEMENT_SECONDS } from "@/server/signals";

interface Row {
  id: string;
  siteId: string;
  city: string;
  title: string;
  announcedAt: Date;
  startAt: Date;
  endAt: Date;
  cancelledAt: Date | null;
  clusters: MaintenanceWindowContract["clusters"] | null;
}

export interface MaintenanceFilter {
  /** Only windows at sites where it has clusters at the time; null for all. */
  organisationId: string | null;
  projectId?: string | null;
  id?: string | undefined;
  state?: MaintenanceWindowContract["state"] | undefined;
  site?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  offset: number;
  limit: number;
}

/** Soonest first. */
export function maintenanceRows(tx: Tx, now: Date, filter: MaintenanceFilter): Promise<Row[]> {
  return tx.sql<Row>(
    `select m.id, m."siteId", g.city, m.title, m."announcedAt", m."startAt", m."endAt", m."cancelledAt", t.clusters
       from signals.planned_work m join catalog.site s on s.id = m."siteId" join catalog.region g on g.id = s."regionId"
       left join lateral (
         select json_agg(json_build_object('id', c.id, 'name', c.name, 'nodes', r.nodes) order by c.name) as clusters
           from capacity.contract r join clusters.cluster c on c."organisationId" = r."organisationId" and c."reservationId" = r.id
          where r."organisationId" = $1 and r."siteId" = m."siteId" and r."startAt" < m."endAt" and coalesce(c."endedAt", r."endAt") > m."startAt"
            and r.state <> 'cancelled' and ($2::text is null or r."projectId" = $2)) t on true
      where ($1::text is null or t.clusters is not null) and ($3::text is null or m.id = $3) and ($4::text is null or m."siteId" = $4)
        and ($5::timestamptz is null or m."endAt" > $5) and ($6::timestamptz is null or m."startAt" < $6)
        and ($7::text is null or $7 = case when m."cancelledAt" is not null then 'cancelled' when m."endAt" <= $8 then 'done' when m."startAt" <= $8
          then 'running' else 'planned' end)
      order by m."startAt", m.id offset $9 limit $10`,
    [
      filter.organisationId,
      filter.projectId ?? null,
      filter.id ?? null,
      filter.site ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.state ?? null,
      now,
      filter.offset,
      filter.limit,
    ],
    "reliability_maintenance",
  );
}

export function maintenanceOf(row: Row, now: Date): MaintenanceWindowContract {
  const state = row.cancelledAt !== null ? "cancelled" : row.endAt <= now ? "done" : row.startAt <= now ? "running" : "planned";
  return {
    id: row.id,
    site: row.siteId,
    city: row.city,
    title: row.title,
    announcedAt: row.announcedAt.toISOString(),
    start: row.startAt.toISOString(),
    end: row.endAt.toISOString(),
    state,
    countsAsDown: toInstant(row.startAt) - toInstant(row.announcedAt) < ANNOUNCEMENT_SECONDS,
    clusters: row.clusters ?? [],
  };
}
