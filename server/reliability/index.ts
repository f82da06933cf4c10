// The interface of reliability for modules above.
export { slaMonthDecided, slaMonthRevised } from "./published";
export { decidedMonths } from "./sla/sla-rows";
export { keepCredits, type SlaCredit } from "./sla/sla-credits";
export { accruedCredits } from "./sla/accrued-credits";
export { countsAsMaintenanceUntil } from "./maintenance/allowance";
export { followChanges } from "./incidents/follow-changes";
