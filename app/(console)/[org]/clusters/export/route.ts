import type { NextRequest } from "next/server";
import { strictly } from "@/app/_parts/page/bad-address";
import { csvFile } from "@/app/_parts/page/csv-file";
import { sendFile } from "@/app/_parts/page/send-file";
import type { ClusterContract } from "@/lib/contracts/clusters";
import type { UptimeRow } from "@/lib/contracts/reliability";
import type { Api } from "@/server/doors/console/caller";
import { listInputOf, readClusterFilters } from "../../_parts/clusters/filters";

const PAGE = 200;
const HEADER = [
  "id",
  "name",
  "state",
  "project",
  "region",
  "city",
  "country",
  "nodeType",
  "nodes",
  "gpus",
  "slaPlan",
  "targetPercent",
  "availabilityPercentThisMonth",
  "budgetLeftMinutes",
  "start",
  "end",
  "handedOverAt",
  "ratePerGpuHour",
  "total",
  "currency",
  "purchaseOrder",
];

const rowOf = (cluster: ClusterContract, uptime: UptimeRow | undefined) => [
  cluster.id,
  cluster.name,
  cluster.state,
  cluster.project,
  cluster.region,
  cluster.city,
  cluster.country,
  cluster.nodeType,
  cluster.nodes,
  cluster.gpus,
  cluster.slaPlan,
  cluster.targetPercent,
  uptime?.month.availabilityPercent ?? null,
  uptime?.month.budgetLeftMinutes ?? null,
  cluster.start,
  cluster.end,
  cluster.handedOverAt,
  cluster.ratePerGpuHour,
  cluster.total.amount,
  cluster.total.currency,
  cluster.purchaseOrder,
];

async function rowsOf({ clusters, reliability }: Api, filter: ReturnType<typeof listInputOf>) {
  const rows: ReturnType<typeof rowOf>[] = [];
  let cursor: string | undefined;
  do {
    const page = await clusters.cluster.list({ ...filter, limit: PAGE, cursor });
    const clusterIds = page.data.map((cluster) => cluster.id);
    const uptimes = clusterIds.length === 0 ? [] : (await reliability.uptime.list({ clusterIds, days: 1, limit: PAGE })).data;
    const byId = new Map(uptimes.map((uptime) => [uptime.clusterId, uptime]));
    rows.push(...page.data.map((cluster) => rowOf(cluster, byId.get(cluster.id))));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

/** CSV of exactly the list's view, all pages. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return sendFile(org, async (operations) =>
    csvFile("clusters.csv", HEADER, await rowsOf(operations, listInputOf(strictly(() => readClusterFilters(request.nextUrl.searchParams, { strict: true }))))),
  );
}
