// How far demo time runs ahead, and what the demo was loaded for.
import { type Instant, toDate, toInstant } from "@/lib/period";
import { systemMilliseconds } from "@/server/kernel/process/clock";
import { moveDemoClock, transaction } from "@/server/kernel/database/db";
import { NETWORK } from "../simulator/fleet";

export interface DemoClock {
  offsetSeconds: number;
  /** The demo's own now; null before it is loaded. */
  anchor: Instant | null;
  /** Where an unfinished advance was interrupted; null when there is none. */
  interruptedAt: Instant | null;
}

export async function readClock(): Promise<DemoClock> {
  const [row] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
    tx.sql<{ offsetSeconds: bigint | null; anchorAt: Date | null; livingAt: Date | null }>(
      `select (select "offsetSeconds" from kernel.demo_clock) as "offsetSeconds", (select "anchorAt" from "DemoStory") as "anchorAt",
        (select "livingAt" from "DemoStory") as "livingAt"`,
    ),
  );
  return {
    offsetSeconds: Number(row?.offsetSeconds ?? 0n),
    anchor: row?.anchorAt ? toInstant(row.anchorAt) : null,
    interruptedAt: row?.livingAt ? toInstant(row.livingAt) : null,
  };
}

const offsetTo = (instant: Instant): number => instant - Math.floor(systemMilliseconds() / 1000);

/**
 * Moves demo time to the next instant before anything is decided at it, so no decision is ever ahead of the clock, even
 * if the process dies.
 */
export async function beginInstant(instant: Instant): Promise<void> {
  await transaction(NETWORK, async (tx, at) => {
    await moveDemoClock(tx, offsetTo(instant), at);
    await tx.exec(`update "DemoStory" set "livingAt" = $1`, [toDate(instant)]);
  });
}

/** Clears the mark of an interrupted advance: it was finished, or time went on by itself. */
export const forgetInterruption = (): Promise<number> =>
  transaction(NETWORK, (tx) => tx.exec(`update "DemoStory" set "livingAt" = null where "livingAt" is not null`));

/** Restarts demo time from an instant, for every process. Rounded to whole seconds so that it never falls behind. */
export async function goOnFrom(now: Instant, anchor: Instant): Promise<void> {
  await transaction(NETWORK, async (tx, at) => {
    await moveDemoClock(tx, offsetTo(now), at);
    await tx.exec(
      `insert into "DemoStory" (id, "anchorAt") values (1, $1) on conflict (id) do update set "anchorAt" = excluded."anchorAt", "livingAt" = null`,
      [toDate(anchor)],
    );
  });
}
