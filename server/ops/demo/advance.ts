// Time passes for the demo in a minute: the same life as when it was loaded, from its clock's now on.
import { formatInstant, type Instant, SECONDS_PER_DAY, toInstant } from "@/lib/period";
import { now, setInstant, systemMilliseconds } from "@/server/platform/clock";
import { Agenda } from "./agenda";
import { goOnFrom, readClock } from "./clock-row";
import { openDoor } from "./door";
import { Fleet } from "./fleet";
import { Life, type Tally } from "./life";
import { beginOf } from "./load";
import { nodeKey } from "./node-key";
import { PaymentBook } from "./payment-book";
import { writeAgenda } from "./story";

export interface Advanced {
  from: Instant;
  until: Instant;
  tally: Tally;
}

/** Every so many milliseconds the others' clock is brought along, so that one who is stopped half-way leaves no future behind. */
const BRING_ALONG_MILLISECONDS = 2_000;

/** Lives through `span` seconds from the demo's clock on. The caller has made sure that nobody else does. */
export async function advanceDemo(anchor: Instant, span: number, say: (line: string) => void): Promise<Advanced> {
  await readClock();
  const from = toInstant(now());
  const until = from + span;
  const door = await openDoor();
  const key = await nodeKey();
  const fleet = await Fleet.open(anchor, beginOf(anchor), from);
  const agenda = new Agenda();
  writeAgenda(agenda, { from, until, fleet });
  const payments = new PaymentBook(anchor, agenda);
  await payments.look(from);
  let broughtAt = systemMilliseconds();
  let day = 0;
  try {
    const life = new Life({
      fleet, agenda, door: { address: door.address, key },
      happened: (at) => payments.look(at),
      lived: async (at) => {
        const days = Math.floor((at - from) / SECONDS_PER_DAY);
        if (days > day) say(`day ${day = days}, ${formatInstant(at).slice(0, 10)}`);
        if (systemMilliseconds() - broughtAt < BRING_ALONG_MILLISECONDS) return;
        broughtAt = systemMilliseconds();
        await goOnFrom(at, anchor);
      },
    }, from);
    await life.liveUntil(until);
    await goOnFrom(until, anchor);
    return { from, until, tally: life.tally };
  } finally {
    setInstant(null);
    await door.close();
  }
}
