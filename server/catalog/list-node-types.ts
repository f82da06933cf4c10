import { listInput } from "@/lib/contracts/common";
import { nodeTypePage } from "@/lib/contracts/catalog";
import { query } from "@/server/kernel/operation/operation";
import { catalogueOf } from "./catalogue";
import { pageById } from "./list-pages";

export const listNodeTypes = query({
  name: "catalog.nodeType.list",
  summary: "Lists the node types: GPUs, memory, CPU, RAM, local storage, fabric and committed bandwidth of one node.",
  input: listInput,
  output: nodeTypePage,
  permission: "capacity.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/node-types" },
  handler: async (ctx, input) => pageById((await catalogueOf(ctx.tx)).nodeTypes.values(), input),
});
