// Figures in the form of the contracts.
import type { z } from "zod";
import type { TideDay } from "@/lib/contracts/capacity";
import type { stateInterval, UptimeFigures } from "@/lib/contracts/reliability";
import { type Instant, type Interval, formatInstant, intersect, lengthOf, monthInterval, monthOf } from "@/lib/period";
import {
  type Availability,
  availabilityOf,
  type AvailabilityTerms,
  berthPieces,
  type BerthPiece,
  dayRecords,
  type NodeHistory,
  type StateSeconds,
  sumSeconds,
} from "./availability";
import type { ServedCluster } from "./served-rows";

export function figuresOf(figure: Availability): UptimeFigures {
  return {
    contractedSeconds: figure.contracted,
    downSeconds: figure.down,
    degradedSeconds: figure.degraded,
    maintenanceSeconds: figure.maintenance,
    unknownSeconds: figure.unknown,
    lostSeconds: figure.lostSeconds,
    availabilityPercent: figure.availabilityPercent,
    availabilityPercentIncludingMaintenance: figure.availabilityPercentIncludingMaintenance,
  };
}

/** Node-seconds as minutes of the whole cluster, two decimals. */
export const clusterMinutes = (nodeSeconds: number, nodes: number): number => (nodes === 0 ? 0 : Math.round((nodeSeconds / nodes / 60) * 100) / 100);

/** The elapsed part of the period, and the state of each berth in it. The allowance needs the start of the month. */
export function piecesOf(cluster: ServedCluster, history: NodeHistory, period: Interval): BerthPiece[] {
  return berthPieces(cluster.berths, history, cluster.terms, period);
}

/** From where histories must be read for a period: the first day of its first month. */
export const historySpan = (period: Interval): Interval => ({ start: monthInterval(monthOf(period.start)).start, end: period.end });

/** The budget of the whole period, including the future, and what is left of it. */
export function budgetOf(cluster: ServedCluster, period: Interval, figure: Availability) {
  const whole = cluster.contracted && intersect(cluster.contracted, period);
  const contracted = whole ? lengthOf(whole) * cluster.nodes : 0;
  const { budgetSeconds } = availabilityOf({ contracted, up: contracted, degraded: 0, down: 0, maintenance: 0, unknown: 0 }, cluster.terms);
  const budgetLeftSeconds = budgetSeconds - figure.lostSeconds;
  return {
    budgetSeconds,
    budgetLeftSeconds,
    budgetMinutes: clusterMinutes(budgetSeconds, cluster.nodes),
    budgetLeftMinutes: clusterMinutes(budgetLeftSeconds, cluster.nodes),
  };
}

/** Tide marks: the worst state of each day and the minutes it cost the whole cluster. */
export function tideOf(pieces: readonly BerthPiece[], terms: AvailabilityTerms, nodes: number, period: Interval): TideDay[] {
  return dayRecords(pieces, terms, period).map(({ day, worst, lostSeconds }) => ({
    day,
    state: worst ?? "none",
    minutesLost: clusterMinutes(lostSeconds, nodes),
  }));
}

/** The figures of several clusters together: seconds are summed, each lost second weighted by its own plan. */
export function togetherOf(figures: readonly Availability[]): UptimeFigures {
  const sum = (of: (figure: Availability) => number) => figures.reduce((total, figure) => total + of(figure), 0);
  const seconds: StateSeconds = {
    contracted: sum((f) => f.contracted),
    up: sum((f) => f.up),
    degraded: sum((f) => f.degraded),
    down: sum((f) => f.down),
    maintenance: sum((f) => f.maintenance),
    unknown: sum((f) => f.unknown),
  };
  const lostSeconds = sum((f) => f.lostSeconds);
  // Time lost by each plan's weight is counted as down, so that one formula rounds for all.
  const weighted = availabilityOf({ ...seconds, down: lostSeconds, degraded: 0 }, { targetPpm: 0, degradedWeightHalves: 0 });
  return figuresOf({ ...weighted, ...seconds, lostSeconds });
}

/** The period up to now; empty when all of it is in the future. */
export const upTo = (period: Interval, now: Instant): Interval => ({ start: period.start, end: Math.max(period.start, Math.min(period.end, now)) });

/** Everything that was not plainly up, oldest first, as contract output. */
export function notUp(pieces: readonly BerthPiece[]): z.output<typeof stateInterval>[] {
  return pieces
    .filter((piece) => piece.state !== "up")
    .sort((a, b) => a.start - b.start || a.ordinal - b.ordinal)
    .map(({ nodeId, stay, start, end, state, reason }) => ({ nodeId, ordinal: stay, start: formatInstant(start), end: formatInstant(end), state, reason }));
}

export const availabilityOfPieces = (pieces: readonly BerthPiece[], terms: AvailabilityTerms): Availability => availabilityOf(sumSeconds(pieces), terms);
