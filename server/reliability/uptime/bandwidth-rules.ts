// The bandwidth promise of a cluster: five-minute samples, one of which is short when any of its nodes was under the
// committed rate (docs/sla-and-billing.md, Credits). Read from the states, where a short sample of a node is a span of its own.
import type { BerthPiece } from "./availability";
import { THROUGHPUT_SECONDS } from "@/server/signals";

export interface BandwidthMeasure {
  samples: number;
  short: number;
}

/** @param pieces every contracted second of the cluster in the period, as `berthPieces` gives them. */
export function bandwidthOf(pieces: readonly BerthPiece[]): BandwidthMeasure {
  const measured = new Map<number, number>();
  const short = new Set<number>();
  for (const { ordinal, start, end, state, reason } of pieces) {
    // What nobody watched is no sample; the berth that was seen longest says how many there were.
    if (state !== "unknown") measured.set(ordinal, (measured.get(ordinal) ?? 0) + end - start);
    if (reason !== "throughput") continue;
    for (let slot = Math.floor(start / THROUGHPUT_SECONDS); slot * THROUGHPUT_SECONDS < end; slot += 1) short.add(slot);
  }
  const samples = Math.floor(Math.max(0, ...measured.values()) / THROUGHPUT_SECONDS);
  return { samples: Math.max(samples, short.size), short: short.size };
}
