// The bandwidth promise of a cluster: of the spans of five minutes in which its throughput was measured, those in which any of
// its nodes was under the committed rate (docs/sla-and-billing.md, Credits). What nobody measured is no sample: time that was
// merely observed keeps no promise and breaks none.
import type { Instant, Interval } from "@/lib/period";
import type { BerthPiece } from "./availability";
import { THROUGHPUT_SECONDS } from "@/server/signals";

export interface BandwidthMeasure {
  samples: number;
  short: number;
}

const slotOf = (at: Instant): number => Math.floor(at / THROUGHPUT_SECONDS);

/**
 * @param pieces every contracted second of the cluster in the period, from `berthPieces`.
 * @param measured when each node's throughput was measured, in whole spans and in order.
 */
export function bandwidthOf(pieces: readonly BerthPiece[], measured: ReadonlyMap<string, readonly Interval[]>): BandwidthMeasure {
  const first = slotOf(Math.min(...pieces.map((piece) => piece.start)));
  const last = slotOf(Math.max(...pieces.map((piece) => piece.end - 1)));
  if (!Number.isFinite(first)) return { samples: 0, short: 0 };
  /** 1: measured, 2: short. */
  const slots = new Uint8Array(last - first + 1);
  for (const { nodeId, start, end, state, reason } of pieces) {
    if (nodeId === null || state === "unknown" || reason === "uncovered") continue;
    for (const span of measured.get(nodeId) ?? []) {
      if (span.end <= start) continue;
      if (span.start >= end) break;
      for (let slot = slotOf(Math.max(start, span.start)); slot * THROUGHPUT_SECONDS < Math.min(end, span.end); slot += 1)
        slots[slot - first] = Math.max(slots[slot - first] ?? 0, reason === "throughput" ? 2 : 1);
    }
  }
  let samples = 0;
  let short = 0;
  for (const slot of slots) {
    if (slot > 0) samples += 1;
    if (slot > 1) short += 1;
  }
  return { samples, short };
}
