import { z } from "zod";
import { type Spend, spend } from "@/lib/contracts/billing";
import { basisPointsOf, roundHalfAwayFromZero, sumMinor, toContract, toDecimal } from "@/lib/money";
import { type Instant, type Interval, type Month, daysOf, intersect, lengthOf, monthInterval, monthOf, toInstant } from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";
import type { Tx } from "@/server/kernel/database/db";
import { query } from "@/server/kernel/operation/operation";
import { accruedCredits } from "@/server/reliability";
import type { Contract } from "../metering/contracts";
import { creditBaseIn } from "../composition/month-composition";
import { chargeOf, chargeParts, perDay, readUsedTime, type UsedTime } from "../metering/metered-usage";
import { readProfiles } from "../profiles/profiles";

/** The rest of the month as contracted. Reserved time is certain, so the forecast extrapolates nothing. */
function contractedFrom(contracts: readonly Contract[], now: Instant, month: Interval): UsedTime[] {
  return contracts.flatMap((contract): UsedTime[] => {
    const { cluster, window, nodes, gpusPerNode } = contract;
    const end = cluster.endedAt === null ? window.end : Math.min(window.end, cluster.endedAt);
    const part = end > window.start ? intersect({ start: Math.max(window.start, now), end: Math.max(end, now) }, month) : null;
    return part ? [{ ...part, contract, nodes, month: monthOf(month.start), gpuSeconds: gpuSecondsOf({ nodes, gpusPerNode, seconds: lengthOf(part) }) }] : [];
  });
}

/** Daily costs, accumulated from the first of the month: the last one is the total. */
function curveOf(time: readonly UsedTime[]): Map<string, bigint> {
  const parts = perDay(time);
  const charges = chargeParts(parts);
  const days = new Map<string, bigint>();
  for (const [index, { day }] of parts.entries()) days.set(day, (days.get(day) ?? 0n) + (charges[index] ?? 0n));
  return days;
}

/** Each cluster's credit as month close would book it now: whole percent of its base. */
function creditOf(time: readonly UsedTime[], percents: ReadonlyMap<string, number>, contracts: readonly Contract[], month: Month): bigint {
  return sumMinor(
    contracts.map((contract) => {
      const percent = percents.get(contract.cluster.id) ?? 0;
      if (percent === 0) return 0n;
      const charged = chargeOf(
        time.filter((part) => part.contract.reservationId === contract.reservationId),
        contract.currency,
      );
      return roundHalfAwayFromZero(basisPointsOf(creditBaseIn(contract, month, charged), percent * 100));
    }),
  );
}

async function budgetOf(tx: Tx, organisationId: string, projectId: string | null): Promise<bigint | null> {
  const [row] = await tx.sql<{ budget: bigint | null }>(
    `select sum("budgetMinor")::bigint as budget from identity.project where "organisationId" = $1 and "archivedAt" is null and ($2::text is null or id = $2)`,
    [organisationId, projectId],
  );
  return row?.budget ?? null;
}

/**
 * Spend of the current month before tax: what was metered so far, what is contracted for the rest, the projects'
 * budget, and SLA credits accrued so far. One cumulative figure per day.
 */
export const getSpend = query({
  name: "billing.spend.get",
  summary: "Spend of the running month against budget and forecast.",
  input: z.object({}),
  output: spend,
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/spend" },
  handler: async (ctx): Promise<Spend> => {
    const { tx, organisationId, projectId } = ctx;
    const now = toInstant(ctx.now);
    const month = monthInterval(monthOf(now));
    const [profiles, read, budget] = await Promise.all([
      readProfiles(tx, organisationId),
      readUsedTime(tx, organisationId, month, now, { projectId }),
      budgetOf(tx, organisationId, projectId),
    ]);
    // Reads only the month's own clusters, so that earlier years do not slow it down.
    const percents = await accruedCredits(
      tx,
      organisationId,
      read.contracts.map(({ cluster }) => cluster.id),
      monthOf(now),
      now,
    );
    const currency = profiles[0]?.currency ?? read.contracts[0]?.currency ?? "USD";
    const contracts = read.contracts.filter((contract) => contract.currency === currency);
    const time = read.time.filter((part) => part.contract.currency === currency);
    const ahead = contractedFrom(contracts, now, month);
    const money = (minor: bigint) => toContract({ minor, currency });
    const text = (minor: bigint) => toDecimal({ minor, currency });
    const [spent, expected] = [curveOf(time), curveOf([...time, ...ahead])];
    let [sum, whole] = [0n, 0n];
    const days = daysOf(month).map(({ day, interval }, index) => {
      [sum, whole] = [sum + (spent.get(day) ?? 0n), whole + (expected.get(day) ?? 0n)];
      return { day: index + 1, cumulative: interval.start <= now ? text(sum) : null, forecast: interval.end > now ? text(whole) : null };
    });
    return {
      month: monthOf(now),
      currency,
      toDate: money(sum),
      forecast: money(whole),
      budget: budget === null ? null : money(budget),
      creditsAccrued: money(creditOf(time, percents, contracts, monthOf(now))),
      days,
    };
  },
});
