// How a cluster comes into service: five named phases before the promised hour, what happens when nodes fail one of
// them, and which time counts. Pure; the driver reports what came of a phase, the rows are stored elsewhere.
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

/** Delivery begins this long before the promised instant where it can: enough for every phase twice at its longest, since of new nodes one in fourteen fails burn-in. */
const BEGINS_BEFORE_SECONDS = 7_200;

/** Burn-in takes half the time there is, so that a node that fails can be exchanged; nodes are also tested when they join and in standby, so little is enough. */
const BURN_IN_SECONDS_AT_LEAST = 120;
const BURN_IN_SECONDS_AT_MOST = 1_800;

const FIXED_SECONDS = { allocate: 60, image: 300, network: 120, acceptance: 180 } as const;

/** Nodes that could not be found at once are looked for again this much later. */
const ALLOCATION_RETRY_SECONDS = 60;

const ALL_FIXED_SECONDS = FIXED_SECONDS.allocate + FIXED_SECONDS.image + FIXED_SECONDS.network + FIXED_SECONDS.acceptance;

/** Planned seconds of the phases when so many are left until the promised instant: every phase can fail once and be repeated. */
export function phaseSeconds(secondsLeft: number): PhaseSeconds {
  const burnIn = Math.floor(secondsLeft / 2) - ALL_FIXED_SECONDS;
  return { ...FIXED_SECONDS, burn_in: Math.max(BURN_IN_SECONDS_AT_LEAST, Math.min(BURN_IN_SECONDS_AT_MOST, burnIn)) };
}

export interface DeliveryPlan {
  startsAt: Instant;
  /** What the quote promises: the start of the term, or later when there was too little time to it. */
  promisedAt: Instant;
  /** When the last phase should end. */
  readyAt: Instant;
  seconds: PhaseSeconds;
  phases: { name: DeliveryPhaseName; ordinal: number; startsAt: Instant; dueAt: Instant }[];
}

/** The plan of a delivery: two hours before what was promised, or at once when the contract was confirmed later than that. */
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

/** A phase as stored. Running: started and not finished; its report is due at `dueAt`. `done` of `total` nodes passed. */
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
 * Takes in the report on the running phase: so many more nodes passed it, and the others of `total` failed. When all
 * passed, the next phase begins. Nodes that failed are exchanged and caught up (chosen, installed, joined and tested
 * again) before the phase is reported on once more; nodes that were not found are looked for again.
 * @throws RangeError when nothing is running or more passed than there are.
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
 * The time a cluster is charged and measured for: from the start of its term, or its hand-over when that was later,
 * to its end; null before hand-over, or when it ended before it.
 */
export function contractedInterval(term: Interval, handedOverAt: Instant | null, endedAt: Instant | null): Interval | null {
  if (handedOverAt === null) return null;
  const start = Math.max(term.start, handedOverAt);
  const end = Math.min(term.end, endedAt ?? term.end);
  return end > start ? { start, end } : null;
}
