// The current state of every site, for the network strip, the map and the public status page.
import type { SiteStatus } from "@/lib/contracts/catalog";
import { formatInstant, toInstant } from "@/lib/period";
import { catalogueOf } from "@/server/catalog";
import type { Tx } from "@/server/kernel/database/db";
import { AILING_SECONDS, siteState } from "./site-rules";

interface Row {
  siteId: string;
  watched: number;
  unknown: number;
  ailing: number;
  darkSince: Date | null;
  workSince: Date | null;
  heardAt: Date | null;
}

const SITES = `
  select p."siteId", count(w."nodeId")::int as watched, count(*) filter (where w.state = 'unknown')::int as unknown,
         count(*) filter (where w.state = 'degraded' or w.state = 'down' and exists (
           select from signals.node_state s where s."nodeId" = w."nodeId" and s."endAt" is null
             and s."startAt" > $1::timestamptz - make_interval(secs => ${AILING_SECONDS})))::int as ailing,
         max(h."watchedUntil") as "heardAt", d.since as "darkSince", m.since as "workSince"
    from catalog.pool p left join signals.watched_node w on w."poolId" = p.id left join signals.watched_pool h on h."poolId" = p.id
    left join (select "siteId", min("openedAt") as since from "Incident" where kind = 'site_dark' and "resolvedAt" is null
      group by 1) d on d."siteId" = p."siteId"
    left join (select "siteId", min("startAt") as since from signals.planned_work where "startAt" <= $1 and "endAt" > $1 and "cancelledAt" is null
      group by 1) m on m."siteId" = p."siteId"
   group by p."siteId", d.since, m.since`;

/** The network's sites in order of their ids, and when the last signal of any of them arrived. */
export async function siteStatuses(tx: Tx, now: Date): Promise<{ sites: SiteStatus[]; lastSignalAt: Date | null }> {
  const [rows, catalogue] = await Promise.all([tx.sql<Row>(SITES, [now], "reliability_site_statuses"), catalogueOf(tx)]);
  const byId = new Map(rows.map((row) => [row.siteId, row]));
  const sites: SiteStatus[] = [];
  for (const site of catalogue.sites.values()) {
    const region = catalogue.regions.get(site.regionId);
    if (!region || site.joinedAt > now || (site.leavesAt !== null && site.leavesAt <= now)) continue;
    const row = byId.get(site.id);
    const { state, since } = siteState({
      watched: row?.watched ?? 0,
      unknown: row?.unknown ?? 0,
      ailing: row?.ailing ?? 0,
      darkSince: row?.darkSince ? toInstant(row.darkSince) : null,
      workSince: row?.workSince ? toInstant(row.workSince) : null,
    });
    sites.push({
      id: site.id,
      region: region.id,
      city: region.city,
      country: region.country,
      area: region.area,
      latitude: site.latitude,
      longitude: site.longitude,
      state,
      since: since === null ? null : formatInstant(since),
    });
  }
  const heard = rows.reduce<Date | null>((last, { heardAt }) => (heardAt !== null && (last === null || heardAt > last) ? heardAt : last), null);
  return { sites, lastSignalAt: heard };
}
