import { type Usage, usage, usageInput } from "@/lib/contracts/billing";
import { sumMinor, toContract } from "@/lib/money";
import { toInstant } from "@/lib/period";
import { gpuHours, splitHours } from "@/lib/quantity";
import { OperationError } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { chargeParts, perDay, readUsedTime, type UsedTime } from "../metering/metered-usage";
import { readProfiles } from "../profiles/profiles";

const LONGEST_SECONDS = 400 * 86_400;

type GroupBy = "project" | "cluster" | "nodeType" | "region" | "day";

const KEYS: Record<Exclude<GroupBy, "day">, (time: UsedTime) => { key: string; name: string }> = {
  project: ({ contract }) => ({ key: contract.projectId ?? "none", name: contract.projectName ?? "Without a project" }),
  cluster: ({ contract }) => ({ key: contract.cluster.id, name: contract.name }),
  nodeType: ({ contract }) => ({ key: contract.nodeTypeId, name: contract.nodeTypeId }),
  region: ({ contract }) => ({ key: contract.regionId, name: contract.regionId }),
};

interface Group {
  key: string;
  name: string;
  gpuSeconds: bigint;
  minor: bigint;
}

function grouped(time: readonly UsedTime[], groupBy: GroupBy): Group[] {
  const parts =
    groupBy === "day" ? perDay(time).map((part) => ({ part, key: part.day, name: part.day })) : time.map((part) => ({ part, ...KEYS[groupBy](part) }));
  const charges = chargeParts(parts.map(({ part }) => part));
  const groups = new Map<string, Group>();
  for (const [index, { part, key, name }] of parts.entries()) {
    const group = groups.get(key) ?? { key, name, gpuSeconds: 0n, minor: 0n };
    groups.set(key, { ...group, gpuSeconds: group.gpuSeconds + part.gpuSeconds, minor: group.minor + (charges[index] ?? 0n) });
  }
  return [...groups.values()].sort((a, b) => (groupBy === "day" ? a.key.localeCompare(b.key) : a.name.localeCompare(b.name)));
}

/**
 * Charged GPU time and its cost over a period, by project, cluster, node type, region or day, with the same total for
 * every grouping. In the currency of the organisation's first billing profile. Errors: validation_failed for an empty
 * period or one over 400 days.
 */
export const getUsage = query({
  name: "billing.usage.get",
  summary: "Charged GPU time and cost over a period.",
  input: usageInput,
  output: usage,
  // Engineers can see what their clusters cost, but not invoices.
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/usage" },
  handler: async (ctx, input): Promise<Usage> => {
    const period = { start: toInstant(new Date(input.from)), end: toInstant(new Date(input.to)) };
    if (period.end - period.start > LONGEST_SECONDS) {
      throw new OperationError("validation_failed", "The period is longer than 400 days.", {
        errors: [{ pointer: "/to", message: "must be at most 400 days after from" }],
      });
    }
    const [profiles, { contracts, time }] = await Promise.all([
      readProfiles(ctx.tx, ctx.organisationId),
      readUsedTime(ctx.tx, ctx.organisationId, period, toInstant(ctx.now), { projectId: ctx.projectId }),
    ]);
    const currency = profiles[0]?.currency ?? contracts[0]?.currency ?? "USD";
    const rows = grouped(
      time.filter((part) => part.contract.currency === currency),
      input.groupBy,
    );
    const seconds = rows.map((row) => row.gpuSeconds);
    const hours = splitHours(seconds);
    return {
      data: rows.map(({ key, name, gpuSeconds, minor }, index) => ({
        key,
        name,
        gpuSeconds: Number(gpuSeconds),
        gpuHours: hours[index] ?? "0.00",
        amount: toContract({ minor, currency }),
      })),
      totalGpuHours: gpuHours(sumMinor(seconds)),
      total: toContract({ minor: sumMinor(rows.map((row) => row.minor)), currency }),
      nextCursor: null,
    };
  },
});
