// A cluster's availability over a period, in whole seconds (docs/sla-and-billing.md, Availability). Money depends on
// it, so there is no floating point: the degraded weight is counted in halves and percentages are truncated by bigint
// division.
import { type NodeState, type StateInterval, type StateReason, worstState } from "@/lib/node-state";
import { daysOf, type Instant, type Interval, monthInterval, monthOf, monthsOf, SECONDS_PER_DAY } from "@/lib/period";
import { countsAsMaintenanceUntil } from "../maintenance/allowance";

/** The measured part of an SLA plan's promise. */
export interface AvailabilityTerms {
  /** 99.99 % is 999,900. */
  targetPpm: number;
  /** How many halves of a degraded second count as down: 0, 1 or 2. */
  degradedWeightHalves: 0 | 1 | 2;
  /** Maintenance a berth can have per UTC calendar month; the excess counts as down. */
  maintenanceAllowanceSeconds: number;
}

/** One berth of a cluster over its contracted time (from hand-over on), and the nodes that served in it. */
export interface Berth {
  ordinal: number;
  contracted: Interval;
  /** Where they overlap the later one serves; where there is none, the berth is empty and down. */
  assignments: readonly Stay[];
}

/**
 * A node in a berth over one assignment; a returning node has a new one. `stay` is its number in the cluster, in the
 * order nodes joined.
 */
export interface Stay extends Interval {
  nodeId: string;
  stay: number;
}

/** Node states by node id, in order; the open interval reaches to the end of the period. */
export type NodeHistory = ReadonlyMap<string, readonly StateInterval[]>;

/**
 * A stretch of one berth in one state. Where no node served (down, reason `uncovered`) it is charged to the one that
 * served last, or to the first when none had yet; null when none ever did. Maintenance beyond the allowance is down
 * with reason `maintenance`; time not covered by a node's history is unknown.
 */
export interface BerthPiece extends Interval {
  ordinal: number;
  nodeId: string | null;
  stay: number | null;
  state: NodeState;
  reason: StateReason | "uncovered";
}

/** Seconds by state; the five parts add up to `contracted`. */
export interface StateSeconds {
  contracted: number;
  up: number;
  degraded: number;
  down: number;
  maintenance: number;
  unknown: number;
}

export interface Availability extends StateSeconds {
  /** Maintenance excluded; percent with five decimals, rounded down; null when there is no data. */
  availabilityPercent: string | null;
  /** The same with maintenance counted as lost. */
  availabilityPercentIncludingMaintenance: string | null;
  /** Down and weighted degraded seconds, half seconds rounded up. */
  lostSeconds: number;
  /** (1 − target) × contracted, rounded down. */
  budgetSeconds: number;
  /** Negative when overspent. */
  budgetLeftSeconds: number;
}

/** A UTC day for the tide marks. `worst` null: nothing was contracted that day. */
export interface DayRecord {
  day: string;
  seconds: StateSeconds;
  lostSeconds: number;
  worst: NodeState | null;
}

const PPM = 1_000_000;

/** `"99.99"` to parts per million, exactly. @throws RangeError unless it is a percentage with at most four decimals */
export function ppmOfPercent(percent: string): number {
  const match = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(percent);
  const ppm = match ? Number(match[1]) * 10_000 + Number((match[2] ?? "").padEnd(4, "0")) : Number.NaN;
  if (!(ppm <= PPM)) throw new RangeError(`not a percentage with at most four decimals: ${percent}`);
  return ppm;
}

/** part / whole as percent with five decimals, rounded down; null when the whole is zero. */
export function percentDown(part: number, whole: number): string | null {
  if (whole <= 0) return null;
  const scaled = (BigInt(part) * 10_000_000n) / BigInt(whole);
  return `${scaled / 100_000n}.${String(scaled % 100_000n).padStart(5, "0")}`;
}

/**
 * Every contracted second of the berths within the period, in pieces of one state, by berth and time. Histories must
 * reach back to the start of the period's first month, whose allowance may already be used up.
 */
export function berthPieces(
  berths: readonly Berth[],
  history: NodeHistory,
  terms: Pick<AvailabilityTerms, "maintenanceAllowanceSeconds">,
  period: Interval,
): BerthPiece[] {
  const pieces: BerthPiece[] = [];
  for (const berth of berths) {
    for (const month of monthsOf(period)) {
      const whole = monthInterval(month);
      const span = { start: Math.max(whole.start, berth.contracted.start), end: Math.min(whole.end, period.end, berth.contracted.end) };
      if (span.end <= span.start) continue;
      let allowance = terms.maintenanceAllowanceSeconds;
      for (const piece of rawPieces(berth, history, span)) {
        if (piece.state !== "maintenance") put(pieces, piece, period);
        else {
          const turn = countsAsMaintenanceUntil(piece, allowance);
          allowance -= turn - piece.start;
          put(pieces, { ...piece, end: turn }, period);
          put(pieces, { ...piece, start: turn, state: "down" }, period);
        }
      }
    }
  }
  return pieces;
}

/** Adds a piece clipped to the period, merged with the previous one where only the month changes. */
function put(pieces: BerthPiece[], piece: BerthPiece, period: Interval): void {
  const start = Math.max(piece.start, period.start);
  const end = Math.min(piece.end, period.end);
  if (end <= start) return;
  const last = pieces.at(-1);
  if (last && last.ordinal === piece.ordinal && last.end === start && last.stay === piece.stay && last.state === piece.state && last.reason === piece.reason)
    last.end = end;
  else pieces.push({ ...piece, start, end });
}

function rawPieces(berth: Berth, history: NodeHistory, span: Interval): BerthPiece[] {
  const pieces: BerthPiece[] = [];
  const { ordinal } = berth;
  for (const turn of serving(berth, span)) {
    const { stay, nodeId } = turn.by ?? { stay: null, nodeId: null };
    const of = { ordinal, nodeId, stay };
    if (!turn.served) {
      pieces.push({ start: turn.start, end: turn.end, ...of, state: "down", reason: "uncovered" });
      continue;
    }
    let at = turn.start;
    const rows = (nodeId !== null && history.get(nodeId)) || [];
    for (let index = firstEndingAfter(rows, at); index < rows.length && at < turn.end; index += 1) {
      const row = rows[index];
      if (!row || row.start >= turn.end) break;
      const end = Math.min(row.end ?? Infinity, turn.end);
      if (row.start > at) pieces.push({ start: at, end: row.start, ...of, state: "unknown", reason: "collectors_blind" });
      pieces.push({ start: Math.max(at, row.start), end, ...of, state: row.state, reason: row.reason });
      at = end;
    }
    if (at < turn.end) pieces.push({ start: at, end: turn.end, ...of, state: "unknown", reason: "collectors_blind" });
  }
  return pieces;
}

/**
 * Who serves the berth when: of the assigned nodes the one that joined last. In gaps: the one that served last, else
 * the first to come.
 */
function serving(berth: Berth, span: Interval): (Interval & { by: Stay | undefined; served: boolean })[] {
  const stays = berth.assignments.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const cuts = new Set<Instant>([span.start]);
  for (const { start, end } of stays) {
    for (const at of [start, end]) if (at > span.start && at < span.end) cuts.add(at);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.map((start, index) => {
    const end = sorted[index + 1] ?? span.end;
    const present = stays.findLast((stay) => stay.start <= start && start < stay.end);
    return { start, end, served: present !== undefined, by: present ?? stays.findLast((stay) => stay.start <= start) ?? stays[0] };
  });
}

/** Index of the first row that ends after an instant. */
function firstEndingAfter(rows: readonly StateInterval[], at: Instant): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.end ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function sumSeconds(pieces: Iterable<Interval & { state: NodeState }>): StateSeconds {
  const sum: StateSeconds = { contracted: 0, up: 0, degraded: 0, down: 0, maintenance: 0, unknown: 0 };
  for (const { start, end, state } of pieces) {
    sum.contracted += end - start;
    sum[state] += end - start;
  }
  return sum;
}

/** Down plus weighted degraded seconds in halves of a second. */
const lostHalves = (seconds: StateSeconds, weightHalves: number): number => 2 * seconds.down + weightHalves * seconds.degraded;

/** availability = (measured − down − w·degraded) / measured, with measured = contracted − unknown (− maintenance). */
export function availabilityOf(seconds: StateSeconds, terms: Pick<AvailabilityTerms, "targetPpm" | "degradedWeightHalves">): Availability {
  const lost = lostHalves(seconds, terms.degradedWeightHalves);
  const measured = 2 * (seconds.contracted - seconds.maintenance - seconds.unknown);
  const withMaintenance = 2 * (seconds.contracted - seconds.unknown);
  const lostSeconds = Math.ceil(lost / 2);
  const budgetSeconds = Number((BigInt(PPM - terms.targetPpm) * BigInt(seconds.contracted)) / BigInt(PPM));
  return {
    ...seconds,
    availabilityPercent: percentDown(measured - lost, measured),
    availabilityPercentIncludingMaintenance: percentDown(withMaintenance - 2 * seconds.maintenance - lost, withMaintenance),
    lostSeconds,
    budgetSeconds,
    budgetLeftSeconds: budgetSeconds - lostSeconds,
  };
}

/** Availability of a whole cluster (or of one berth: pass only that) over a period. */
export function clusterAvailability(berths: readonly Berth[], history: NodeHistory, terms: AvailabilityTerms, period: Interval): Availability {
  return availabilityOf(sumSeconds(berthPieces(berths, history, terms, period)), terms);
}

/**
 * The seconds of each stay, by its number: every second of the pieces is in exactly one, so they add up to the whole.
 */
export function secondsByStay(pieces: readonly BerthPiece[]): Map<number, StateSeconds> {
  const byStay = new Map<number, BerthPiece[]>();
  for (const piece of pieces) {
    if (piece.stay === null) continue;
    const known = byStay.get(piece.stay);
    if (known) known.push(piece);
    else byStay.set(piece.stay, [piece]);
  }
  return new Map([...byStay].map(([stay, own]) => [stay, sumSeconds(own)]));
}

/** One record per UTC day in the period; their seconds add up to the period's. */
export function dayRecords(pieces: readonly BerthPiece[], terms: Pick<AvailabilityTerms, "degradedWeightHalves">, period: Interval): DayRecord[] {
  const byDay = new Map<string, BerthPiece[]>(daysOf(period).map(({ day }) => [day, []]));
  const days = [...byDay.values()];
  const firstDay = Math.floor(period.start / SECONDS_PER_DAY);
  for (const piece of pieces) {
    const start = Math.max(piece.start, period.start);
    const end = Math.min(piece.end, period.end);
    for (let at = start; at < end;) {
      const day = Math.floor(at / SECONDS_PER_DAY);
      const until = Math.min(end, (day + 1) * SECONDS_PER_DAY);
      days[day - firstDay]?.push({ ...piece, start: at, end: until });
      at = until;
    }
  }
  return [...byDay].map(([day, parts]) => {
    const seconds = sumSeconds(parts);
    return { day, seconds, lostSeconds: Math.ceil(lostHalves(seconds, terms.degradedWeightHalves) / 2), worst: worstState(parts.map((part) => part.state)) };
  });
}

/**
 * A cluster's berths from its assignment rows.
 * @param contracted from hand-over to the end of the term (or its early end).
 * @param count nodes reserved; berths are numbered from 1, as in assignments.
 */
export function berthsOf(contracted: Interval, count: number, assignments: readonly (Stay & { berth: number })[]): Berth[] {
  return Array.from({ length: count }, (_, index) => ({
    ordinal: index + 1,
    contracted,
    assignments: assignments.filter((assignment) => assignment.berth === index + 1),
  }));
}

/** The month of an availability figure, up to an instant: what has accrued so far. */
export function monthToDate(now: Instant): Interval {
  return { start: monthInterval(monthOf(now)).start, end: now };
}
