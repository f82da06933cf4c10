// Limits of a request: which hours, how far ahead, how many nodes, which payment schedule. Every door that takes a
// window applies these rules: search, a quote by offer, a quote by site or region, the page, the command line. Pure.
import type { FieldError } from "@/lib/contracts/common";
import type { PaymentSchedule } from "@/lib/contracts/capacity";
import { allowedSchedules } from "@/lib/payment-plan";
import {
  type Instant,
  type Interval,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
  addCalendarMonths,
  ceilToHour,
  isHourAligned,
  parseInstant,
} from "@/lib/period";

export const TERM_RULES = {
  minimumHours: 1,
  maximumMonths: 36,
  maximumNodes: 4_096,
  /** Counters, prices and sites are known no further ahead than this. */
  furthestStartSeconds: 366 * SECONDS_PER_DAY,
} as const;

const FIRST_COUNTED = parseInstant("2020-01-01T00:00:00Z");

export type TermProblem =
  | "start_not_on_the_hour"
  | "end_not_on_the_hour"
  | "start_in_the_past"
  | "start_too_far_ahead"
  | "term_too_short"
  | "term_too_long"
  | "nodes_out_of_bounds"
  | "schedule_not_allowed";

/** The message for each problem, wherever it is found. */
export const TERM_PROBLEMS: Readonly<Record<TermProblem, FieldError>> = {
  start_not_on_the_hour: { pointer: "/start", message: "must be a whole hour." },
  end_not_on_the_hour: { pointer: "/end", message: "must be a whole hour." },
  start_in_the_past: { pointer: "/start", message: "has passed; the next whole hour is the earliest." },
  start_too_far_ahead: { pointer: "/start", message: "is more than a year ahead." },
  term_too_short: { pointer: "/end", message: `must be at least ${TERM_RULES.minimumHours} hour after the start.` },
  term_too_long: { pointer: "/end", message: `must be at most ${TERM_RULES.maximumMonths} months after the start.` },
  nodes_out_of_bounds: { pointer: "/nodes", message: `must be between 1 and ${TERM_RULES.maximumNodes.toLocaleString("en")}.` },
  schedule_not_allowed: { pointer: "/paymentSchedule", message: "upfront reaches to 31 days; choose monthly_advance or deposit_25." },
};

export const earliestStart = (now: Instant): Instant => ceilToHour(now);
export const furthestStart = (now: Instant): Instant => earliestStart(now) + TERM_RULES.furthestStartSeconds;

/** The counted hours: nothing before the network existed, nothing after the longest term that can be booked. */
export const countedHours = (now: Instant): Interval => ({ start: FIRST_COUNTED, end: addCalendarMonths(furthestStart(now), TERM_RULES.maximumMonths) });

const present = (checks: readonly [TermProblem, boolean][]): TermProblem[] => checks.flatMap(([problem, holds]) => (holds ? [problem] : []));

/** What is wrong with a window, in a fixed order; empty when it can be searched and quoted. */
export function windowProblems(window: Interval, now: Instant): TermProblem[] {
  // Years outside the bookable range are not looked up in the calendar.
  const isBookable = window.start >= now && window.start <= furthestStart(now);
  return present([
    ["start_not_on_the_hour", !isHourAligned(window.start)],
    ["end_not_on_the_hour", !isHourAligned(window.end)],
    ["start_in_the_past", window.start < now],
    ["start_too_far_ahead", window.start > furthestStart(now)],
    ["term_too_short", window.end - window.start < TERM_RULES.minimumHours * SECONDS_PER_HOUR],
    ["term_too_long", isBookable && window.end > addCalendarMonths(window.start, TERM_RULES.maximumMonths)],
  ]);
}

/** Everything wrong with a request, in a fixed order; empty when it can be quoted. */
export function termProblems(request: { window: Interval; nodes: number; schedule: PaymentSchedule; now: Instant }): TermProblem[] {
  const { window, nodes, schedule, now } = request;
  return [
    ...windowProblems(window, now),
    ...present([
      ["nodes_out_of_bounds", !Number.isInteger(nodes) || nodes < 1 || nodes > TERM_RULES.maximumNodes],
      ["schedule_not_allowed", window.end > window.start && !allowedSchedules(window).includes(schedule)],
    ]),
  ];
}

// The delivery promise

/**
 * When the cluster is promised: at the start of its term or, if later, the delivery time after the last moment at which
 * the quote can be confirmed. So the promise printed on the quote holds whenever it is confirmed.
 */
export function promisedAt({ start, confirmedBy, leadSeconds }: { start: Instant; confirmedBy: Instant; leadSeconds: number }): Instant {
  return Math.max(start, Math.ceil((confirmedBy + leadSeconds) / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE);
}

/** Whether anything of a window is left after the promised delivery. */
export const canBeDelivered = (window: Interval, promised: Instant): boolean =>
  promised + TERM_RULES.minimumHours * SECONDS_PER_HOUR <= window.end || promised <= window.start;
