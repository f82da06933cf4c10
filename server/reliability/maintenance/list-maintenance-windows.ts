import { listMaintenanceInput, maintenancePage } from "@/lib/contracts/reliability";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf, pageFrom } from "@/server/kernel/operation/page-cursor";
import { maintenanceOf, maintenanceRows } from "./maintenance-rows";

export const listMaintenanceWindows = query({
  name: "reliability.maintenanceWindow.list",
  summary: "Work announced at sites where the organisation has clusters, soonest first.",
  input: listMaintenanceInput,
  output: maintenancePage,
  permission: "reliability.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/maintenance-windows" },
  handler: async (ctx, input) => {
    const offset = offsetOf(input.cursor);
    const rows = await maintenanceRows(ctx.tx, ctx.now, {
      ...input,
      organisationId: ctx.organisationId,
      projectId: ctx.projectId,
      offset,
      limit: input.limit + 1,
    });
    return pageFrom(
      rows.map((row) => maintenanceOf(row, ctx.now)),
      offset,
      input.limit,
    );
  },
});
