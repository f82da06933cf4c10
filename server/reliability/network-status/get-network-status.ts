import { z } from "zod";
import type { SiteStatus } from "@/lib/contracts/catalog";
import { networkStatus } from "@/lib/contracts/reliability";
import { query } from "@/server/kernel/operation/operation";
import { siteStatuses } from "./site-statuses";

const MAX_NOT_UP = 50;
const BADNESS: readonly SiteStatus["state"][] = ["down", "unknown", "degraded", "maintenance", "up"];

/** Public: names sites, never customers. */
export const getNetworkStatus = query({
  name: "reliability.networkStatus.get",
  summary: "How the network is now: sites by area and state.",
  input: z.object({}),
  output: networkStatus,
  permission: "none",
  tenancy: "public",
  rate: "read",
  rest: { method: "GET", path: "/network-status" },
  handler: async (ctx) => {
    const { sites, lastSignalAt } = await siteStatuses(ctx.tx, ctx.now);
    const areas = new Map<string, SiteStatus[]>();
    for (const site of sites) areas.set(site.area, [...(areas.get(site.area) ?? []), site]);
    const isUp = (site: SiteStatus) => site.state === "up";
    return {
      at: ctx.now.toISOString(),
      lastSignalAt: lastSignalAt?.toISOString() ?? null,
      sites: sites.length,
      sitesUp: sites.filter(isUp).length,
      countries: new Set(sites.map((site) => site.country)).size,
      areas: [...areas]
        .map(([area, members]) => ({ area, sites: members.length, up: members.filter(isUp).length, states: members.map((site) => site.state) }))
        .sort((a, b) => b.sites - a.sites || (a.area < b.area ? -1 : 1)),
      notUp: sites
        .filter((site) => !isUp(site))
        .sort((a, b) => BADNESS.indexOf(a.state) - BADNESS.indexOf(b.state))
        .slice(0, MAX_NOT_UP),
    };
  },
});
