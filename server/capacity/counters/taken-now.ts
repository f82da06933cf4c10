// How much of what each site has for sale is taken in the present hour, and by what. The rest is read from the counters that
// search reads and bookings take from, so that whoever reports it says the same as they do.
import { monthOf, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { monthSlices } from "./counters";

export interface TakenNow {
  siteId: string;
  /** Under contract. */
  reserved: number;
  /** Held for quotes that may still be confirmed. */
  held: number;
  /** Kept from sale for the sites' own use. */
  withheld: number;
  /** What is left, as counted. */
  free: number;
}

const HOUR_SECONDS = 3_600;

export function takenNow(tx: Tx, now: Date): Promise<TakenNow[]> {
  const at = Math.floor(toInstant(now) / HOUR_SECONDS) * HOUR_SECONDS;
  const [slice] = monthSlices({ start: at, end: at + HOUR_SECONDS });
  if (!slice) throw new Error(`${monthOf(at)} has no hour ${at}`);
  return tx.sql<TakenNow>(
    `select p."siteId", coalesce(sum(r.nodes), 0)::int as reserved, coalesce(sum(q.nodes), 0)::int as held, coalesce(sum(w.nodes), 0)::int as withheld,
            sum(coalesce(m.free[$2], p."nodeCount"))::int as free
       from catalog.pool p
       left join "PoolMonth" m on m."poolId" = p.id and m.month = $3
       left join (select "poolId", sum(nodes) as nodes from "Reservation" where "startAt" <= $1 and "endAt" > $1 and state <> 'cancelled' group by 1) r on r."poolId" = p.id
       left join (select "poolId", sum(nodes) as nodes from "Quote" where "startAt" <= $1 and "endAt" > $1 and state = 'held' group by 1) q on q."poolId" = p.id
       left join (select "poolId", sum(nodes) as nodes from "Withholding" where "startAt" <= $1 and "endAt" > $1 group by 1) w on w."poolId" = p.id
      group by 1 order by 1`,
    [now, slice.from + 1, slice.month],
    "capacity_taken_now",
  );
}
