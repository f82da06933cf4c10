// Months and days as printed on invoices: English, UTC, on any machine.
import { type Instant, toDate } from "@/lib/period";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"] as const;

/** `"October 2026"`. */
export function monthName(instant: Instant): string {
  const date = toDate(instant);
  return `${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}`;
}

/** `"2 Nov 2026"`, or without the year where it is shown nearby. */
export function dayName(instant: Instant, year = true): string {
  const date = toDate(instant);
  return `${date.getUTCDate()} ${(MONTHS[date.getUTCMonth()] ?? "").slice(0, 3)}${year ? ` ${date.getUTCFullYear()}` : ""}`;
}

/** `"14 Oct 03:12"`, with seconds where they matter. */
export function momentName(instant: Instant, seconds = false): string {
  return `${dayName(instant, false)} ${toDate(instant)
    .toISOString()
    .slice(11, seconds ? 19 : 16)}`;
}
