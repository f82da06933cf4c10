// Advances demo time within a minute of real time: runs the same life that loaded it, from where its clock stands, or
// catches up on the time during which nobody ran it.
import { formatInstant, type Instant, SECONDS_PER_DAY, SECONDS_PER_MINUTE, toInstant } from "@/lib/period";
import { now, setInstant } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { Agenda } from "./agenda";
import { beginInstant, forgetInterruption, goOnFrom, readClock } from "./clock-row";
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

/** The network closes shorter gaps by itself: it sends late what it could not send in time. */
const GAP_SECONDS = 10 * SECONDS_PER_MINUTE;

interface Journey {
  anchor: Instant;
  from: Instant;
  until: Instant;
  say: (line: string) => void;
  /** Called before each instant. */
  begins?: (at: Instant) => Promise<void>;
}

async function travel({ anchor, from, until, say, begins }: Journey): Promise<Lived> {
  const door = await openDoor();
  try {
    const key = await nodeKey();
    const fleet = await Fleet.open(anchor, beginOf(anchor), from);
    const agenda = new Agenda();
    writeAgenda(agenda, { from, until, fleet });
    const payments = new PaymentBook(anchor, agenda);
    await payments.look(from);
    let day = 0;
    const life = new Life(
      {
        fleet,
        agenda,
        door: { address: door.address, key },
        happened: (at) => payments.look(at),
        ...(begins && { begins }),
        lived: (at) => {
          const days = Math.floor((at - from) / SECONDS_PER_DAY);
          if (days > day) say(`day ${(day = days)}, ${formatInstant(at).slice(0, 10)}`);
          return Promise.resolve();
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

/**
 * Lives through `span` seconds from the demo's clock, or from where an earlier advance was interrupted: what it left
 * undone is done at its own instant, so that the result is the same as without the interruption. The caller ensures
 * that nobody else does.
 */
export async function advanceDemo(anchor: Instant, span: number, say: (line: string) => void): Promise<Lived> {
  const { interruptedAt } = await readClock();
  const from = interruptedAt ?? toInstant(now());
  if (interruptedAt !== null) say(`going on from ${formatInstant(interruptedAt)}, where the last advance was interrupted`);
  const lived = await travel({ anchor, from, until: from + span, say, begins: beginInstant });
  await goOnFrom(lived.until, anchor);
  return lived;
}

/**
 * Lives through the time since an advance was interrupted, or since the network was last heard, up to the demo's clock,
 * which does not move.
 * @returns null when there is no such gap
 */
export async function catchUp(anchor: Instant, say: (line: string) => void): Promise<Lived | null> {
  const { interruptedAt } = await readClock();
  const from = interruptedAt ?? (await lastHeard()) ?? anchor;
  const until = toInstant(now());
  if (interruptedAt === null && until - from < GAP_SECONDS) return null;
  const lived = await travel({ anchor, from, until, say });
  await forgetInterruption();
  return lived;
}

async function lastHeard(): Promise<Instant | null> {
  const [row] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
    tx.sql<{ heard: Date | null }>(`select max("watchedUntil") as heard from signals.watched_pool`),
  );
  return row?.heard ? toInstant(row.heard) : null;
}
