// The bandwidth promise of a cluster: five-minute samples, each short when any of its nodes was below the committed
// rate (docs/sla-and-billing.md, Credits). Read from the node states, where a node's short sample is a span of its own.
import type { BerthPiece } from "./availability";
import { THROUGHPUT_SECONDS } from "@/server/signals";

export interface BandwidthMeasure {
  samples: number;
  short: number;
}

/** @param pieces every contracted second of the cluster in the period, from `berthPieces`. */
export function bandwidthOf(pieces: readonly BerthPiece[]): BandwidthMeasure {
  const measured = new Map<number, number>();
  const short = new Set<number>();
  for (const { ordinal, start, end, state, reason } of pieces) {
    // Unobserved time has no samples; the berth observed longest determines how many there were.
    if (state !== "unknown") measured.set(ordinal, (measured.get(ordinal) ?? 0) + end - start);
    if (reason !== "throughput") continue;
    for (let slot = Math.floor(start / THROUGHPUT_SECONDS); slot * THROUGHPUT_SECONDS < end; slot += 1) short.add(slot);
  }
  const samples = Math.floor(Math.max(0, ...measured.values()) / THROUGHPUT_SECONDS);
  return { samples: Math.max(samples, short.size), short: short.size };
}
