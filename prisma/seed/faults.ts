import { type Instant, SECONDS_PER_DAY, SECONDS_PER_HOUR, startOfDay } from "@/lib/period";
import { type Random, random } from "./random";

/**
 * How single nodes fail, modelled on a published trace of a real fleet (InfiniteHBD, SIGCOMM 2025: 400 GPU servers of
 * 8, 348 days, 584 faults): one fault per 5,720 node-hours, repair median 20 h, third quartile 76 h, 90th percentile
 * 312 h, mean 133 h. A node's faults derive from its id alone, so any node's future can be computed without the others.
 */
export type FaultCategory = "gpu" | "unknown" | "stress_test" | "cable" | "fan" | "nic" | "power_supply" | "software" | "board" | "other";

/** How the fault looks from outside while it lasts. */
export type FaultBehaviour =
  /** Neither heartbeats nor probes get through. */
  | "silent"
  /** Heartbeats and probes continue, but a node-fatal XID was reported. */
  | "xid_fatal"
  /** Heartbeats continue, every probe fails. */
  | "probe_failing"
  /** Reachable, but below its committed throughput or thermally throttled. */
  | "degraded";

export interface Fault {
  nodeId: string;
  start: Instant;
  /** When the repaired node returns; it is out of order over [start, end). */
  end: Instant;
  category: FaultCategory;
  behaviour: FaultBehaviour;
  /** NVIDIA XID, for `xid_fatal` only. */
  xid: number | null;
  /** Percent of the committed throughput that remains, for `degraded` only. */
  throughputPercent: number | null;
}

export const HOURS_BETWEEN_FAULTS = 5_720;
const MEAN_REPAIR_HOURS = 133;

/**
 * Quantiles of the repair time in hours, interpolated on a log scale. The three in the middle are the trace's; the ends
 * are chosen so that the mean is 133 h: 0.34 + 2.49 + 10.49 + 25.06 + 94.6.
 */
const repairQuantiles: readonly (readonly [probability: number, hours: number])[] = [
  [0, 0.25],
  [0.25, 4],
  [0.5, 20],
  [0.75, 76],
  [0.9, 312],
  [1, 2_130],
];

/** Percent of all faults, from the trace; what it does not name is `other`. */
export const categoryShares: Readonly<Record<FaultCategory, number>> = {
  gpu: 27,
  unknown: 25,
  stress_test: 17,
  cable: 7,
  fan: 6,
  nic: 5,
  power_supply: 4.5,
  software: 3,
  board: 1,
  other: 4.5,
};

const behaviourOf: Readonly<Record<FaultCategory, FaultBehaviour>> = {
  gpu: "xid_fatal",
  unknown: "silent",
  stress_test: "probe_failing",
  cable: "degraded",
  fan: "degraded",
  nic: "probe_failing",
  power_supply: "silent",
  software: "probe_failing",
  board: "silent",
  other: "probe_failing",
};

/** Node-fatal XIDs, weighted as fleets report them: fallen off the bus and double-bit ECC lead. */
const fatalXids: readonly (readonly [xid: number, weight: number])[] = [
  [79, 34],
  [48, 26],
  [119, 14],
  [95, 10],
  [74, 8],
  [120, 5],
  [64, 3],
];

/** Histories begin this many days before the demo's now; earlier days do not exist. */
export const HISTORY_DAYS = 430;

/**
 * The faults of one node that overlap [from, until), oldest first. `now` is the demo's now (the one it was loaded for,
 * not the moving clock), so the same node fails at the same distance from it whatever the load date.
 */
export function faultsOf(nodeId: string, from: Instant, until: Instant, now: Instant): Fault[] {
  const draw = random(`faults/${nodeId}`);
  const faults: Fault[] = [];
  let at = startOfDay(now) - HISTORY_DAYS * SECONDS_PER_DAY;
  for (;;) {
    // A node under repair cannot fail: 5,720 h from fault to fault is time in service plus mean repair.
    const start = at + Math.round(draw.exponential(HOURS_BETWEEN_FAULTS - MEAN_REPAIR_HOURS) * SECONDS_PER_HOUR);
    const end = start + repairSeconds(draw);
    const nature = natureOf(draw);
    if (start >= until) return faults;
    if (end > from) faults.push({ nodeId, start, end, ...nature });
    at = end;
  }
}

function repairSeconds(draw: Random): number {
  const probability = draw.next();
  for (let index = 1; index < repairQuantiles.length; index += 1) {
    const [lowP, lowHours] = repairQuantiles[index - 1] ?? [0, 0];
    const [highP, highHours] = repairQuantiles[index] ?? [1, 0];
    if (probability < highP) {
      const share = (probability - lowP) / (highP - lowP);
      return Math.round(lowHours * (highHours / lowHours) ** share * SECONDS_PER_HOUR);
    }
  }
  throw new Error("A probability below 1 lies between two quantiles");
}

function natureOf(draw: Random): Pick<Fault, "category" | "behaviour" | "xid" | "throughputPercent"> {
  const category = weighted(draw, Object.entries(categoryShares) as [FaultCategory, number][]);
  const behaviour = behaviourOf[category];
  // Always drawn, so that a node's later faults do not depend on what kind an earlier one was.
  const xid = weighted(draw, fatalXids);
  const throughputPercent = draw.integer(35, 92);
  return {
    category,
    behaviour,
    xid: behaviour === "xid_fatal" ? xid : null,
    throughputPercent: behaviour === "degraded" ? throughputPercent : null,
  };
}

function weighted<T>(draw: Random, options: readonly (readonly [T, number])[]): T {
  let left = draw.next() * options.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [option, weight] of options) {
    left -= weight;
    if (left < 0) return option;
  }
  const last = options.at(-1);
  if (!last) throw new Error("Nothing to choose from");
  return last[0];
}

/** An error of the customer's own program: reported by the node, never counted against it. */
export interface ApplicationError {
  at: Instant;
  xid: 13 | 31;
}

const HOURS_BETWEEN_APPLICATION_ERRORS = 1_900;

/** Application XIDs of one node within [from, until); drawn day by day, so any day can be computed alone. */
export function applicationErrorsOf(nodeId: string, from: Instant, until: Instant, now: Instant): ApplicationError[] {
  const errors: ApplicationError[] = [];
  for (let day = startOfDay(from); day < until; day += SECONDS_PER_DAY) {
    const draw = random(`errors/${nodeId}/${(day - startOfDay(now)) / SECONDS_PER_DAY}`);
    if (!draw.chance(24 / HOURS_BETWEEN_APPLICATION_ERRORS)) continue;
    const at = day + draw.integer(0, SECONDS_PER_DAY - 1);
    const xid = draw.chance(0.7) ? 13 : 31;
    if (at >= from && at < until) errors.push({ at, xid });
  }
  return errors;
}
