// The row that says how far demo time runs ahead, what the demo was loaded for, and that somebody is moving it.
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

/** Lets demo time go on from an instant, for every process. Whole seconds, rounded so that it never falls behind it. */
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
