// The reporting nodes of the simulated network, with their histories from the database. Everything can be reloaded at
// any time: load, advance and the live network see the same nodes with the same disturbances.
import { type Instant, type Interval, SECONDS_PER_DAY, SECONDS_PER_MINUTE, toDate, toInstant } from "@/lib/period";
import { applicationErrorsOf } from "@/prisma/seed/faults";
import { instantOf } from "@/prisma/seed/moments";
import { reservations, type StoryFault, storyFaults } from "@/prisma/seed/story";
import { type Scope, transaction, type Tx } from "@/server/kernel/database/db";
import { disturbancesOf, type NodeHistory } from "./disturbances";
import { collectorSignal, phaseOf, type Signal, signalsOf, type Detection, detectionsOf } from "./signals";

export const NETWORK: Scope = { organisationId: null, network: true, readOnly: false, statementSeconds: 300 };
const LOOK: Scope = { ...NETWORK, readOnly: true };

/** Watched nodes report for this long before the demo's now; where somebody reserves, always. */
const SENTINEL_DAYS = 93;

/** The door refuses signals older than 72 h; an hour less leaves time to send them. */
const OLDEST_SECONDS = 71 * 3_600;

/** Service and repairs that ended longer ago no longer affect what is still to be sent. */
const REMEMBERED_SECONDS = 5 * SECONDS_PER_DAY;

export interface PoolView {
  id: string;
  siteId: string;
  nodes: NodeHistory[];
  /** Signals were sent up to here; null before the first. */
  settledUntil: Instant | null;
  /** The pool serves a cluster or has a node under repair, so what happens is reported at once. */
  hot: boolean;
  /** Who served and was under repair at the last read, to detect changes. */
  lives: string;
}

interface NodeRow {
  nodeId: string;
  poolId: string;
  siteId: string;
  committedGbps: number;
  watched: boolean;
  watchedUntil: Date | null;
}
interface LifeRow {
  nodeId: string;
  what: "service" | "repair";
  from: Date;
  until: Date | null;
}

const NODE = `select n.id as "nodeId", n."poolId", p."siteId", t."committedGbps", n.watched, h."watchedUntil"
  from catalog.node n join catalog.pool p on p.id = n."poolId" join catalog.node_type t on t.id = p."nodeTypeId" left join signals.watched_pool h on h."poolId" = p.id`;

// A spare counts from when it is requested: it reports before it serves.
const LIVES = `
  select "nodeId", 'service' as what, "startAt" as from, "endAt" as until from clusters.service where "endAt" > $1
  union all select "spareNodeId", 'service', "requestedAt", "requestedAt" + interval '1 hour' from clusters.replacement where "spareNodeId" is not null and "finishedAt" is null
  union all select "nodeId", 'repair', "openedAt", "closedAt" from clusters.repair where "closedAt" is null or "closedAt" > $1 or "openedAt" > $1
  order by 1, 2, 3`;

/** A node that starts reporting is known to be up after this long. */
const HEARD_SECONDS = 3 * SECONDS_PER_MINUTE;

/** Something that ended this shortly before an instant may be reported after it. */
const JUST_BEFORE_SECONDS = 10 * SECONDS_PER_MINUTE;

const storySites: ReadonlySet<string> = new Set(reservations.map((reservation) => reservation.siteId));
const floorMinute = (at: Instant): Instant => Math.floor(at / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;

export class Fleet {
  readonly pools = new Map<string, PoolView>();
  readonly #nodes = new Map<string, NodeHistory>();
  readonly #repairing = new Set<string>();
  /** Current and future announced maintenance by site. */
  readonly #work = new Map<string, Interval[]>();

  private constructor(
    /** The demo's own now. */
    readonly anchor: Instant,
    readonly from: Instant,
  ) {}

  /** @param from where this life begins: no node reports before it */
  static async open(anchor: Instant, from: Instant, now: Instant): Promise<Fleet> {
    const fleet = new Fleet(anchor, from);
    await transaction(LOOK, async (tx) => {
      const rows = await tx.sql<NodeRow>(
        `${NODE} where n.watched or n.id in (select "nodeId" from clusters.service union select "nodeId" from clusters.repair where "closedAt" is null)`,
      );
      for (const row of rows) fleet.#add(row);
      await fleet.#readLives(tx, 0, now);
    });
    for (const fault of storyFaults) {
      const at = instantOf(fault.at, anchor);
      if (at <= now && at + fault.minutes * SECONDS_PER_MINUTE > now - REMEMBERED_SECONDS) await fleet.applyFault(fault);
    }
    return fleet;
  }

  #add({ nodeId, poolId, siteId, committedGbps, watched, watchedUntil }: NodeRow): NodeHistory {
    const sentinelFrom = storySites.has(siteId) ? this.from : Math.max(this.from, this.anchor - SENTINEL_DAYS * SECONDS_PER_DAY);
    const node: NodeHistory = {
      nodeId,
      poolId,
      siteId,
      committedGbps,
      reportsFrom: watched ? floorMinute(sentinelFrom) : Infinity,
      service: [],
      repairs: [],
      storyFaults: [],
    };
    this.#nodes.set(nodeId, node);
    const pool = this.pools.get(poolId);
    if (pool) pool.nodes.push(node);
    else
      this.pools.set(poolId, { id: poolId, siteId, nodes: [node], settledUntil: watchedUntil && floorMinute(toInstant(watchedUntil)), hot: false, lives: "" });
    return node;
  }

  /**
   * Reads who serves and who is under repair. Cheap enough to call whenever something may have changed.
   * @returns the pools in which it changed
   */
  async refresh(now: Instant): Promise<PoolView[]> {
    return transaction(LOOK, (tx) => this.#readLives(tx, now - REMEMBERED_SECONDS, now));
  }

  /** What ended before `since` has not changed since it was read. */
  async #readLives(tx: Tx, since: Instant, now: Instant): Promise<PoolView[]> {
    const [rows, work] = await Promise.all([
      tx.sql<LifeRow>(LIVES, [toDate(since)], "demo_lives"),
      tx.sql<{ siteId: string; startAt: Date; endAt: Date }>(
        `select "siteId", "startAt", "endAt" from signals.planned_work where "cancelledAt" is null and "endAt" > $1`,
        [toDate(now - JUST_BEFORE_SECONDS)],
        "demo_work",
      ),
    ]);
    this.#work.clear();
    for (const { siteId, startAt, endAt } of work)
      this.#work.set(siteId, [...(this.#work.get(siteId) ?? []), { start: toInstant(startAt), end: toInstant(endAt) }]);
    const unknown = [...new Set(rows.map((row) => row.nodeId).filter((id) => !this.#nodes.has(id)))];
    if (unknown.length > 0) for (const row of await tx.sql<NodeRow>(`${NODE} where n.id = any($1)`, [unknown])) this.#add(row);
    for (const node of this.#nodes.values()) {
      if (node.service.length > 0) node.service = node.service.filter((served) => served.end <= since);
      if (node.repairs.length > 0) node.repairs = node.repairs.filter((openedAt) => openedAt <= since);
    }
    this.#repairing.clear();
    for (const pool of this.pools.values()) pool.hot = false;
    const lives = new Map<PoolView, string>();
    for (const { nodeId, what, from, until } of rows) {
      const node = this.#nodes.get(nodeId);
      const pool = node && this.pools.get(node.poolId);
      if (!node || !pool) continue;
      const start = toInstant(from);
      const end = until && toInstant(until);
      if (what === "repair") {
        if (!node.repairs.includes(start)) node.repairs.push(start);
        if (end === null) this.#repairing.add(nodeId);
      } else node.service.push({ start, end: end ?? Infinity });
      node.reportsFrom = Math.min(node.reportsFrom, floorMinute(start));
      pool.hot ||= end === null || end > now;
      lives.set(pool, `${lives.get(pool) ?? ""}${nodeId}${start}${end};`);
    }
    const changed = [...this.pools.values()].filter((pool) => (lives.get(pool) ?? "") !== pool.lives);
    for (const pool of changed) pool.lives = lives.get(pool) ?? "";
    return changed;
  }

  /**
   * Applies a fault from the story to whichever node serves in that berth at that moment; returns the node, or null.
   */
  async applyFault(fault: StoryFault): Promise<string | null> {
    const start = instantOf(fault.at, this.anchor);
    const [served] = await transaction(LOOK, (tx) =>
      tx.sql<{ nodeId: string }>(
        `select a."nodeId" from clusters.service a join clusters.cluster c on c.id = a."clusterId" where c.name = $1 and a.berth = $2 and a."startAt" <= $3 and a."endAt" > $3`,
        [fault.reservation, fault.berth, toDate(start)],
      ),
    );
    const node = served && this.#nodes.get(served.nodeId);
    if (!node) return null;
    const { category, behaviour, xid, throughputPercent } = fault;
    node.storyFaults.push({ nodeId: node.nodeId, start, end: start + fault.minutes * SECONDS_PER_MINUTE, category, behaviour, xid, throughputPercent });
    return node.nodeId;
  }

  /**
   * The signals of a pool that are due at `until` (a whole minute): its nodes', then its collectors'. Marks them as
   * sent.
   */
  settle(pool: PoolView, until: Instant): Signal[] {
    const begins = Math.min(...pool.nodes.map((node) => node.reportsFrom));
    const from = Math.max(pool.settledUntil ?? begins, Math.ceil((until - OLDEST_SECONDS) / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE);
    if (from >= until) return [];
    const phase = phaseOf(pool.id);
    const signals = pool.nodes.flatMap((node) => {
      const since = Math.max(from, node.reportsFrom);
      if (since >= until) return [];
      const disturbances = disturbancesOf(node, since, until, this.anchor);
      return signalsOf(
        {
          nodeId: node.nodeId,
          phase,
          disturbances,
          applicationErrors: this.#applicationErrors(node, { start: since, end: until }),
          measured: node.service,
          gbps: node.committedGbps,
        },
        since,
        until,
      );
    });
    pool.settledUntil = until;
    return [...signals, collectorSignal(pool.id, from, until)];
  }

  #applicationErrors({ nodeId, service }: NodeHistory, { start, end }: Interval): ReturnType<typeof applicationErrorsOf> {
    const serving = service.filter((served) => served.start < end && served.end > start);
    if (serving.length === 0) return [];
    return applicationErrorsOf(nodeId, start, end, this.anchor).filter(({ at }) => serving.some((served) => served.start <= at && at < served.end));
  }

  /**
   * When, within (after, until] and in order, this pool's signals change something: a fault or an outage began or
   * ended, maintenance at the site did, or a node has been heard for the first time.
   */
  detections(pool: PoolView, after: Instant, until: Instant): Detection[] {
    const phase = phaseOf(pool.id);
    const found = new Map<Instant, boolean>();
    const consider = ({ at, silence }: Detection): void => {
      if (at > after && at <= until) found.set(at, silence || (found.get(at) ?? false));
    };
    for (const node of pool.nodes) {
      const concerned = node.service.some((served) => served.end > after) || this.#repairing.has(node.nodeId);
      if (!concerned || node.reportsFrom >= until) continue;
      for (const { start } of node.service) consider({ at: floorMinute(start) + HEARD_SECONDS, silence: false });
      for (const disturbance of disturbancesOf(node, after - JUST_BEFORE_SECONDS, until, this.anchor)) detectionsOf(disturbance, phase).forEach(consider);
    }
    for (const { start, end } of this.#work.get(pool.siteId) ?? [])
      for (const edge of [start, end]) consider({ at: floorMinute(edge) + 2 * SECONDS_PER_MINUTE, silence: true });
    return [...found].map(([at, silence]) => ({ at, silence })).sort((a, b) => a.at - b.at);
  }
}
