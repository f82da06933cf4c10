// What a cluster has cost, from the metered usage behind its invoices.
import type { ClusterDetail } from "@/lib/contracts/clusters";
import type { MoneyContract } from "@/lib/contracts/common";
import { fromContract, sumMoney, toContract } from "@/lib/money";
import { formatInstant, type Instant, monthInterval, monthOf, parseInstant, SECONDS_PER_DAY } from "@/lib/period";
import type { Api } from "@/server/doors/console/caller";

/** The usage operation covers at most 400 days per call. */
const LONGEST_SECONDS = 399 * SECONDS_PER_DAY;

type Part = { gpuHours: string; amount: MoneyContract };
type Credit = { month: string; percent: number; availabilityPercent: string | null; targetPercent: string; amount: MoneyContract };
export type Cost = { before: Part | null; month: Part | null; monthKey: string; credits: Credit[]; soFar: MoneyContract };

export async function readCost({ billing, reliability }: Api, cluster: ClusterDetail, now: Instant): Promise<Cost | null> {
  const { currency } = cluster.total;
  const from = Math.max(parseInstant(cluster.start), now - LONGEST_SECONDS);
  const to = Math.min(now, parseInstant(cluster.end));
  if (cluster.handedOverAt === null || to <= from) return null;
  const month = monthInterval(monthOf(now));
  const part = async (start: Instant, end: Instant): Promise<Part | null> => {
    if (end <= start) return null;
    const { data } = await billing.usage.get({ from: formatInstant(start), to: formatInstant(end), groupBy: "cluster" });
    const own = data.find((row) => row.key === cluster.id);
    return own === undefined || own.amount.currency !== currency ? null : { gpuHours: own.gpuHours, amount: own.amount };
  };
  const [before, thisMonth, reports] = await Promise.all([
    part(from, Math.min(to, month.start)),
    part(Math.max(from, month.start), to),
    reliability.slaReport.list({ clusterId: cluster.id, limit: 50 }),
  ]);
  const credits = reports.data.flatMap(({ credit, month: reported, availabilityPercent, targetPercent }): Credit[] =>
    credit.amount === null || !/[1-9]/.test(credit.amount.amount)
      ? []
      : [{ month: reported, percent: credit.percent, availabilityPercent, targetPercent, amount: credit.amount }],
  );
  const parts = [...(before === null ? [] : [before.amount]), ...(thisMonth === null ? [] : [thisMonth.amount]), ...credits.map((credit) => credit.amount)];
  return { before, month: thisMonth, monthKey: monthOf(now), credits, soFar: toContract(sumMoney(parts.map(fromContract), currency)) };
}
