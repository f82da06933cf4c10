// Runs the simulated network through a span of time in one process. The clock jumps to each instant at which something
// happens: people do what the story says, nodes and collectors send what they would have sent since they were last
// heard, due work is done by the modules' own ticks, and events reach their handlers before time continues. Nothing
// here writes a domain row: everything goes through the same verbs and the same signals door as in a running system.
import { type Instant, SECONDS_PER_HOUR, SECONDS_PER_MINUTE, toDate } from "@/lib/period";
import { ticks } from "@/server/doors/wiring";
import { closeRepairs } from "../simulator/workshop";
import { testNewNodes } from "../simulator/acceptance";
import { setInstant } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { runTick, type Tick } from "@/server/kernel/due/jobs";
import { type Arrange, drainOutbox } from "@/server/kernel/events/outbox";
import type { Agenda } from "./agenda";
import { calls, postSignals } from "../simulator/door";
import { type Fleet, NETWORK, type PoolView } from "../simulator/fleet";
import type { Detection } from "../simulator/signals";
import { type SiteDetection, siteDetections } from "../simulator/site-outages";

/** Idle pools report this often; the door accepts signals up to 72 h late. */
const COARSE_SECONDS = 66 * SECONDS_PER_HOUR;

/** A tick without an instant that runs at least this rarely keeps to its schedule. */
const RARE_SECONDS = 600;

/** Read only by searches, which nobody makes meanwhile, so it runs once at the end. */
const AT_THE_END: ReadonlySet<string> = new Set(["reliability.trackRecord.compute"]);

/** More rounds than this at one instant mean that a tick does not do what it reports as due. */
const MAX_ROUNDS = 20;

/** Outages of sites are looked up this far ahead. */
const AHEAD_SECONDS = 90 * 24 * SECONDS_PER_HOUR;

export interface LifeSettings {
  fleet: Fleet;
  agenda: Agenda;
  /** Address and credential of the signals door. */
  door: { address: string; key: string };
  /** In which order events are delivered; as they were emitted when left out. */
  arrange?: Arrange;
  /** Called before each instant. */
  begins?: (at: Instant) => Promise<void>;
  /** Called after each instant. */
  lived?: (at: Instant) => Promise<void>;
  /** Called after events were handled, because new invoices may be waiting for payment. */
  happened?: (at: Instant) => Promise<void>;
}

/** Statistics of a life so far. */
export interface Tally {
  instants: number;
  signals: number;
  calls: number;
  refused: number;
  ticks: number;
  events: number;
  /** Milliseconds spent, by kind of work. */
  spent: Record<"signals" | "story" | "ticks" | "due" | "events" | "fleet", number>;
}

/** The next instant of each tick that reports one. */
class Due {
  static readonly unknown = new Due([]);
  readonly nextAt: Instant;

  constructor(readonly instants: readonly (readonly [Tick, Instant])[]) {
    this.nextAt = Math.min(Infinity, ...instants.map(([, at]) => at));
  }

  at(now: Instant): Tick[] {
    return this.instants.flatMap(([tick, at]) => (at <= now ? [tick] : []));
  }
}

export class Life {
  readonly tally: Tally = {
    instants: 0,
    signals: 0,
    calls: 0,
    refused: 0,
    ticks: 0,
    events: 0,
    spent: { signals: 0, story: 0, ticks: 0, due: 0, events: 0, fleet: 0 },
  };
  readonly #settings: LifeSettings;
  readonly #detections = new Map<PoolView, Detection[]>();
  #outages: SiteDetection[] = [];
  #outagesUntil: Instant;
  #coarseAt: Instant;
  #due = Due.unknown;
  #now: Instant;

  /** @param now where this life starts */
  constructor(settings: LifeSettings, now: Instant) {
    this.#settings = settings;
    this.#now = now;
    this.#coarseAt = now;
    this.#outagesUntil = now;
  }

  /** Lives up to `until`, inclusive, and leaves the clock there. */
  async liveUntil(until: Instant): Promise<void> {
    for (;;) {
      const at = Math.max(this.#now, Math.min(this.#next(until), until));
      this.#now = at;
      await this.#settings.begins?.(at);
      await this.#liveAt(at, at >= until);
      await this.#settings.lived?.(at);
      if (at >= until) return;
    }
  }

  #next(until: Instant): Instant {
    if (this.#outages.length === 0 && this.#outagesUntil < until) {
      const ahead = Math.min(until, this.#outagesUntil + AHEAD_SECONDS);
      this.#outages = siteDetections(this.#outagesUntil, ahead, this.#settings.fleet.anchor);
      this.#outagesUntil = ahead;
    }
    let next = Math.min(this.#settings.agenda.nextAt, this.#due.nextAt, this.#coarseAt, this.#outages[0]?.at ?? this.#outagesUntil);
    for (const [first] of this.#detections.values()) if (first && first.at < next) next = first.at;
    return next;
  }

  async #measured<T>(kind: keyof Tally["spent"], work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.tally.spent[kind] += performance.now() - started;
    }
  }

  async #liveAt(at: Instant, last: boolean): Promise<void> {
    setInstant(toDate(at));
    this.tally.instants += 1;
    const everything = last || at >= this.#coarseAt;
    const { pools: touched, silence } = everything ? { pools: [...this.#settings.fleet.pools.values()], silence: true } : this.#detectedAt(at);
    if (everything) this.#coarseAt = at + COARSE_SECONDS;
    await this.#measured("signals", () => this.#hear(touched, at));
    const told = await this.#measured("story", () => this.#tellStory(at));
    const regular = ticks.filter((tick) => tick.nextDueAt === undefined && silence && (everything || tick.everySeconds < RARE_SECONDS));
    const finishing = last ? ticks.filter((tick) => AT_THE_END.has(tick.verb.name)) : [];
    let happened = await this.#settleAffairs(at, [...regular, ...finishing], told);
    // Who is back from repair is known when its signals were heard; that it may serve again may make something due.
    if (happened && (await this.#measured("story", closeRepairs)) > 0) happened = (await this.#settleAffairs(at, [], true)) || happened;
    if (happened) await this.#measured("signals", () => testNewNodes(this.#settings.door, at));
    await this.#measured("fleet", async () => {
      const stale = happened ? await this.#settings.fleet.refresh(at) : [];
      const renew = everything ? this.#settings.fleet.pools.values() : told ? [...touched, ...this.#hotPools()] : [...touched, ...stale];
      for (const pool of renew) this.#foresee(pool, at);
      if (happened) await this.#settings.happened?.(at);
    });
  }

  #hotPools(): PoolView[] {
    return [...this.#settings.fleet.pools.values()].filter((pool) => pool.hot);
  }

  #foresee(pool: PoolView, after: Instant): void {
    if (pool.hot) this.#detections.set(pool, this.#settings.fleet.detections(pool, after, this.#coarseAt));
    else this.#detections.delete(pool);
  }

  /** Pools whose signals change something by now; `silence` when it is missing signals that do. */
  #detectedAt(at: Instant): { pools: PoolView[]; silence: boolean } {
    let silence = false;
    const sites = new Set<string>();
    for (let outage = this.#outages[0]; outage && outage.at <= at; outage = this.#outages[0]) {
      this.#outages.shift();
      sites.add(outage.siteId);
      silence ||= outage.silence;
    }
    const pools = [...this.#settings.fleet.pools.values()].filter((pool) => {
      const [first] = this.#detections.get(pool) ?? [];
      if (first && first.at <= at) silence ||= first.silence;
      return sites.has(pool.siteId) || (first !== undefined && first.at <= at);
    });
    return { pools, silence };
  }

  async #hear(pools: readonly PoolView[], at: Instant): Promise<void> {
    const minute = Math.floor(at / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
    const { fleet, door } = this.#settings;
    for (const signals of calls(pools.map((pool) => fleet.settle(pool, minute)))) {
      const { taken, refused } = await postSignals(door.address, door.key, signals);
      this.tally.calls += 1;
      this.tally.signals += taken;
      for (const { count } of refused) this.tally.refused += count;
    }
  }

  async #tellStory(at: Instant): Promise<boolean> {
    let told = false;
    for (let entry = this.#settings.agenda.take(at); entry; entry = this.#settings.agenda.take(at)) {
      await entry.run();
      told = true;
    }
    return told;
  }

  /**
   * Runs ticks and delivers events until nothing is due or pending.
   * @param first ticks to run whatever is due
   * @param told whether the story did something, so that what is due may have changed
   * @returns whether anything happened that may have changed who serves, what is owed, or what is due
   */
  async #settleAffairs(at: Instant, first: readonly Tick[], told: boolean): Promise<boolean> {
    const runAll = async (due: readonly Tick[]): Promise<void> => {
      for (const tick of due) await this.#measured("ticks", () => runTick(tick, "demo"));
      this.tally.ticks += due.length;
    };
    await runAll(first);
    let happened = told;
    let stale = told || this.#due === Due.unknown;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { processed, failed } = await this.#measured("events", () => drainOutbox(null, this.#settings.arrange));
      if (failed > 0) throw new Error(`${failed} events could not be handled at ${toDate(at).toISOString()}: ${await lastError()}`);
      this.tally.events += processed;
      if (processed > 0) happened = stale = true;
      if (stale) this.#due = await this.#measured("due", nextDue);
      const due = this.#due.at(at);
      if (due.length === 0) return happened;
      await runAll(due);
      happened = stale = true;
    }
    throw new Error(
      `${this.#due
        .at(at)
        .map((tick) => tick.verb.name)
        .join(", ")} stays due at ${toDate(at).toISOString()}`,
    );
  }
}

async function nextDue(): Promise<Due> {
  const asked = ticks.filter((tick) => tick.nextDueAt !== undefined && !AT_THE_END.has(tick.verb.name));
  const instants = await transaction({ ...NETWORK, readOnly: true }, (tx) => Promise.all(asked.map(async (tick) => tick.nextDueAt?.(tx))));
  // A due instant with milliseconds is handled in the second after it.
  return new Due(asked.map((tick, index) => [tick, Math.ceil((instants[index]?.getTime() ?? Infinity) / 1000)] as const));
}

async function lastError(): Promise<string> {
  const [row] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
    tx.sql<{ text: string }>(
      `select subscriber || ': ' || "lastError" as text from kernel.event_delivery where "processedAt" is null and "lastError" is not null order by "eventId" limit 1`,
    ),
  );
  return row?.text ?? "unknown";
}
