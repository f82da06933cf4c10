// How far back signals are complete. Nothing is pruned before silence was judged, however long the detector was paused.
import { type Instant, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { POINT_REACH_SECONDS } from "../door/runs";
import { LATE_SECONDS } from "../door/signals-rules";

const FORGETTING = "forgetting";

/** All signals observed from here on are kept; older ones are refused and pruned. */
export async function signalsKeptFrom(tx: Tx, now: Instant): Promise<Instant> {
  const [row] = await tx.sql<{ lookedAt: Date }>(`select "lookedAt" from "SignalLook" where name = $1`, [FORGETTING], "signals_kept");
  return (row ? Math.min(toInstant(row.lookedAt), now) : now) - LATE_SECONDS;
}

/**
 * Drops signals too old to be joined by a late one. Call it only after judging every node that time may have changed.
 */
export async function forgetSignals(tx: Tx, now: Instant): Promise<void> {
  await tx.exec(`delete from "SignalRun" where "untilAt" < $1`, [toDate(now - LATE_SECONDS - POINT_REACH_SECONDS)], "signals_forget");
  await tx.exec(
    `insert into "SignalLook" (name, "lookedAt") values ($1, $2) on conflict (name) do update set "lookedAt" = excluded."lookedAt"`,
    [FORGETTING, toDate(now)],
    "signals_forgotten",
  );
}
