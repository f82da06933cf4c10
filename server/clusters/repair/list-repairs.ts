import { listRepairsInput, repairPage } from "@/lib/contracts/repairs";
import { query } from "@/server/kernel/operation/operation";
import { offsetOf, pageFrom } from "@/server/kernel/operation/page-cursor";
import { repairRows } from "./repair-rows";

export const listRepairs = query({
  name: "clusters.repair.list",
  summary: "Nodes in repair, and those that came back from it.",
  input: listRepairsInput,
  output: repairPage,
  permission: "network.read",
  tenancy: "operator",
  rate: "read",
  rest: { method: "GET", path: "/repairs", door: "operator" },
  handler: async ({ tx }, { limit, cursor, state, site }) => {
    const offset = offsetOf(cursor);
    return pageFrom(await repairRows(tx, { state, site, offset, limit: limit + 1 }), offset, limit);
  },
});
