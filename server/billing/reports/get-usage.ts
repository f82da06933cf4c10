import { type Usage, usage, usageInput } from "@/lib/contracts/billing";
import { sumMinor, toContract } from "@/lib/money";
import { daysOf, toInstant } from "@/lib/period";
import { gpuHours, gpuSecondsOf } from "@/lib/quantity";
import { OperationError } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { chargeOf, readUsedTime, type UsedTime } from "../metering/metered-usage";
import { readProfiles } from "../profiles/profiles";

const LONGEST_SECONDS = 400 * 86_400;

type GroupBy = "project" | "cluster" | "nodeType" | "region" | "day";

const KEYS: Record<Exclude<GroupBy, "day">, (time: UsedTime) => { key: string; name: string }> = {
  project: ({ contract }) => ({ key: contract.projectId ?? "none", name: contract.projectName ?? "Without a project" }),
  cluster: ({ contract }) => ({ key: contract.cluster?.id ?? contract.reservationId, name: contract.name }),
  nodeType: ({ contract }) => ({ key: contract.nodeTypeId, name: contract.nodeTypeId }),
  region: ({ contract }) => ({ key: contract.regionId, name: contract.regionId }),
};

/** A segment cut at midnight UTC. */
function perDay(time: UsedTime): { key: string; name: string; time: UsedTime }[] {
  return daysOf(time).map(({ day, interval }) => ({
    key: day, name: day,
    time: { ...time, ...interval, gpuSeconds: gpuSecondsOf({ nodes: time.nodes, gpusPerNode: time.contract.gpusPerNode, seconds: interval.end - interval.start }) },
  }));
}

function grouped(time: readonly UsedTime[], groupBy: GroupBy): { key: string; name: string; time: UsedTime[] }[] {
  const groups = new Map<string, { key: string; name: string; time: UsedTime[] }>();
  const parts = groupBy === "day" ? time.flatMap(perDay) : time.map((part) => ({ ...KEYS[groupBy](part), time: part }));
  for (const { key, name, time: part } of parts) {
    const group = groups.get(key);
    if (group) group.time.push(part);
    else groups.set(key, { key, name, time: [part] });
  }
  return [...groups.values()].sort((a, b) => (groupBy === "day" ? a.key.localeCompare(b.key) : a.name.localeCompare(b.name)));
}

/**
 * Charged GPU time and its cost over a period, by project, cluster, node type, region or day. In the currency of the
 * organisation's first billing profile. Errors: validation_failed for an empty period or one over 400 days.
 */
export const getUsage = query({
  name: "billing.usage.get",
  summary: "Charged GPU time and cost over a period.",
  input: usageInput,
  output: usage,
  // Engineers see what their clusters cost; invoices are another matter.
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/usage" },
  handler: async (ctx, input): Promise<Usage> => {
    const period = { start: toInstant(new Date(input.from)), end: toInstant(new Date(input.to)) };
    if (period.end <= period.start || period.end - period.start > LONGEST_SECONDS) {
      throw new OperationError("validation_failed", "The period must have a length, of at most 400 days.", { errors: [{ pointer: "/to", message: "must be after from and at most 400 days later" }] });
    }
    const [profiles, { contracts, time }] = await Promise.all([
      readProfiles(ctx.tx, ctx.organisationId),
      readUsedTime(ctx.tx, ctx.organisationId, period, toInstant(ctx.now), { projectId: ctx.projectId }),
    ]);
    const currency = profiles[0]?.currency ?? contracts[0]?.currency ?? "USD";
    const rows = grouped(time.filter((part) => part.contract.currency === currency), input.groupBy).map((group) => {
      const gpuSeconds = sumMinor(group.time.map((part) => part.gpuSeconds));
      return { key: group.key, name: group.name, gpuSeconds: Number(gpuSeconds), gpuHours: gpuHours(gpuSeconds), minor: chargeOf(group.time) };
    });
    return {
      data: rows.map(({ minor, ...row }) => ({ ...row, amount: toContract({ minor, currency }) })),
      total: toContract({ minor: sumMinor(rows.map((row) => row.minor)), currency }),
      nextCursor: null,
    };
  },
});
