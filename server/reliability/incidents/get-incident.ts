import { incidentDetail, incidentIdInput } from "@/lib/contracts/reliability";
import { notFound } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { incidentOf, incidentRows, timelineOf } from "./incident-views";

/** `id` can also be the number, INC-2026-000227. Errors: not_found. */
export const getIncident = query({
  name: "reliability.incident.get",
  summary: "An incident with its timeline.",
  input: incidentIdInput,
  output: incidentDetail,
  permission: "reliability.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/incidents/{id}" },
  handler: async (ctx, { id }) => {
    const [row] = await incidentRows(ctx.tx, ctx.now, { organisationId: ctx.organisationId, projectId: ctx.projectId, id, limit: 1 });
    if (!row) throw notFound("incident", id);
    return { ...incidentOf(row, ctx.now), timeline: await timelineOf(ctx.tx, ctx.organisationId, row, ctx.now) };
  },
});
