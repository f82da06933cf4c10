// The row with the demo's clock offset, the instant the demo was loaded for, and who is moving the clock.
import { type Instant, toDate, toInstant } from "@/lib/period";
import { systemMilliseconds } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { NETWORK } from "../simulator/fleet";

export interface DemoClock {
  offsetSeconds: number;
  /** The demo's own now; null before it is loaded. */
  anchor: Instant | null;
}

export async function readClock(): Promise<DemoClock> {
  const [row] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
    tx.sql<{ offsetSeconds: bigint; anchorAt: Date | null }>(`select "offsetSeconds", "anchorAt" from "DemoClock" where id = 1`),
  );
  return { offsetSeconds: Number(row?.offsetSeconds ?? 0n), anchor: row?.anchorAt ? toInstant(row.anchorAt) : null };
}

/** Restarts demo time from an instant, for every process. Rounded to whole seconds so that it never falls behind. */
export async function goOnFrom(now: Instant, anchor: Instant): Promise<void> {
  const offset = now - Math.floor(systemMilliseconds() / 1000);
  await transaction(NETWORK, (tx, at) =>
    tx.exec(
      `insert into "DemoClock" (id, "offsetSeconds", "anchorAt", "movedAt") values (1, $1, $2, $3)
     on conflict (id) do update set "offsetSeconds" = excluded."offsetSeconds", "anchorAt" = excluded."anchorAt", "movedAt" = excluded."movedAt"`,
      [offset, toDate(anchor), at],
    ),
  );
}
