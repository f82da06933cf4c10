// The row from which every transaction of the demo reads the time.
import type { Tx } from "./open-transaction";

/** Moves time ahead by this many seconds, for every process. */
export async function moveDemoClock(tx: Tx, offsetSeconds: number, at: Date): Promise<void> {
  await tx.exec(
    `insert into "DemoClock" (id, "offsetSeconds", "movedAt") values (1, $1, $2)
     on conflict (id) do update set "offsetSeconds" = excluded."offsetSeconds", "movedAt" = excluded."movedAt"`,
    [offsetSeconds, at],
  );
}
