import { incidentPage, listIncidentsInput } from "@/lib/contracts/reliability";
import { query } from "@/server/kernel/operation/operation";
import { cursorOf, incidentOf, incidentRows } from "./incident-views";

export const listIncidents = query({
  name: "reliability.incident.list",
  summary: "Incidents that touched the organisation's clusters, newest first.",
  input: listIncidentsInput,
  output: incidentPage,
  permission: "reliability.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/incidents" },
  handler: async (ctx, input) => {
    const rows = await incidentRows(ctx.tx, ctx.now, { ...input, organisationId: ctx.organisationId, projectId: ctx.projectId, limit: input.limit + 1 });
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    return { data: shown.map((row) => incidentOf(row, ctx.now)), nextCursor: rows.length > input.limit && last ? cursorOf(last) : null };
  },
});
