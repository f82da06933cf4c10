// The cost of reservations so far, with the same metered time and rounding as usage, spend and month close.
import type { ReservationWithCharges } from "@/lib/contracts/capacity";
import { toContract } from "@/lib/money";
import { toInstant } from "@/lib/period";
import { type FoundReservation, reservationContract } from "@/server/capacity";
import type { Tx } from "@/server/kernel/database/db";
import { chargeOf, readUsedTime } from "./metered-usage";

/** Contracts with their charges until `now`, before tax and credits, in input order. */
export async function withCharges(
  { tx, organisationId, now }: { tx: Tx; organisationId: string; now: Date },
  rows: readonly FoundReservation[],
): Promise<ReservationWithCharges[]> {
  const at = toInstant(now);
  const start = Math.min(at, ...rows.map((row) => toInstant(row.startAt)));
  const { time } = await readUsedTime(tx, organisationId, { start, end: at }, at, { reservationIds: rows.map((row) => row.id) });
  return rows.map((row) => ({
    ...reservationContract(row),
    charges: toContract({
      minor: chargeOf(
        time.filter((part) => part.contract.reservationId === row.id),
        row.currency,
      ),
      currency: row.currency,
    }),
  }));
}
