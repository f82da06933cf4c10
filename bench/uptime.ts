// 90-day uptime of all sites: change intervals compared with one row per sample and hourly rollups, all in the same
// Postgres.
import type pg from "pg";
import { systemCaller } from "@/server/kernel/operation/actor";
import { transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { router as reliability } from "@/server/reliability/router";
import { medianMilliseconds } from "./measure";
import { ms, type Row } from "./row";

const DAYS = 90;
/** One row per sample for only this many nodes: at the fleet's 2,400 it would be 311 million rows. */
const SAMPLED_NODES = 24;

/**
 * 90 days of every watched node: as many changes as one fault per 5,720 node-hours causes, each repaired after 20 h.
 */
const HISTORY = `
  insert into "NodeState" ("nodeId", "startAt", "endAt", state, reason)
  select id, at, lead(at) over (partition by id order by at), state, reason from (
    select n.id, now() - interval '${DAYS} days' as at, 'up' as state, 'good' as reason from "Node" n where n.watched
    union all
    select n.id, now() - interval '${DAYS} days' + make_interval(hours => (g * 5720 + hashint4(n.ordinal + g) % 2000 + 2100)::int % ${DAYS * 24}), 'down', 'silence'
      from (select id, ordinal, row_number() over (order by id) as r from "Node" where watched) n cross join generate_series(0, 0) g where n.r % 100 < 38
    union all
    select n.id, now() - interval '${DAYS} days' + make_interval(hours => 20 + (g * 5720 + hashint4(n.ordinal + g) % 2000 + 2100)::int % ${DAYS * 24}), 'up', 'good'
      from (select id, ordinal, row_number() over (order by id) as r from "Node" where watched) n cross join generate_series(0, 0) g where n.r % 100 < 38
  ) changes where at < now()`;

export async function uptime(owner: pg.Client): Promise<Row[]> {
  await owner.query(HISTORY);
  await owner.query(`create schema bench;
    create table bench.sample as select n.id as node, t as at, (random() > 0.0001) as ok
      from (select id from "Node" where watched order by id limit ${SAMPLED_NODES}) n cross join generate_series(now() - interval '${DAYS} days', now(), interval '1 minute') t;
    create index on bench.sample (node, at);
    create table bench.hourly as select n.id as node, t as hour, 3600 as up_seconds
      from (select id from "Node" where watched) n cross join generate_series(now() - interval '${DAYS} days', now(), interval '1 hour') t;
    create index on bench.hourly (node, hour);
    analyze`);
  const [count] = (
    await owner.query<{ nodes: number; sites: number }>(
      `select count(*)::int as nodes, count(distinct p."siteId")::int as sites from "Node" n join "Pool" p on p.id = n."poolId" where n.watched`,
    )
  ).rows;
  const caller = systemCaller("bench", null, "test");
  const through = await medianMilliseconds(() => run(reliability.uptime.sites, caller, { days: DAYS }));
  const samples = await medianMilliseconds(
    () => owner.query(`select node, avg(ok::int) from bench.sample where at >= now() - interval '${DAYS} days' group by node`),
    5,
    1,
  );
  const hourly = await medianMilliseconds(
    () => owner.query(`select node, sum(up_seconds) from bench.hourly where hour >= now() - interval '${DAYS} days' group by node`),
    5,
    1,
  );
  const database = await medianMilliseconds(() =>
    transaction({ organisationId: null, network: true, readOnly: true }, (tx) =>
      tx.sql(
        `select p."siteId", sum(extract(epoch from least(coalesce(s."endAt", now()), now()) - greatest(s."startAt", now() - interval '${DAYS} days'))) filter (where s.state = 'down') as down
     from "NodeState" s join "Node" n on n.id = s."nodeId" join "Pool" p on p.id = n."poolId"
     where s.state <> 'up' and coalesce(s."endAt", 'infinity') > now() - interval '${DAYS} days' group by 1`,
      ),
    ),
  );
  await owner.query("drop schema bench cascade");
  const work = `${DAYS}-day uptime of all ${count?.sites} sites (${count?.nodes} nodes)`;
  return [
    {
      work: `${work}, operation`,
      peer: `row a sample, ${SAMPLED_NODES} nodes`,
      peerFigure: ms(samples),
      berthFigure: ms(through),
      ratio: through / samples,
      better: "lower",
      target: "≤ 25 ms",
      reached: through <= 25,
    },
    {
      work: `${work}, operation`,
      peer: "hourly rollups, all nodes",
      peerFigure: ms(hourly),
      berthFigure: ms(through),
      ratio: through / hourly,
      better: "lower",
      target: "below the peer",
      reached: through < hourly,
    },
    {
      work: `${work}, down seconds in the database`,
      peer: "hourly rollups, all nodes",
      peerFigure: ms(hourly),
      berthFigure: ms(database),
      ratio: database / hourly,
      better: "lower",
      target: "≤ 10 ms",
      reached: database <= 10,
    },
  ];
}
