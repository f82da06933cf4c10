// Advances demo time within a minute of real time: runs the same life that loaded it, from where its clock stands, or
// catches up on the time during which nobody ran it.
import { formatInstant, type Instant, SECONDS_PER_DAY, SECONDS_PER_MINUTE, toInstant } from "@/lib/period";
import { now, setInstant, systemMilliseconds } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { Agenda } from "./agenda";
import { goOnFrom, readClock } from "./clock-row";
import { openDoor } from "../simulator/door";
import { Fleet, NETWORK } from "../simulator/fleet";
import { Life, type Tally } from "./life";
import { beginOf } from "./load";
import { nodeKey } from "../simulator/node-key";
import { PaymentBook } from "./payment-book";
import { writeAgenda } from "./story";

export interface Lived {
  from: Instant;
  until: Instant;
  tally: Tally;
}

/**
 * How often, in milliseconds, the shared clock is moved along, so that an interrupted advance leaves no rows in the
 * future.
 */
const BRING_ALONG_MILLISECONDS = 2_000;

/** The network closes shorter gaps by itself: it sends late what it could not send in time. */
const GAP_SECONDS = 10 * SECONDS_PER_MINUTE;

interface Journey {
  anchor: Instant;
  from: Instant;
  until: Instant;
  say: (line: string) => void;
  /** Called now and then with the progress. */
  come: (at: Instant) => Promise<void>;
}

async function travel({ anchor, from, until, say, come }: Journey): Promise<Lived> {
  const door = await openDoor();
  try {
    const key = await nodeKey();
    const fleet = await Fleet.open(anchor, beginOf(anchor), from);
    const agenda = new Agenda();
    writeAgenda(agenda, { from, until, fleet });
    const payments = new PaymentBook(anchor, agenda);
    await payments.look(from);
    let toldAt = systemMilliseconds();
    let day = 0;
    const life = new Life(
      {
        fleet,
        agenda,
        door: { address: door.address, key },
        happened: (at) => payments.look(at),
        lived: async (at) => {
          const days = Math.floor((at - from) / SECONDS_PER_DAY);
          if (days > day) say(`day ${(day = days)}, ${formatInstant(at).slice(0, 10)}`);
          if (systemMilliseconds() - toldAt < BRING_ALONG_MILLISECONDS) return;
          toldAt = systemMilliseconds();
          await come(at);
        },
      },
      from,
    );
    await life.liveUntil(until);
    return { from, until, tally: life.tally };
  } finally {
    setInstant(null);
    await door.close();
  }
}

/** Lives through `span` seconds from the demo's clock. The caller ensures that nobody else does. */
export async function advanceDemo(anchor: Instant, span: number, say: (line: string) => void): Promise<Lived> {
  await readClock();
  const from = toInstant(now());
  const lived = await travel({ anchor, from, until: from + span, say, come: (at) => goOnFrom(at, anchor) });
  await goOnFrom(lived.until, anchor);
  return lived;
}

/**
 * Lives through the time since the network was last heard, up to the demo's clock, which does not move.
 * @returns null when there is no such gap
 */
export async function catchUp(anchor: Instant, say: (line: string) => void): Promise<Lived | null> {
  const [row] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
    tx.sql<{ heard: Date | null }>(`select max("watchedUntil") as heard from signals.watched_pool`),
  );
  const from = row?.heard ? toInstant(row.heard) : anchor;
  const until = toInstant(now());
  if (until - from < GAP_SECONDS) return null;
  return travel({ anchor, from, until, say, come: () => Promise.resolve() });
}
