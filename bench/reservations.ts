// Holding capacity from 32 clients: the whole operation beside its counters alone, and beside a check without a lock.
import type pg from "pg";
import { formatInstant, SECONDS_PER_HOUR, ceilToHour, toInstant } from "@/lib/period";
import { take } from "@/server/capacity/counters/counters";
import { checkCounters } from "@/server/capacity/counters/check-counters";
import { router as capacity } from "@/server/capacity/router";
import { now } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { everything, testTenant } from "@/server/kernel/testing";
import { sideBySide } from "./measure";
import type { Row } from "./row";

const CLIENTS = 32;
const POOLS = 64;
/** More than any run can hold, so that every call does its full work. */
const NODES = 30_000;
const NODE_TYPE = "l40s.8x";

const windowOf = (index: number) => {
  const start = ceilToHour(toInstant(now())) + (24 + (index % 480)) * SECONDS_PER_HOUR;
  return { start, end: start + 14 * 24 * SECONDS_PER_HOUR };
};

/**
 * Two clients see the same free node and both take it, which the counters must prevent. Returns how many were oversold.
 */
async function oversoldWithoutLock(owner: pg.Client, connect: () => Promise<pg.Client>): Promise<number> {
  const free = 64;
  await owner.query(
    "create schema bench; create table bench.pool (free int); create table bench.sold (id int generated always as identity); insert into bench.pool values ($1)".replace(
      "$1",
      String(free),
    ),
  );
  const clients = await Promise.all(Array.from({ length: CLIENTS }, connect));
  await Promise.all(
    clients.map(async (client) => {
      for (let i = 0; i < 8; i++) {
        await client.query("begin");
        const seen = await client.query<{ left: number }>("select (select free from bench.pool) - (select count(*) from bench.sold)::int as left");
        if ((seen.rows[0]?.left ?? 0) > 0) await client.query("insert into bench.sold default values");
        await client.query("commit");
      }
      await client.end();
    }),
  );
  const [row] = (await owner.query<{ sold: number }>("select count(*)::int as sold from bench.sold")).rows;
  await owner.query("drop schema bench cascade");
  return Math.max(0, (row?.sold ?? 0) - free);
}

export async function reservations(owner: pg.Client, connect: () => Promise<pg.Client>): Promise<Row[]> {
  const tenants = await Promise.all(Array.from({ length: CLIENTS }, () => testTenant()));
  const rows: Row[] = [];
  const oversold = await oversoldWithoutLock(owner, connect);
  const all = (await owner.query<{ id: string; siteId: string }>(`select id, "siteId" from "Pool" where "nodeTypeId" = $1 order by id`, [NODE_TYPE])).rows;
  const allIds = all.map((pool) => pool.id);
  await owner.query(`delete from "Withholding" where "poolId" = any($1)`, [allIds]);
  await owner.query(`delete from "PoolMonth" where "poolId" = any($1)`, [allIds]);
  await owner.query(`update "Pool" set "nodeCount" = $2 where id = any($1)`, [allIds, NODES]);
  for (const [label, sites] of [
    ["one hot pool", 1],
    [`${POOLS} pools`, POOLS],
  ] as const) {
    // Separate pools: what the floor takes belongs to no quote, and the counters are checked against quotes afterwards.
    const barePools = all.splice(0, sites);
    const pools = all.splice(0, sites);
    if (pools.length < sites) throw new Error(`too few pools of ${NODE_TYPE}`);
    let turn = 0;
    const countOnly = async (): Promise<void> => {
      const index = turn++;
      const poolId = barePools[index % sites]?.id ?? "";
      await transaction(everything, (tx) => take(tx, { poolId, nodes: 1, window: windowOf(index) }));
    };
    const wholeOperation = async (client: number): Promise<void> => {
      const index = turn++;
      const { start, end } = windowOf(index);
      const tenant = tenants[client];
      if (!tenant) throw new Error("no tenant");
      await run(capacity.quote.create, tenant.as("engineer"), {
        nodeType: NODE_TYPE,
        site: pools[index % sites]?.siteId ?? "",
        nodes: 1,
        start: formatInstant(start),
        end: formatInstant(end),
      });
    };
    const [bare, whole] = await sideBySide(CLIENTS, countOnly, wholeOperation);
    const checks = await Promise.all(pools.map(({ id }) => transaction(everything, (tx) => checkCounters(tx, id))));
    const sound = checks.every((check) => check.ok);
    rows.push({
      work: `holding capacity, ${CLIENTS} clients, ${label}: authorise, price, hold, audit, commit`,
      peer: "counters alone",
      peerFigure: `${bare.toFixed(0)}/s`,
      berthFigure: `${whole.toFixed(0)}/s`,
      ratio: whole / bare,
      better: "higher",
      target: "≥ 0.40×, counters exact",
      reached: whole / bare >= 0.4 && sound,
    });
  }
  rows.push({
    work: `the same by a check without a lock: nodes sold twice of 64`,
    peer: "too many",
    peerFigure: String(oversold),
    berthFigure: "0",
    ratio: 0,
    better: "lower",
    target: "the control oversells",
    reached: oversold > 0,
  });
  return rows;
}
