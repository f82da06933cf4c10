import { listInput } from "@/lib/contracts/common";
import { slaPlanPage } from "@/lib/contracts/catalog";
import { query } from "@/server/kernel/operation/operation";
import { catalogueOf } from "./catalogue";
import { pageById } from "./list-pages";

const WEIGHT_OF_HALVES = ["0", "0.5", "1"];

export const listSlaPlans = query({
  name: "catalog.slaPlan.list",
  summary: "Lists the SLA plans: promised availability, weight of degraded time and monthly maintenance allowance.",
  input: listInput,
  output: slaPlanPage,
  permission: "capacity.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/sla-plans" },
  handler: async (ctx, input) => {
    const { data, nextCursor } = pageById((await catalogueOf(ctx.tx)).slaPlans.values(), input);
    return { data: data.map((plan) => ({ ...plan, degradedWeight: WEIGHT_OF_HALVES[plan.degradedWeightHalves] ?? "1" })), nextCursor };
  },
});
