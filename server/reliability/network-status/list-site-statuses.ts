import { listSiteStatusesInput, siteStatusPage } from "@/lib/contracts/reliability";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf, pageFrom } from "@/server/kernel/operation/page-cursor";
import { siteStatuses } from "./site-statuses";

export const listSiteStatuses = query({
  name: "reliability.siteStatus.list",
  summary: "Every site with its place and how it is now.",
  input: listSiteStatusesInput,
  output: siteStatusPage,
  permission: "reliability.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/site-statuses" },
  handler: async (ctx, { area, state, limit, cursor }) => {
    const { sites } = await siteStatuses(ctx.tx, ctx.now);
    const wanted = sites.filter((site) => (area === undefined || site.area === area) && (state === undefined || site.state === state));
    const offset = offsetOf(cursor);
    return pageFrom(wanted.slice(offset, offset + limit + 1), offset, limit);
  },
});
