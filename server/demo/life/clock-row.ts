// How far demo time runs ahead, and what the demo was loaded for.
import { type Instant, toDate, toInstant } from "@/lib/period";
import { systemMilliseconds } from "@/server/kernel/process/clock";
import { moveDemoClock, transaction } from "@/server/kernel/database/db";
import { NETWORK } from "../simulator/fleet";

export interface DemoClock {
  offsetSeconds: number;
  /** The demo's own now; null before it is loaded. */
  anchor: Instant | null;
}

export async function readClock(): Promise<DemoClock> {
  const [row] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
    tx.sql<{ offsetSeconds: bigint | null; anchorAt: Date | null }>(
      `select (select "offsetSeconds" from kernel.demo_clock) as "offsetSeconds", (select "anchorAt" from "DemoStory") as "anchorAt"`,
    ),
  );
  return { offsetSeconds: Number(row?.offsetSeconds ?? 0n), anchor: row?.anchorAt ? toInstant(row.anchorAt) : null };
}

/** Restarts demo time from an instant, for every process. Rounded to whole seconds so that it never falls behind. */
export async function goOnFrom(now: Instant, anchor: Instant): Promise<void> {
  const offset = now - Math.floor(systemMilliseconds() / 1000);
  await transaction(NETWORK, async (tx, at) => {
    await moveDemoClock(tx, offset, at);
    await tx.exec(`insert into "DemoStory" (id, "anchorAt") values (1, $1) on conflict (id) do update set "anchorAt" = excluded."anchorAt"`, [toDate(anchor)]);
  });
}
