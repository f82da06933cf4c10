// When throughput was measured: which five-minute spans have a sample, whatever its value. Values that affect the state
// are reduced as points (reducer/); the number of samples is the measure of the bandwidth promise and is recorded only
// here.
import { formatInstant, type Instant, type Interval, toDate } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { THROUGHPUT_SECONDS } from "./runs";

/** Samples of one node: the first, how many followed, and their distance. */
export interface Samples {
  from: Instant;
  everySeconds: number;
  count: number;
}

const slotOf = (at: Instant): number => Math.floor(at / THROUGHPUT_SECONDS);

/** [from, until) in spans since the epoch, by UTC month. Samples no further apart than a span leave no gap. */
export function measuredByMonth(samples: readonly Samples[]): Map<string, [number, number][]> {
  const byMonth = new Map<string, [number, number][]>();
  const add = (from: number, until: number) => {
    for (let at = from; at < until;) {
      const month = formatInstant(at * THROUGHPUT_SECONDS).slice(0, 7);
      const next = new Date(`${month}-01T00:00:00Z`);
      next.setUTCMonth(next.getUTCMonth() + 1);
      const end = Math.min(until, slotOf(next.getTime() / 1000));
      const known = byMonth.get(month);
      if (known) known.push([at, end]);
      else byMonth.set(month, [[at, end]]);
      at = end;
    }
  };
  for (const { from, everySeconds, count } of samples) {
    if (everySeconds <= THROUGHPUT_SECONDS) add(slotOf(from), slotOf(from + (count - 1) * everySeconds) + 1);
    else for (let index = 0; index < count; index += 1) add(slotOf(from + index * everySeconds), slotOf(from + index * everySeconds) + 1);
  }
  return byMonth;
}

/** Adds to the measured spans: a union, so late, repeated and reordered samples count once. */
export async function keepMeasured(tx: Tx, byNode: ReadonlyMap<string, readonly Samples[]>): Promise<void> {
  const rows = [...byNode]
    .flatMap(([nodeId, samples]) => [...measuredByMonth(samples)].map(([month, slots]) => ({ nodeId, month, slots })))
    .sort((a, b) => (a.nodeId < b.nodeId ? -1 : a.nodeId > b.nodeId ? 1 : a.month < b.month ? -1 : 1));
  if (rows.length === 0) return;
  await tx.exec(
    `insert into "ThroughputMonth" as t ("nodeId", month, slots) select r.node, r.month, r.slots::int4multirange from unnest($1::text[], $2::text[], $3::text[]) as r (node, month, slots)
     on conflict ("nodeId", month) do update set slots = t.slots + excluded.slots where not t.slots @> excluded.slots`,
    [rows.map((row) => row.nodeId), rows.map((row) => row.month), rows.map((row) => `{${row.slots.map(([from, until]) => `[${from},${until})`).join(",")}}`)],
    "signals_throughput_keep",
  );
}

const RANGE = /\[(\d+),(\d+)\)/g;

/** The five-minute spans, in seconds, in which each node's throughput was measured, for all months in the period. */
export async function readMeasured(tx: Tx, nodeIds: readonly string[], period: Interval): Promise<Map<string, Interval[]>> {
  if (nodeIds.length === 0 || period.end <= period.start) return new Map();
  const rows = await tx.sql<{ nodeId: string; slots: string }>(
    `select "nodeId", slots::text as slots from "ThroughputMonth" where "nodeId" = any($1)
        and month between to_char($2::timestamptz at time zone 'UTC', 'YYYY-MM') and to_char($3::timestamptz at time zone 'UTC', 'YYYY-MM') order by "nodeId", month`,
    [nodeIds, toDate(period.start), toDate(period.end)],
    "signals_throughput_read",
  );
  const measured = new Map<string, Interval[]>();
  for (const { nodeId, slots } of rows) {
    const spans = measured.get(nodeId) ?? [];
    for (const [, from, until] of slots.matchAll(RANGE)) spans.push({ start: Number(from) * THROUGHPUT_SECONDS, end: Number(until) * THROUGHPUT_SECONDS });
    measured.set(nodeId, spans);
  }
  return measured;
}
