// One search over the whole network beside a scan of a million assignments.
import type pg from "pg";
import { formatInstant, SECONDS_PER_HOUR, ceilToHour, toInstant } from "@/lib/period";
import { router as capacity } from "@/server/capacity/router";
import { now } from "@/server/kernel/process/clock";
import { run } from "@/server/kernel/operation/operation";
import { testTenant } from "@/server/kernel/testing";
import { medianMilliseconds } from "./measure";
import { ms, type Row } from "./row";

const ASSIGNMENTS = 1_000_000;

export async function search(owner: pg.Client): Promise<Row[]> {
  await owner.query(`create schema bench;
    create table bench.assignment as
      select (array(select id from "Pool" order by id))[1 + g % (select count(*) from "Pool")] as pool, now() + make_interval(hours => (g::bigint * 7919 % 8760)::int - 4380) as start_at,
             now() + make_interval(hours => (g::bigint * 7919 % 8760)::int - 4356 + g % 700) as end_at from generate_series(1, ${ASSIGNMENTS}) g;
    analyze bench.assignment`);
  const tenant = await testTenant();
  const start = ceilToHour(toInstant(now())) + 48 * SECONDS_PER_HOUR;
  const end = start + 14 * 24 * SECONDS_PER_HOUR;
  const scan = await medianMilliseconds(
    () =>
      owner.query(
        `select p.id, p."nodeCount" - coalesce(b.busy, 0) as free from "Pool" p
     left join (select pool, count(*) as busy from bench.assignment where start_at < $2 and end_at > $1 group by pool) b on b.pool = p.id`,
        [new Date(start * 1000), new Date(end * 1000)],
      ),
    7,
    1,
  );
  const fixed = await medianMilliseconds(() =>
    run(capacity.offer.search, tenant.as("engineer"), { nodeType: "h100-sxm.8x", nodes: 4, start: formatInstant(start), end: formatInstant(end) }),
  );
  const flexible = await medianMilliseconds(() =>
    run(capacity.offer.search, tenant.as("engineer"), {
      nodeType: "h100-sxm.8x",
      nodes: 4,
      durationHours: 336,
      earliestStart: formatInstant(start),
      latestStart: formatInstant(start + 240 * SECONDS_PER_HOUR),
    }),
  );
  await owner.query("drop schema bench cascade");
  const peer = "scan of 1 M assignments";
  return [
    {
      work: "worldwide search, 14 days, fixed start, whole operation",
      peer,
      peerFigure: ms(scan),
      berthFigure: ms(fixed),
      ratio: fixed / scan,
      better: "lower",
      target: "≤ 30 ms",
      reached: fixed <= 30,
    },
    {
      work: "worldwide search, 14 days, any start in ten days, whole operation",
      peer,
      peerFigure: ms(scan),
      berthFigure: ms(flexible),
      ratio: flexible / scan,
      better: "lower",
      target: "≤ 30 ms",
      reached: flexible <= 30,
    },
  ];
}
