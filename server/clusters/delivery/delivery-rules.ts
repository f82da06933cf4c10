// Delivery of a cluster: five named phases before the promised hour, what happens when nodes fail one of them, and
// which time counts. Pure; the driver reports the result of a phase, the rows are stored elsewhere.
import type { Instant, Interval } from "@/lib/period";

export const DELIVERY_PHASES = ["allocate", "image", "network", "burn_in", "acceptance"] as const;
export type DeliveryPhaseName = (typeof DELIVERY_PHASES)[number];

export const PHASE_LABELS: Readonly<Record<DeliveryPhaseName, string>> = {
  allocate: "Nodes chosen",
  image: "System installed",
  network: "Fabric joined",
  burn_in: "Burn-in",
  acceptance: "Acceptance",
};

/** Planned seconds of each phase. */
export type PhaseSeconds = Readonly<Record<DeliveryPhaseName, number>>;

/**
 * Delivery begins this long before the promised instant if possible: enough for every phase twice at its longest, since
 * one in fourteen new nodes fails burn-in.
 */
const BEGINS_BEFORE_SECONDS = 7_200;

/**
 * Burn-in takes half the available time, so that a failed node can be exchanged; nodes are also tested when they join
 * and as spares, so little is enough.
 */
const MIN_BURN_IN_SECONDS = 120;
const MAX_BURN_IN_SECONDS = 1_800;

const FIXED_SECONDS = { allocate: 60, image: 300, network: 120, acceptance: 180 } as const;

/** How much later missing nodes are looked for again. */
const ALLOCATION_RETRY_SECONDS = 60;

const ALL_FIXED_SECONDS = FIXED_SECONDS.allocate + FIXED_SECONDS.image + FIXED_SECONDS.network + FIXED_SECONDS.acceptance;

/**
 * Planned seconds of the phases for the time left until the promised instant: every phase can fail once and be
 * repeated.
 */
export function phaseSeconds(secondsLeft: number): PhaseSeconds {
  const burnIn = Math.floor(secondsLeft / 2) - ALL_FIXED_SECONDS;
  return { ...FIXED_SECONDS, burn_in: Math.max(MIN_BURN_IN_SECONDS, Math.min(MAX_BURN_IN_SECONDS, burnIn)) };
}

export interface DeliveryPlan {
  startsAt: Instant;
  /** The quote's promise: the start of the term, or later when there was too little time. */
  promisedAt: Instant;
  /** When the last phase should end. */
  readyAt: Instant;
  seconds: PhaseSeconds;
  phases: { name: DeliveryPhaseName; ordinal: number; startsAt: Instant; dueAt: Instant }[];
}

/**
 * The delivery plan: starts two hours before the promise, or at once when the contract was confirmed later than that.
 */
export function planDelivery(confirmedAt: Instant, promisedAt: Instant): DeliveryPlan {
  const startsAt = Math.max(confirmedAt, promisedAt - BEGINS_BEFORE_SECONDS);
  const seconds = phaseSeconds(promisedAt - startsAt);
  let at = startsAt;
  const phases = DELIVERY_PHASES.map((name, index) => {
    const phase = { name, ordinal: index + 1, startsAt: at, dueAt: at + seconds[name] };
    at = phase.dueAt;
    return phase;
  });
  return { startsAt, promisedAt, readyAt: at, seconds, phases };
}

/** A stored phase. Running: started and not finished; its report is due at `dueAt`. `done` of `total` nodes passed. */
export interface PhaseProgress {
  name: DeliveryPhaseName;
  startedAt: Instant | null;
  dueAt: Instant | null;
  finishedAt: Instant | null;
  done: number;
  total: number;
}

/** The phases of a delivery that begins now, the first one running. */
export function beginDelivery(nodes: number, seconds: PhaseSeconds, at: Instant): PhaseProgress[] {
  return DELIVERY_PHASES.map((name, index) => ({
    name,
    startedAt: index === 0 ? at : null,
    dueAt: index === 0 ? at + seconds[name] : null,
    finishedAt: null,
    done: 0,
    total: nodes,
  }));
}

export function runningPhase(phases: readonly PhaseProgress[]): PhaseProgress | null {
  return phases.find((phase) => phase.startedAt !== null && phase.finishedAt === null) ?? null;
}

export function isDelivered(phases: readonly PhaseProgress[]): boolean {
  return phases.length > 0 && phases.every((phase) => phase.finishedAt !== null);
}

/**
 * Applies the report on the running phase: this many more nodes passed, the others of `total` failed. When all passed,
 * the next phase begins. Failed nodes are exchanged and brought up to date (chosen, installed, joined and tested again)
 * before the phase is reported on again; missing nodes are looked for again.
 * @throws RangeError when nothing is running or more nodes passed than exist
 */
export function reportPhase(phases: readonly PhaseProgress[], passed: number, seconds: PhaseSeconds, at: Instant): PhaseProgress[] {
  const running = runningPhase(phases);
  if (!running) throw new RangeError("no phase is running");
  const done = running.done + passed;
  if (!Number.isInteger(passed) || passed < 0 || done > running.total)
    throw new RangeError(`${passed} more nodes passed of ${running.total}, with ${running.done} already through`);
  const index = phases.indexOf(running);
  const finished = done === running.total;
  return phases.map((phase, each) => {
    if (each === index) return finished ? { ...phase, done, finishedAt: at } : { ...phase, done, dueAt: at + retrySeconds(index, seconds) };
    if (finished && each === index + 1) return { ...phase, startedAt: at, dueAt: at + seconds[phase.name] };
    return phase;
  });
}

/** A failed node's substitute goes through every phase up to the failed one. */
function retrySeconds(index: number, seconds: PhaseSeconds): number {
  if (index === 0) return ALLOCATION_RETRY_SECONDS;
  return DELIVERY_PHASES.slice(0, index + 1).reduce((sum, name) => sum + seconds[name], 0);
}

/**
 * The time a cluster is charged and measured for: from the later of term start and hand-over to its end; null before
 * hand-over, or when it ended before.
 */
export function contractedInterval(term: Interval, handedOverAt: Instant | null, endedAt: Instant | null): Interval | null {
  if (handedOverAt === null) return null;
  const start = Math.max(term.start, handedOverAt);
  const end = Math.min(term.end, endedAt ?? term.end);
  return end > start ? { start, end } : null;
}
