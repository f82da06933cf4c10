// A cluster's row as contract output.
import type { ClusterContract } from "@/lib/contracts/clusters";
import { rateFromMicros, toContract } from "@/lib/money";
import { noteOf } from "./note";
import type { Berth, ClusterRow } from "./read-rows";

/** How long a node that joined as a spare is highlighted. */
const NEW_SECONDS = 86_400;

export function clusterOf(row: ClusterRow, now: Date): ClusterContract {
  const berths = row.berths ?? [];
  const byBerth = new Map(berths.map((b) => [b.berth, b]));
  const isNew = (b: Berth) => b.beganAs === "replacement" && now.getTime() - Date.parse(b.startAt) < NEW_SECONDS * 1000;
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    reservationId: row.reservationId,
    project: row.project,
    purchaseOrder: row.purchaseOrder,
    site: row.siteId,
    region: row.regionId,
    city: row.city,
    country: row.country,
    nodeType: row.nodeTypeId,
    gpuModel: row.gpuModel,
    nodes: row.nodes,
    gpus: row.nodes * row.gpusPerNode,
    slaPlan: row.slaPlanId,
    targetPercent: row.targetPercent,
    start: row.startAt.toISOString(),
    end: row.endAt.toISOString(),
    promisedAt: row.promisedAt.toISOString(),
    handedOverAt: row.handedOverAt?.toISOString() ?? null,
    ratePerGpuHour: rateFromMicros(row.rateMicros),
    total: toContract({ minor: row.totalMinor, currency: row.currency }),
    taxIncluded: true,
    berths:
      row.state === "ended"
        ? []
        : Array.from({ length: row.nodes }, (_, index) => {
            if (row.state === "arriving") return "arriving";
            const serving = byBerth.get(index + 1);
            if (!serving) return "down";
            return serving.health === "up" && isNew(serving) ? "new" : (serving.health as ClusterContract["berths"][number]);
          }),
    note: noteOf(row, berths, now, isNew),
  };
}
