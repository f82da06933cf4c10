import type { Instant, Interval } from "@/lib/period";

/**
 * When planned work stops counting as maintenance and counts as down: with the plan's allowance, which is per berth and
 * month (docs/sla-and-billing.md). Availability and billing both ask here.
 * @param leftSeconds of the allowance, after earlier work of the berth in the month
 */
export const countsAsMaintenanceUntil = (work: Interval, leftSeconds: number): Instant => Math.min(work.end, work.start + leftSeconds);
