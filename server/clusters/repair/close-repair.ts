import { closeRepairInput, repair } from "@/lib/contracts/repairs";
import { notFound, OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { repairRows } from "./repair-rows";

/**
 * Returns a node to service: from now on it can serve and be a spare again. Reporting again is not enough; a person
 * records the outcome and the checks it passed. Errors: not_found; invalid_state when it is already closed.
 */
export const closeRepair = command({
  name: "clusters.repair.close",
  summary: "Close a repair: the node passed its checks and may serve again.",
  input: closeRepairInput,
  output: repair,
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/repairs/{id}/close", door: "operator" },
  audit: { subject: ({ id }) => id },
  idempotency: "required",
  handler: async (ctx, { id, outcome, checks, note }) => {
    const closed = await ctx.tx.exec(
      `update "Repair" set "closedAt" = greatest("openedAt", $2), "closedBy" = $3, outcome = $4, checks = $5, note = $6 where id = $1 and "closedAt" is null`,
      [id, ctx.now, ctx.actor.label, outcome, checks, note ?? null],
      "clusters_repair_close",
    );
    const [row] = await repairRows(ctx.tx, { id, offset: 0, limit: 1 });
    if (!row) throw notFound("repair", id);
    if (closed === 0) throw new OperationError("invalid_state", `This repair was closed at ${row.closedAt ?? ""} by ${row.closedBy ?? "somebody"}.`);
    ctx.audited({ node: row.nodeId, outcome, checks: checks.join(", ") });
    return row;
  },
});
