import { z } from "zod";
import type { NodeState, StateReason } from "@/lib/node-state";
import { daysOf, type Instant, type Interval, SECONDS_PER_DAY, startOfDay, toDate, toInstant } from "@/lib/period";
import { writeTrackRecords } from "@/server/capacity";
import { catalogueOf } from "@/server/catalog";
import type { Tx } from "@/server/kernel/database/db";
import { command } from "@/server/kernel/operation/operation";
import { readDarkness } from "../incidents/incident-rows";
import { trackRecord, type WatchedHistory } from "./track-record-rules";

const RECORD_DAYS = 90;

interface Row {
  siteId: string;
  nodeId: string;
  start: number;
  end: number | null;
  state: NodeState;
  reason: StateReason;
}

// Index NodeState_recent: what ended before the period is not read.
const HISTORIES = `
  with watched as materialized (select n.id, p."siteId" from catalog.node n join catalog.pool p on p.id = n."poolId" where n.watched)
  select w."siteId", s."nodeId", extract(epoch from s."startAt")::float8 as start, extract(epoch from s."endAt")::float8 as "end", s.state, s.reason
    from signals.node_state s join watched w on w.id = s."nodeId"
   where coalesce(s."endAt", 'infinity'::timestamptz) > $1 and s."startAt" < $2 order by s."nodeId", s."startAt"`;

async function readHistories(tx: Tx, period: Interval): Promise<Map<string, Map<string, WatchedHistory>>> {
  const rows = await tx.sql<Row>(HISTORIES, [toDate(period.start), toDate(period.end)], "reliability_histories");
  const sites = new Map<string, Map<string, Row[]>>();
  for (const row of rows) {
    let nodes = sites.get(row.siteId);
    if (!nodes) sites.set(row.siteId, (nodes = new Map()));
    const known = nodes.get(row.nodeId);
    if (known) known.push(row);
    else nodes.set(row.nodeId, [row]);
  }
  return new Map(
    [...sites].map(([siteId, nodes]) => [
      siteId,
      new Map([...nodes].map(([nodeId, of]) => [nodeId, of.map(({ start, end, state, reason }) => ({ start, end, state, reason, code: null }))])),
    ]),
  );
}

/** The period of a record: whole days up to and including today. */
const recordPeriod = (now: Instant): Interval => ({ start: startOfDay(now) - (RECORD_DAYS - 1) * SECONDS_PER_DAY, end: now });

/** Writes every site's record of the last 90 days to where search reads it. */
export const computeTrackRecords = command({
  name: "reliability.trackRecord.compute",
  summary: "Compute every site's record of the last 90 days.",
  input: z.object({}),
  output: z.object({ sites: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "derived from intervals that are kept, and rewritten every hour" },
  idempotency: "natural",
  handler: async (ctx) => {
    const { tx, now } = ctx;
    const period = recordPeriod(toInstant(now));
    const siteIds = [...(await catalogueOf(tx)).sites.keys()];
    const [histories, darkness] = await Promise.all([readHistories(tx, period), readDarkness(tx, siteIds, period.start)]);
    const days = daysOf(period);
    const records = siteIds.map((siteId) => {
      const dark = (darkness.get(siteId) ?? []).map(({ start, end }) => ({ start, end: end ?? period.end }));
      return { siteId, ...trackRecord([...(histories.get(siteId)?.values() ?? [])], dark, period, days) };
    });
    await writeTrackRecords(tx, records, now);
    return { sites: records.length };
  },
});
