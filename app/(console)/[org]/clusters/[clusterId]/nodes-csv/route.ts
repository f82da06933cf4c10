import { csvFile } from "@/app/_parts/page/csv-file";
import { sendFile } from "@/app/_parts/page/send-file";
import { readNodes } from "../_parts/read-cluster";

const HEADER = [
  "id",
  "name",
  "serial",
  "berth",
  "state",
  "health",
  "healthReason",
  "availabilityPercentThisMonth",
  "downSeconds",
  "degradedSeconds",
  "joinedAt",
  "leftAt",
  "repairedAt",
  "checksPassed",
  "remark",
];

/** The nodes as the page lists them, including replaced ones. */
export async function GET(_request: Request, { params }: { params: Promise<{ org: string; clusterId: string }> }) {
  const { org, clusterId } = await params;
  return sendFile(org, async (operations) => {
    const [cluster, nodes, month] = await Promise.all([
      operations.clusters.cluster.get({ id: clusterId }),
      readNodes(operations, clusterId),
      operations.reliability.uptime.get({ id: clusterId }),
    ]);
    const figures = new Map(month.nodes.map((node) => [node.ordinal, node]));
    const rows = nodes.map((node) => {
      const figure = figures.get(node.ordinal);
      return [
        node.id,
        `${cluster.site}-${node.name}`,
        node.serial,
        node.berth,
        node.state,
        node.health,
        node.healthReason,
        figure?.availabilityPercent ?? null,
        figure?.downSeconds ?? null,
        figure?.degradedSeconds ?? null,
        node.joinedAt,
        node.leftAt,
        node.repairedAt,
        node.checksPassed,
        node.remark,
      ];
    });
    return csvFile(`${cluster.name}-nodes.csv`, HEADER, rows);
  });
}
