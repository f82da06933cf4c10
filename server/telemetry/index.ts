// What the modules above may know of telemetry.
export { slaMonthDecided } from "./published";
export { accruedCredits } from "./accrued-credits";
