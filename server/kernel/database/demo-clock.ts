// The row that every transaction of the demo reads the time from.
import type { Tx } from "./open-transaction";

/** Lets time run ahead by so many seconds, for every process. */
export async function moveDemoClock(tx: Tx, offsetSeconds: number, at: Date): Promise<void> {
  await tx.exec(
    `insert into "DemoClock" (id, "offsetSeconds", "movedAt") values (1, $1, $2)
     on conflict (id) do update set "offsetSeconds" = excluded."offsetSeconds", "movedAt" = excluded."movedAt"`,
    [offsetSeconds, at],
  );
}
