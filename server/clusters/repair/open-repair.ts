import { openRepairInput, repair } from "@/lib/contracts/repairs";
import { notFound, OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { openRepair as open, repairRows } from "./repair-rows";

/**
 * Takes a node that serves nobody out for repair. Errors: not_found; invalid_state when it is serving, conflict when it
 * is already under repair.
 */
export const openRepair = command({
  name: "clusters.repair.open",
  summary: "Take a node that serves nobody out for repair.",
  input: openRepairInput,
  output: repair,
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/repairs", status: 201, door: "operator" },
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  handler: async (ctx, { node, category, fault }) => {
    const { tx, now } = ctx;
    const [known] = await tx.sql<{ serves: string | null; inRepair: string | null }>(
      `select (select a."clusterId" from "Assignment" a where a."nodeId" = n.id and a."startAt" <= $2 and a."endAt" > $2 limit 1) as serves,
              (select r.id from "Repair" r where r."nodeId" = n.id and r."closedAt" is null) as "inRepair"
         from catalog.node n where n.id = $1`,
      [node, now],
      "clusters_repair_open",
    );
    if (!known) throw notFound("node", node);
    if (known.inRepair !== null) throw new OperationError("conflict", `This node is in repair already, under ${known.inRepair}.`);
    if (known.serves !== null)
      throw new OperationError("invalid_state", `This node serves ${known.serves}.`, { suggestion: "It goes to repair when it is replaced there." });
    await open(tx, node, now, category, fault);
    const [row] = await repairRows(tx, { nodeId: node, state: "open", offset: 0, limit: 1 });
    if (!row) throw new Error("the repair just opened is missing");
    ctx.audited({ node, category });
    return row;
  },
});
