import { type Pool, pools } from "./pools";
import { fractionOf, random } from "./random";
import { reservations } from "./story";

/**
 * What sites withhold from sale for their own use, so that free capacity varies by site and week: 40 to 95 % of a pool
 * is busy, and the demo's people always find what their story says they found.
 */
export interface WithholdingRow {
  poolId: string;
  nodes: number;
  /** Hours from 00:00 UTC of the demo's day 0, half-open. */
  fromHour: number;
  untilHour: number;
}

/** The days with withholdings, relative to the demo's now. Nobody searches earlier days any more. */
export const WITHHELD_FROM_DAY = -45;
export const WITHHELD_UNTIL_DAY = 180;

const DAYS = WITHHELD_UNTIL_DAY - WITHHELD_FROM_DAY;
const MIN_BUSY = 0.4;
const MAX_BUSY = 0.95;
const TRIES = 7;

/** Nodes that must stay free besides the story's own: what a visitor is invited to reserve. */
const keptFree: Readonly<Record<string, number>> = {
  "kr-seoul-1a:h100-sxm.8x": 12,
  "kr-seoul-1a:h200-sxm.8x": 8,
  "kr-busan-1a:h100-sxm.8x": 6,
  "jp-tokyo-1a:h100-sxm.8x": 8,
  "no-oslo-1a:h100-sxm.8x": 9,
  "no-mo-i-rana-1a:h100-sxm.8x": 20,
  "fi-kajaani-1a:h100-sxm.8x": 10,
  "is-keflavik-1a:h100-sxm.8x": 6,
  "se-lulea-1a:h100-sxm.8x": 4,
  "se-lulea-1a:b200-sxm.8x": 4,
  "nl-amsterdam-1a:h100-sxm.8x": 8,
  "nl-amsterdam-1a:l40s.8x": 4,
  "sg-singapore-1a:l40s.8x": 4,
  "ca-montreal-1a:rtx-pro-6000.8x": 4,
};

/** Nodes of the pool that the story reserves on each day of the span, fully or partly. */
export function storyDemand(pool: Pool): Int16Array {
  const demand = new Int16Array(DAYS);
  for (const reservation of reservations) {
    if (`${reservation.siteId}:${reservation.nodeTypeId}` !== pool.id) continue;
    const first = reservation.startAt.day;
    const beyond = first + reservation.termDays + 1;
    for (let day = Math.max(first, WITHHELD_FROM_DAY); day < Math.min(beyond, WITHHELD_UNTIL_DAY); day += 1) {
      const index = day - WITHHELD_FROM_DAY;
      demand[index] = (demand[index] ?? 0) + reservation.nodes;
    }
  }
  return demand;
}

/** The blocks of one pool: a steady part over the whole span, with shorter runs on top. */
export function withholdingOf(pool: Pool): WithholdingRow[] {
  const draw = random(`withholding/${pool.id}`);
  const demand = storyDemand(pool);
  const most = Math.floor(pool.nodeCount * MAX_BUSY);
  const kept = keptFree[pool.id] ?? 0;
  const left = Int16Array.from(demand, (nodes) => Math.max(0, Math.min(most - nodes, pool.nodeCount - nodes - kept)));

  // Regions differ in how busy they are: one number for the region, one for the pool.
  const share = MIN_BUSY + 0.2 * fractionOf(`busy/${pool.regionId}`) * draw.next() + 0.1 * draw.next();
  const steady = Math.min(Math.ceil(pool.nodeCount * share), ...left);
  const rows: WithholdingRow[] = [];
  const keep = (nodes: number, fromHour: number, untilHour: number): void => {
    rows.push({ poolId: pool.id, nodes, fromHour, untilHour });
    const firstDay = Math.floor(fromHour / 24) - WITHHELD_FROM_DAY;
    const beyondDay = Math.ceil(untilHour / 24) - WITHHELD_FROM_DAY;
    for (let day = firstDay; day < beyondDay; day += 1) left[day] = (left[day] ?? 0) - nodes;
  };
  if (steady > 0) keep(steady, WITHHELD_FROM_DAY * 24, WITHHELD_UNTIL_DAY * 24);

  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const days = draw.integer(2, 45);
    const firstDay = draw.integer(0, DAYS - days);
    const wanted = draw.integer(1, Math.max(1, Math.ceil(pool.nodeCount * 0.22)));
    const fromHour = (firstDay + WITHHELD_FROM_DAY) * 24 + draw.integer(0, 12);
    const untilHour = (firstDay + days + WITHHELD_FROM_DAY) * 24 - draw.integer(0, 11);
    const nodes = Math.min(wanted, ...left.subarray(firstDay, firstDay + days));
    if (nodes > 0) keep(nodes, fromHour, untilHour);
  }
  return rows;
}

export function withholdings(): WithholdingRow[] {
  return pools.flatMap(withholdingOf);
}
