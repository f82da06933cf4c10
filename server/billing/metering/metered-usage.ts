// An organisation's node time over any period: as closed for closed months, as measured for the others.
import { chargeFor, roundHalfAwayFromZero, splitByLargestRemainder, sumMinor, sumMoney } from "@/lib/money";
import { type Instant, type Interval, type Month, daysOf, intersect, lengthOf, monthInterval, monthsOf, toDate, toInstant } from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";
import type { Tx } from "@/server/kernel/database/db";
import { type Contract, readContracts, readMetering } from "./contracts";
import { prorate } from "./proration";

/** Charged time of one contract: a whole segment, or its part within the requested period. */
export interface UsedTime extends Interval {
  contract: Contract;
  month: Month;
  nodes: number;
  gpuSeconds: bigint;
}

interface RecordRow {
  reservationId: string;
  month: string;
  startAt: Date;
  endAt: Date;
  nodes: number;
}

const RECORDS = `
  select "reservationId", month, "startAt", "endAt", nodes from "UsageRecord"
   where "organisationId" = $1 and month = any($2) and charged and "startAt" < $4 and "endAt" > $3 order by "startAt"`;

const used = (contract: Contract, month: Month, nodes: number, part: Interval): UsedTime => ({
  ...part,
  contract,
  month,
  nodes,
  gpuSeconds: gpuSecondsOf({ nodes, gpusPerNode: contract.gpusPerNode, seconds: lengthOf(part) }),
});

/** Which contracts of an organisation; all by default. */
export interface ContractFilter {
  projectId?: string | null;
  reservationIds?: readonly string[];
}

const isWanted =
  ({ projectId, reservationIds }: ContractFilter) =>
  (contract: Contract): boolean =>
    (projectId == null || contract.projectId === projectId) && (reservationIds === undefined || reservationIds.includes(contract.reservationId));

/** Charged time within the period, none of it after `now`. */
export async function readUsedTime(
  tx: Tx,
  organisationId: string,
  period: Interval,
  now: Instant,
  filter: ContractFilter,
): Promise<{ contracts: Contract[]; time: UsedTime[] }> {
  const span = intersect(period, { start: period.start, end: Math.max(period.start, now) });
  const contracts = (await readContracts(tx, organisationId, period, filter.reservationIds)).filter(isWanted(filter));
  if (!span || contracts.length === 0) return { contracts, time: [] };
  const months = monthsOf(span);
  const closed = new Set(
    (await tx.sql<{ month: string }>(`select month from "MonthClose" where "organisationId" = $1 and month = any($2)`, [organisationId, months])).map(
      (row) => row.month,
    ),
  );
  const open = months.filter((month) => !closed.has(month));
  const [records, measured] = await Promise.all([
    closed.size === 0 ? [] : tx.sql<RecordRow>(RECORDS, [organisationId, [...closed], toDate(span.start), toDate(span.end)]),
    measure(tx, organisationId, contracts, open, span),
  ]);
  const byId = new Map(contracts.map((contract) => [contract.reservationId, contract]));
  const recorded = records.flatMap((row): UsedTime[] => {
    const contract = byId.get(row.reservationId);
    const part = intersect({ start: toInstant(row.startAt), end: toInstant(row.endAt) }, span);
    return contract && part ? [used(contract, row.month, row.nodes, part)] : [];
  });
  return { contracts, time: [...recorded, ...measured] };
}

async function measure(tx: Tx, organisationId: string, contracts: readonly Contract[], months: readonly Month[], span: Interval): Promise<UsedTime[]> {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const whole = intersect({ start: monthInterval(first).start, end: monthInterval(last).end }, span);
  if (!whole) return [];
  const metering = await readMetering(tx, organisationId, contracts, whole);
  return contracts.flatMap((contract) => {
    const reservation = metering.get(contract.reservationId);
    return months.flatMap((month) => {
      const part = intersect(monthInterval(month), span);
      const segments = reservation && part ? prorate(reservation, part) : [];
      return segments.filter((segment) => segment.charged).map((segment) => used(contract, month, segment.nodes, segment));
    });
  });
}

/**
 * The cost of each part of usage, in minor units of its contract's currency and in input order. A contract's month is
 * rounded once, like its invoice line, and split over its parts by largest remainder, so any combination of parts adds
 * up to what is invoiced.
 */
export function chargeParts(time: readonly UsedTime[]): bigint[] {
  const months = new Map<string, number[]>();
  for (const [index, part] of time.entries()) {
    const key = `${part.contract.reservationId} ${part.month}`;
    const known = months.get(key);
    if (known) known.push(index);
    else months.set(key, [index]);
  }
  const charges = time.map(() => 0n);
  for (const indexes of months.values()) {
    const parts = indexes.flatMap((index) => time[index] ?? []);
    const [first] = parts;
    if (!first) continue;
    const { rateMicros, currency } = first.contract;
    const weights = parts.map((part) => part.gpuSeconds);
    const total = roundHalfAwayFromZero(chargeFor({ rateMicrosPerGpuHour: rateMicros, gpuSeconds: sumMinor(weights), currency }));
    splitByLargestRemainder(total, weights).forEach((charge, at) => {
      charges[indexes[at] ?? 0] = charge;
    });
  }
  return charges;
}

/** The total cost of usage in a single currency. @throws RangeError for two currencies */
export function chargeOf(time: readonly UsedTime[], currency: string): bigint {
  const charges = chargeParts(time);
  return sumMoney(
    time.map((part, index) => ({ minor: charges[index] ?? 0n, currency: part.contract.currency })),
    currency,
  ).minor;
}

/** Usage split at each midnight UTC. */
export function perDay(time: readonly UsedTime[]): (UsedTime & { day: string })[] {
  return time.flatMap((part) => daysOf(part).map(({ day, interval }) => ({ ...used(part.contract, part.month, part.nodes, interval), day })));
}
