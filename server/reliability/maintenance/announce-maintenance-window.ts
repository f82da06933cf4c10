import { announceMaintenanceInput, maintenanceWindow } from "@/lib/contracts/reliability";
import { catalogueOf } from "@/server/catalog";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { planWork } from "@/server/signals";
import { maintenanceOf, maintenanceRows } from "./maintenance-rows";

/** A window is for maintenance, not for taking a site out of service permanently. */
const LONGEST_HOURS = 72;

const invalid = (pointer: string, message: string) =>
  new OperationError("validation_failed", `This work cannot be announced: ${pointer.slice(1)} ${message}.`, { errors: [{ pointer, message }] });

/**
 * Announces maintenance at a site. Announced 72 hours ahead it is maintenance, within each plan's monthly allowance;
 * otherwise its time counts as downtime, and the answer says so. Errors: validation_failed, not_found.
 */
export const announceMaintenanceWindow = command({
  name: "reliability.maintenanceWindow.announce",
  summary: "Announce work at a site.",
  input: announceMaintenanceInput,
  output: maintenanceWindow,
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/maintenance-windows", status: 201, door: "operator" },
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  handler: async (ctx, { site, title, start, end }) => {
    const [startAt, endAt] = [new Date(start), new Date(end)];
    if (startAt <= ctx.now) throw invalid("/start", "must lie ahead");
    if (endAt <= startAt || endAt.getTime() - startAt.getTime() > LONGEST_HOURS * 3_600_000)
      throw invalid("/end", `must be after start, and at most ${LONGEST_HOURS} hours after it`);
    if (!(await catalogueOf(ctx.tx)).sites.has(site)) throw new OperationError("not_found", `There is no site ${site}.`);
    const id = ctx.id("mnt");
    await planWork(ctx.tx, { id, siteId: site, title, announcedAt: ctx.now, startAt, endAt });
    ctx.audited({ site, start, end });
    const [row] = await maintenanceRows(ctx.tx, ctx.now, { organisationId: null, id, offset: 0, limit: 1 });
    if (!row) throw new Error("the window just written is missing");
    return maintenanceOf(row, ctx.now);
  },
});
