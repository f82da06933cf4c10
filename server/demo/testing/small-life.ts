// A fortnight of one small tenant, run by the demo's engine: one site with ten nodes, one reservation of two, one of
// which fails. Import it afresh for every life: the kernel keeps connections, clock and randomness in modules.
import { formatInstant, type Instant, parseInstant, SECONDS_PER_DAY, toDate } from "@/lib/period";
import { slaPlans } from "@/prisma/seed/prices";
import { sellers } from "@/prisma/seed/sellers";
import { type BookCheck, checkBooks } from "@/server/billing";
import { billing } from "@/server/billing/router";
import { router as capacity } from "@/server/capacity/router";
import { router as catalog } from "@/server/catalog/router";
import { router as identity } from "@/server/identity/router";
import { setInstant } from "@/server/kernel/process/clock";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { seedRandom } from "@/server/kernel/process/random";
import { beginInstant, goOnFrom, readClock } from "../life/clock-row";
import { Agenda } from "../life/agenda";
import { openDoor, postSignals } from "../simulator/door";
import { Fleet, NETWORK } from "../simulator/fleet";
import { Life, type LifeSettings, type Tally } from "../life/life";
import { nodeKey } from "../simulator/node-key";
import { byJob } from "../life/people";

const ANCHOR = parseInstant("2026-11-22T14:32:00Z");
const BEGIN = parseInstant("2026-10-18T00:00:00Z");
const QUOTED = parseInstant("2026-10-23T10:02:00Z");
export const START = parseInstant("2026-10-24T00:00:00Z");
const FAILED = parseInstant("2026-10-26T11:06:40Z");
/** A fault of the last day, heard of when the month's invoice has its number. */
const HIDDEN = parseInstant("2026-10-30T12:00:00Z");
const HIDDEN_SECONDS = 36_000;
const HEARD = parseInstant("2026-11-02T03:00:00Z");
/** No signal of the month can come any more, and the late fault has been credited. */
const UNTIL = parseInstant("2026-11-04T02:00:00Z");

const SITE = "zz-test-1a";
const POOL = `${SITE}:t100.8x`;

async function furnish(): Promise<string> {
  const always = { validFrom: "2020-01-01T00:00:00Z", validUntil: null };
  const place = { latitude: 59.91, longitude: 10.75 };
  await run(catalog.network.load, byJob("test"), {
    regions: [{ id: "zz-test-1", city: "Oslo", country: "NO", countryName: "Norway", area: "Europe", residency: "EEA", ...place }],
    sites: [{ id: SITE, regionId: "zz-test-1", name: "Oslo 1", compliance: [], joinedAt: "2020-01-01T00:00:00Z", leavesAt: null, ...place }],
    nodeTypes: [
      {
        id: "t100.8x",
        gpuModel: "T100-80GB",
        gpuCount: 8,
        gpuMemoryGb: 80,
        vcpus: 192,
        ramGib: 2_048,
        nvme: "8×3.84 TB",
        fabric: "InfiniBand 3.2 Tb/s",
        fabricKind: "infiniband",
        committedGbps: 100,
      },
    ],
    pools: [{ id: POOL, siteId: SITE, nodeTypeId: "t100.8x", nodeCount: 8, spareCount: 2 }],
    slaPlans: slaPlans.map((plan) => ({ ...plan })),
    prices: [{ nodeTypeId: "t100.8x", regionId: "zz-test-1", currency: "USD", rateMicros: "2500000", ...always }],
  });
  await run(billing.seller.load, byJob("test"), { sellers: sellers.map((seller) => ({ ...seller })) });
  const { id } = await run(identity.organisation.create, byJob("test"), { name: "Small AS", slug: "small", country: "NO" });
  await run(billing.profile.set, byJob("test", id), {
    legalName: "Small AS",
    addressLines: ["Eksempelgata 1", "0000 Oslo"],
    country: "NO",
    apEmail: "ap@small.example",
    currency: "USD",
  });
  return id;
}

export interface SmallLife {
  /** When the node in berth 2 lost its GPU. */
  failedAt: Instant;
  tally: Tally;
  /** How often it crashed and resumed. */
  crashes: number;
  /** Checks of the books that fail at the end. */
  wrong: BookCheck[];
}

/** The node in berth 2 loses its GPU. */
async function failNode(fleet: Fleet): Promise<void> {
  const minutesFromNow = (FAILED - ANCHOR) / 60;
  const failed = await fleet.applyFault({
    reservation: "journey",
    berth: 2,
    at: { minutesFromNow },
    minutes: 2_000,
    category: "gpu",
    behaviour: "xid_fatal",
    xid: 79,
    throughputPercent: null,
  });
  if (failed === null) throw new Error("nobody serves in berth 2");
}

/** The hidden fault of the node in berth 1, and its end. */
async function hearLate(address: string): Promise<void> {
  const [served] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
    tx.sql<{ nodeId: string }>(`select "nodeId" from clusters.service where berth = 1 and "startAt" <= $1 and "endAt" > $1`, [toDate(HIDDEN)]),
  );
  const of = { node: served?.nodeId ?? "", source: "agent" as const };
  await postSignals(address, await nodeKey(), [
    { ...of, kind: "xid", ok: false, code: 79, observedAt: formatInstant(HIDDEN) },
    { ...of, kind: "reset", ok: true, observedAt: formatInstant(HIDDEN + HIDDEN_SECONDS) },
  ]);
}

/** Every invoice that is open, in full. */
async function payAll(organisationId: string): Promise<void> {
  const { data } = await run(billing.invoice.list, byJob("test", organisationId), { limit: 20 });
  for (const { id, kind, state, amountDue } of data) {
    if (kind === "credit_note" || state === "paid") continue;
    const paid = { invoiceId: id, amount: amountDue, method: "bank_transfer" as const, externalReference: `CT ${id}` };
    await run(billing.payment.record, byJob("test", organisationId), paid);
  }
}

/** How its events are delivered, other than in order and once, and when it crashes. */
export type Disorder = Pick<LifeSettings, "arrange" | "lived">;

/** Thrown by a test to simulate a crash: the next life continues from the database. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Runs it in the database of the environment, in demo mode. */
export async function smallLife(disorder: Disorder = {}): Promise<SmallLife> {
  seedRandom(7);
  setInstant(toDate(BEGIN));
  const organisationId = await furnish();
  await goOnFrom(BEGIN, ANCHOR);
  let quoteId = "";
  const door = await openDoor();
  const storyOf = async (fleet: Fleet, from: Instant): Promise<Agenda> => {
    const agenda = new Agenda();
    const at = (instant: Instant, what: () => Promise<void>): void => (instant < from ? undefined : agenda.add(instant, what));
    const fail = () => failNode(fleet);
    if (from > FAILED) await fail();
    at(FAILED, fail);
    at(QUOTED, async () => {
      const quote = await run(capacity.quote.create, byJob("test", organisationId), {
        nodeType: "t100.8x",
        site: SITE,
        nodes: 2,
        start: formatInstant(START),
        end: formatInstant(START + 7 * SECONDS_PER_DAY),
        slaPlan: "enterprise",
        paymentSchedule: "deposit_25",
      });
      quoteId = quote.id;
    });
    at(QUOTED + 240, async () => void (await run(capacity.reservation.create, byJob("test", organisationId), { quoteId, name: "journey" })));
    at(HEARD, () => hearLate(door.address));
    at(HEARD + 60, () => payAll(organisationId));
    return agenda;
  };
  try {
    const key = await nodeKey();
    for (let from = BEGIN, crashes = 0; ; crashes += 1) {
      const fleet = await Fleet.open(ANCHOR, BEGIN, from);
      const life = new Life({ fleet, agenda: await storyOf(fleet, from), door: { address: door.address, key }, begins: beginInstant, ...disorder }, from);
      try {
        await life.liveUntil(UNTIL);
        const checks = await transaction({ ...NETWORK, readOnly: true }, checkBooks);
        return { failedAt: FAILED, tally: life.tally, crashes, wrong: checks.filter(({ ok }) => !ok) };
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        from = (await readClock()).interruptedAt ?? from;
      }
    }
  } finally {
    await door.close();
    setInstant(null);
    seedRandom(null);
  }
}

export { closeDatabase };
