// What the modules above may know of reliability.
export { slaMonthDecided } from "./published";
export { accruedCredits } from "./sla/accrued-credits";
export { followChanges } from "./incidents/follow-changes";
