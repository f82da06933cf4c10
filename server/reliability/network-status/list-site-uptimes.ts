import { z } from "zod";
import { listInput } from "@/lib/contracts/common";
import { siteUptimes } from "@/lib/contracts/reliability";
import { formatInstant, SECONDS_PER_DAY, toDate, toInstant } from "@/lib/period";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf, pageFrom } from "@/server/kernel/operation/page-cursor";
import { percentDown } from "../uptime/availability";

interface Row {
  site: string;
  nodes: number;
  observed: number;
  down: number;
  maintenance: number;
  unknown: number;
}

/**
 * Seconds by state of every site's watched nodes. Reads only intervals that reach into the period (index
 * NodeState_recent), so earlier years cost nothing; a node's time before it was first heard is unobserved.
 */
const SITES = `
  with watched as materialized (select n.id, p."siteId" from catalog.node n join catalog.pool p on p.id = n."poolId" where n.watched),
  cut as (
    select "nodeId", state, "endAt" is null as open, date_part('epoch', least("endAt", $2) - greatest("startAt", $1)) as seconds
      from signals.node_state where coalesce("endAt", 'infinity'::timestamptz) > $1 and "startAt" < $2)
  select w."siteId" as site, count(*) filter (where c.open)::int as nodes, sum(c.seconds) as observed,
         coalesce(sum(c.seconds) filter (where c.state = 'down'), 0) as down,
         coalesce(sum(c.seconds) filter (where c.state = 'maintenance'), 0) as maintenance,
         coalesce(sum(c.seconds) filter (where c.state = 'unknown'), 0) as unknown
    from cut c join watched w on w.id = c."nodeId" group by 1 order by 1`;

/** How the watched nodes of each site performed before any replacement: the network's own figure, not a promise. */
export const listSiteUptimes = query({
  name: "reliability.uptime.sites",
  summary: "Uptime of the watched nodes of every site over the last days.",
  input: listInput.extend({ days: z.number().int().min(1).max(400).default(90), limit: z.number().int().min(1).max(2_000).default(1_000) }),
  output: siteUptimes,
  permission: "network.read",
  tenancy: "operator",
  rate: "read",
  rest: { method: "GET", path: "/site-uptimes", door: "operator" },
  handler: async (ctx, { days, limit, cursor }) => {
    const to = toInstant(ctx.now);
    const from = to - days * SECONDS_PER_DAY;
    const rows = await ctx.tx.sql<Row>(SITES, [toDate(from), toDate(to)], "reliability_sites");
    const offset = offsetOf(cursor);
    const { data, nextCursor } = pageFrom(rows.slice(offset, offset + limit + 1), offset, limit);
    return {
      from: formatInstant(from),
      to: formatInstant(to),
      nextCursor,
      data: data.map(({ site, nodes, observed, down, maintenance, unknown }) => ({
        site,
        nodes,
        observedSeconds: observed,
        downSeconds: down,
        maintenanceSeconds: maintenance,
        unknownSeconds: unknown,
        uptimePercent: percentDown(observed - maintenance - unknown - down, observed - maintenance - unknown),
      })),
    };
  },
});
