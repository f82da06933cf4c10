/**
 * Metered time of one reservation: which node-seconds of a period are charged, which are not, and why. Pure, in whole
 * seconds; the result is stored in `UsageRecord` and shown behind an invoice line.
 *
 * Rules (docs/sla-and-billing.md, Charging and Credits; docs/product.md): nothing before hand-over; the seconds of a
 * dark site or a down node are not charged from the first missing one; a seat without a node, while a replacement is
 * awaited, is not charged; never more nodes than the contract names, even while two overlap during a replacement.
 *
 * Invariant: within the period and the contract, the segments cover every contracted node-second exactly once. So
 * charged plus uncharged is the contract, and months add up to the whole.
 */
import type { NOT_CHARGED } from "@/lib/invoice-words";
import { type Interval, type Instant, clip, intersect, lengthOf } from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";

/** Why seconds are charged (`served`) or not (the others). */
export type SegmentReason = "served" | keyof typeof NOT_CHARGED;

export type Segment = {
  start: Instant;
  end: Instant;
  nodes: number;
  /** Seconds per node: the segment's length. */
  secondsEach: number;
  nodeSeconds: bigint;
  gpuSeconds: bigint;
  charged: boolean;
  reason: SegmentReason;
};

export type Assignment = Interval & { nodeId: string };

/** Time in which a node is not charged. A dark site is one entry per assigned node. */
export type Outage = Interval & { nodeId: string; reason: "site_dark" | "node_down" | "unwatched" };

export type MeteredReservation = {
  /** From the contract's start to its end, or to the release or cancellation that ended it earlier. */
  window: Interval;
  nodes: number;
  gpusPerNode: number;
  /** Null before hand-over. */
  handedOverAt: Instant | null;
  assignments: readonly Assignment[];
  outages: readonly Outage[];
};

type Span = Interval & { nodes: number; reason: SegmentReason };

// The order of a span's seats: charged first, then by cause, so that segments do not depend on row order.
const REASONS: readonly SegmentReason[] = ["served", "site_dark", "node_down", "unwatched", "unassigned", "before_hand_over"];
/** When several causes apply to one node, the first of these is named. */
const CAUSES = ["site_dark", "node_down", "unwatched"] as const;

function segmentOf(span: Span, gpusPerNode: number): Segment {
  const secondsEach = lengthOf(span);
  return {
    start: span.start,
    end: span.end,
    nodes: span.nodes,
    secondsEach,
    nodeSeconds: BigInt(span.nodes) * BigInt(secondsEach),
    gpuSeconds: gpuSecondsOf({ nodes: span.nodes, gpusPerNode, seconds: secondsEach }),
    charged: span.reason === "served",
    reason: span.reason,
  };
}

/** Contracted seats over one span without changes, by reason. */
function seatsAt(at: Instant, reservation: MeteredReservation): Map<SegmentReason, number> {
  if (reservation.handedOverAt === null || at < reservation.handedOverAt) {
    return new Map([["before_hand_over", reservation.nodes]]);
  }
  const holds = (value: Interval): boolean => value.start <= at && at < value.end;
  const assigned = new Set(reservation.assignments.filter(holds).map((assignment) => assignment.nodeId));
  const out = reservation.outages.filter((outage) => holds(outage) && assigned.has(outage.nodeId));
  const cause = new Map<string, Outage["reason"]>();
  for (const reason of CAUSES) {
    for (const outage of out) if (outage.reason === reason && !cause.has(outage.nodeId)) cause.set(outage.nodeId, reason);
  }
  const seats = new Map<SegmentReason, number>();
  let left = reservation.nodes;
  const take = (reason: SegmentReason, wanted: number): void => {
    const taken = Math.min(left, wanted);
    if (taken > 0) seats.set(reason, taken);
    left -= taken;
  };
  take("served", assigned.size - cause.size);
  for (const reason of CAUSES) take(reason, [...cause.values()].filter((each) => each === reason).length);
  take("unassigned", left);
  return seats;
}

/**
 * Segments of a reservation within `period`, sorted by start, then by reason; equal neighbours are merged. Empty when
 * the two do not overlap.
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
    .map((part) => segmentOf(part, reservation.gpusPerNode));
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
