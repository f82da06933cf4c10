// Due work of this module. Through `nextDueAt` the demo's moved clock finds the next instant at which something is due.
import type { Tx } from "@/server/kernel/database/db";
import type { Tick } from "@/server/kernel/due/jobs";
import { computeTrackRecords } from "./track-record/compute-track-records";
import { decideDueMonths } from "./sla/decide-due-months";
import { reviseDueMonths } from "./sla/revise-due-months";
import { nextLook } from "./sla/revision-rows";
import { nextMonthEnd } from "./sla/sla-rows";

/**
 * Live, records are at most an hour old. A moved clock lives through months in a minute, so every two weeks is enough
 * there.
 */
async function nextRecords(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date | null }>(
    `select coalesce((select min("computedAt") + interval '14 days' from capacity.track_record), (select max("watchedUntil") from signals.watched_pool)) as at`,
    [],
    "reliability_next_records",
  );
  return row?.at ?? null;
}

export const ticks: readonly Tick[] = [
  { verb: decideDueMonths, everySeconds: 300, nextDueAt: nextMonthEnd },
  { verb: reviseDueMonths, everySeconds: 300, nextDueAt: nextLook },
  { verb: computeTrackRecords, everySeconds: 3_600, nextDueAt: nextRecords },
];
