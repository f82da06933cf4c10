import { dueWork } from "@/server/kernel/due/due-work";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { decideSlaReports } from "./decide-sla-reports";
import { dueMonths } from "./sla-rows";

/** Decides every month that ended at least an hour ago. */
export const decideDueMonths = dueWork({
  name: "reliability.slaMonth.decide",
  summary: "Decide the SLA reports of every organisation's ended months.",
  each: "month",
  find: dueMonths,
  // Keyed by organisation: its months are decided in order, so a failing one holds back later ones.
  key: ({ organisationId }) => organisationId,
  perform: ({ month, organisationId }, surface) => run(decideSlaReports, systemCaller("reliability.slaMonth.decide", organisationId, surface), { month }),
});
