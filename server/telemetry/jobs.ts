// What time brings about here. `nextDueAt` lets the demo's moved clock find the moments at which something happens.
import type { Tx } from "@/server/platform/db";
import type { Tick } from "@/server/platform/jobs";
import { computeTrackRecords } from "./compute-track-records";
import { decideDueMonths } from "./decide-due-months";
import { detectBlindness } from "./detect-blindness";
import { detectSilence } from "./detect-silence";
import { nextMonthEnd } from "./sla-rows";

/** Live, records are an hour old at most. A moved clock lives through months in a minute: every two weeks is enough there. */
async function nextRecords(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date | null }>(
    `select coalesce((select min("computedAt") + interval '14 days' from "SiteTrackRecord"), (select max("watchedUntil") from "Pool")) as at`, [], "telemetry_next_records");
  return row?.at ?? null;
}

export const ticks: readonly Tick[] = [
  // Due whenever signals came: it says no instant.
  { verb: detectSilence, everySeconds: 20 },
  // Never due by itself: a moved clock hears collectors in spans, and live it runs by its interval.
  { verb: detectBlindness, everySeconds: 20, nextDueAt: () => Promise.resolve(null) },
  { verb: decideDueMonths, everySeconds: 300, nextDueAt: nextMonthEnd },
  { verb: computeTrackRecords, everySeconds: 3_600, nextDueAt: nextRecords },
];
