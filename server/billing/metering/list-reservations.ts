import { listReservationsInput, reservationPage } from "@/lib/contracts/capacity";
import { findProject, listReservationRows } from "@/server/capacity";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";
import { withCharges } from "./reservation-charges";

export const listReservations = query({
  name: "billing.reservation.list",
  summary: "Lists reservations with their charges so far, newest first; by state, project, region or node type.",
  input: listReservationsInput,
  output: reservationPage,
  permission: "capacity.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/reservations" },
  handler: async (ctx, { project, cursor, limit, ...filter }) => {
    const before = idCursor(cursor, "res");
    const asked = project === undefined ? null : await findProject(ctx.tx, ctx.organisationId, project);
    // A project that does not exist, or is not the key's, has no reservations.
    if (project !== undefined && (!asked || (ctx.projectId !== null && asked.id !== ctx.projectId))) return { data: [], nextCursor: null };
    const rows = await listReservationRows(ctx.tx, ctx.organisationId, { ...filter, before, projectId: asked?.id ?? ctx.projectId, limit: limit + 1 });
    const data = rows.slice(0, limit);
    return { data: await withCharges(ctx, data), nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
  },
});
