/**
 * Metered time of one reservation: which node-seconds of a period are charged, which are not, and why. Pure, in whole
 * seconds; the result is what `UsageRecord` stores and an invoice line opens to.
 *
 * Rules (docs/sla-and-billing.md, Charging and Credits; docs/product.md): nothing before hand-over; the seconds of a dark site or
 * a down node are not charged from the first missing one; a seat nobody serves while a replacement is awaited is not
 * charged; never more nodes than the contract names, even while two overlap during a replacement.
 *
 * Invariant: over the part of the period inside the contract, the segments cover every contracted node-second exactly
 * once. So charged plus uncharged is the contract, and months add up to the whole.
 */
import { type Interval, type Instant, clip, intersect, lengthOf } from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";

/** Why seconds are charged (`served`, `minimum`) or not (the others). */
export type SegmentReason = "served" | "minimum" | "before_hand_over" | "site_dark" | "node_down" | "unassigned";

export type Segment = {
  start: Instant;
  end: Instant;
  nodes: number;
  /** Seconds of each node; the segment's length except for `minimum`, which stands for time that was not used. */
  secondsEach: number;
  nodeSeconds: bigint;
  gpuSeconds: bigint;
  charged: boolean;
  reason: SegmentReason;
};

export type Assignment = Interval & { nodeId: string };

/** Time in which a node is not charged. A dark site is one entry for each of its assigned nodes. */
export type Outage = Interval & { nodeId: string; reason: "site_dark" | "node_down" };

export type MeteredReservation = {
  /** From the contract's start to its end, or to the release or cancellation that ended it earlier. */
  window: Interval;
  nodes: number;
  gpusPerNode: number;
  /** Null while not handed over. */
  handedOverAt: Instant | null;
  assignments: readonly Assignment[];
  outages: readonly Outage[];
};

type Span = Interval & { nodes: number; reason: SegmentReason };

const CHARGED: ReadonlySet<SegmentReason> = new Set(["served", "minimum"]);

// One order for the seats of one span: charged first, then the plainest cause, so that segments never depend on the
// order of the rows they came from.
const REASONS: readonly SegmentReason[] = ["served", "site_dark", "node_down", "unassigned", "before_hand_over"];

function segmentOf(span: Span, gpusPerNode: number, secondsEach: number): Segment {
  return {
    start: span.start,
    end: span.end,
    nodes: span.nodes,
    secondsEach,
    nodeSeconds: BigInt(span.nodes) * BigInt(secondsEach),
    gpuSeconds: gpuSecondsOf({ nodes: span.nodes, gpusPerNode, seconds: secondsEach }),
    charged: CHARGED.has(span.reason),
    reason: span.reason,
  };
}

/** Contracted seats over one span in which nothing changes, by reason. */
function seatsAt(at: Instant, reservation: MeteredReservation): Map<SegmentReason, number> {
  if (reservation.handedOverAt === null || at < reservation.handedOverAt) {
    return new Map([["before_hand_over", reservation.nodes]]);
  }
  const holds = (value: Interval): boolean => value.start <= at && at < value.end;
  const assigned = new Set(reservation.assignments.filter(holds).map((assignment) => assignment.nodeId));
  const out = reservation.outages.filter((outage) => holds(outage) && assigned.has(outage.nodeId));
  const dark = new Set(out.filter((outage) => outage.reason === "site_dark").map((outage) => outage.nodeId));
  const down = new Set(out.map((outage) => outage.nodeId).filter((nodeId) => !dark.has(nodeId)));
  const seats = new Map<SegmentReason, number>();
  let left = reservation.nodes;
  const take = (reason: SegmentReason, wanted: number): void => {
    const taken = Math.min(left, wanted);
    if (taken > 0) seats.set(reason, taken);
    left -= taken;
  };
  take("served", assigned.size - dark.size - down.size);
  take("site_dark", dark.size);
  take("node_down", down.size);
  take("unassigned", left);
  return seats;
}

/**
 * Segments of a reservation inside `period`, sorted by start, then by reason; neighbours of equal treatment are one
 * segment. Empty when the two do not meet.
 */
export function prorate(reservation: MeteredReservation, period: Interval): Segment[] {
  const span = intersect(reservation.window, period);
  if (!span) return [];
  const changes = [...reservation.assignments, ...reservation.outages];
  const bounds = new Set([span.start, span.end]);
  for (const change of clip(changes, span)) bounds.add(change.start).add(change.end);
  if (reservation.handedOverAt !== null && reservation.handedOverAt > span.start && reservation.handedOverAt < span.end) {
    bounds.add(reservation.handedOverAt);
  }
  const cuts = [...bounds].sort((a, b) => a - b);
  const spans: Span[] = [];
  const open = new Map<SegmentReason, Span>();
  cuts.slice(0, -1).forEach((start, index) => {
    const end = cuts[index + 1] ?? span.end;
    const seats = seatsAt(start, reservation);
    for (const reason of REASONS) {
      const nodes = seats.get(reason) ?? 0;
      const current = open.get(reason);
      if (current && current.nodes === nodes) current.end = end;
      else if (nodes === 0) open.delete(reason);
      else {
        const next: Span = { start, end, nodes, reason };
        open.set(reason, next);
        spans.push(next);
      }
    }
  });
  return spans
    .sort((a, b) => a.start - b.start || REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason))
    .map((part) => segmentOf(part, reservation.gpusPerNode, lengthOf(part)));
}

const ON_DEMAND_MINIMUM_SECONDS = 60;

/**
 * On demand is charged per second with a minimum of 60 s each node. Given every segment of the whole life of an
 * on-demand reservation, the segment that fills up the minimum, dated to its last second, or null when it was used.
 * It belongs to the month of `endedAt`.
 */
export function minimumSegment(
  reservation: { nodes: number; gpusPerNode: number; endedAt: Instant },
  life: readonly Segment[],
): Segment | null {
  const charged = chargedTime(life).nodeSeconds;
  const missing = BigInt(ON_DEMAND_MINIMUM_SECONDS) * BigInt(reservation.nodes) - charged;
  // Rounded down to whole seconds of every node, in the customer's favour, when one of them served less.
  const secondsEach = Number(missing / BigInt(reservation.nodes));
  if (charged === 0n || secondsEach <= 0) return null;
  const at = { start: reservation.endedAt, end: reservation.endedAt };
  return segmentOf({ ...at, nodes: reservation.nodes, reason: "minimum" }, reservation.gpusPerNode, secondsEach);
}

/** Sums of the charged segments. */
export function chargedTime(segments: readonly Segment[]): { nodeSeconds: bigint; gpuSeconds: bigint } {
  const sum = { nodeSeconds: 0n, gpuSeconds: 0n };
  for (const segment of segments) {
    if (!segment.charged) continue;
    sum.nodeSeconds += segment.nodeSeconds;
    sum.gpuSeconds += segment.gpuSeconds;
  }
  return sum;
}
