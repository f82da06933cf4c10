// The demo from nothing: the network, then thirteen months of two organisations, lived through rather than inserted.
//
// Sampling keeps it to a minute instead of a day: of 54,000 nodes, only those report that serve a cluster, are being
// delivered or repaired, or are among the eight watched nodes of each site, the latter over the last 100 days (at sites
// where the story reserves, for the whole time). Equal observations travel as one span. Throughput is sent only while
// it is below the guarantee. Everything else is as in real time.
import { formatInstant, type Instant, monthOf, monthsOf, parseInstant, SECONDS_PER_DAY, startOfDay, toDate } from "@/lib/period";
import { staff } from "@/prisma/seed/organisations";
import { sellers } from "@/prisma/seed/sellers";
import { billing } from "@/server/billing/router";
import { router as capacity } from "@/server/capacity/router";
import { router as catalog } from "@/server/catalog/router";
import { router as identity } from "@/server/identity/router";
import { setInstant, systemMilliseconds } from "@/server/kernel/process/clock";
import { env } from "@/server/kernel/process/env";
import { run } from "@/server/kernel/operation/operation";
import { seedRandom } from "@/server/kernel/process/random";
import { router as settlement } from "@/server/settlement/router";
import { Agenda } from "./agenda";
import { goOnFrom } from "./clock-row";
import { openDoor } from "../simulator/door";
import { Fleet } from "../simulator/fleet";
import { Life, type Tally } from "./life";
import { PaymentBook } from "./payment-book";
import { networkOf, ownersOf, withholdingsOf } from "../simulator/network-data";
import { nodeKey } from "../simulator/node-key";
import { freshStatistics } from "../simulator/owner-session";
import { byJob, forgetPeople, openAccount } from "./people";
import { writeAgenda } from "./story";

/** The first organisation joins 404 days before the demo's now. */
const BEGIN_DAYS = 405;

const SEED = 20_261_122;

/** Where demo time begins. */
export const beginOf = (anchor: Instant): Instant => startOfDay(anchor) - BEGIN_DAYS * SECONDS_PER_DAY;

/** The instant to load for: BERTH_DEMO_NOW, or real time. */
export function wantedAnchor(): Instant {
  const fixed = env().BERTH_DEMO_NOW;
  return fixed === undefined ? Math.floor(systemMilliseconds() / 1000) : parseInstant(fixed);
}

export interface Loaded {
  anchor: Instant;
  /** Seconds by phase, in order. */
  phases: [name: string, seconds: number][];
  tally: Tally;
}

/** Everything that exists from the start: the network, its sellers, owners and staff. */
async function furnish(anchor: Instant, say: (line: string) => void): Promise<void> {
  const network = await run(catalog.network.load, byJob("demo"), networkOf(anchor));
  say(`${network.sites} sites with ${network.nodes.toLocaleString("en")} nodes`);
  await freshStatistics();
  await run(capacity.withholding.add, byJob("demo"), { withholdings: withholdingsOf(anchor) });
  await run(settlement.owner.load, byJob("demo"), { owners: ownersOf(anchor) });
  await run(billing.seller.load, byJob("demo"), { sellers: sellers.map((seller) => ({ ...seller })) });
  for (const { email, name } of staff) {
    const { link } = await run(identity.staff.invite, byJob("demo"), { email, name });
    await openAccount(link, name);
  }
}

/**
 * Loads the demo into a migrated database without organisations. Afterwards its clock continues from the demo's now.
 */
export async function loadDemo(anchor: Instant, say: (line: string) => void): Promise<Loaded> {
  const phases: Loaded["phases"] = [];
  let started = performance.now();
  const phase = (name: string): void => {
    phases.push([name, (performance.now() - started) / 1000]);
    started = performance.now();
  };
  const begin = beginOf(anchor);
  seedRandom(SEED);
  forgetPeople();
  setInstant(toDate(begin));
  try {
    await furnish(anchor, say);
    phase("network");
    const tally = await live(begin, anchor, say);
    phase("life");
    await goOnFrom(anchor, anchor);
    await freshStatistics();
    phase("finish");
    return { anchor, phases, tally };
  } finally {
    setInstant(null);
    seedRandom(null);
  }
}

async function live(begin: Instant, anchor: Instant, say: (line: string) => void): Promise<Tally> {
  const fleet = await Fleet.open(anchor, begin, begin);
  const agenda = new Agenda();
  writeAgenda(agenda, { from: begin, until: anchor + 1, fleet });
  const months = monthsOf({ start: begin, end: anchor });
  const payments = new PaymentBook(anchor, agenda);
  const door = await openDoor();
  let told = 0;
  try {
    const life = new Life(
      {
        fleet,
        agenda,
        door: { address: door.address, key: await nodeKey() },
        happened: (at) => payments.look(at),
        lived: async (at) => {
          const month = months.indexOf(monthOf(at));
          if (month > told) say(`${(told = month)} of ${months.length - 1} months, to ${formatInstant(at).slice(0, 10)}`);
        },
      },
      begin,
    );
    await life.liveUntil(anchor);
    return life.tally;
  } finally {
    await door.close();
  }
}
