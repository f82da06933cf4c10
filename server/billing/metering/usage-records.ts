// Metered time of closed months: one row per segment, written once and never changed.
import type { IdPrefix } from "@/lib/ids";
import { type Month, toDate } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import type { Contract } from "./contracts";
import type { Segment } from "./proration";

const WRITE = `
  insert into "UsageRecord" (id, "organisationId", "reservationId", "clusterId", "projectId", month, "startAt", "endAt", nodes, "nodeSeconds", "gpuSeconds",
    charged, reason)
  select u.id, $1, u.reservation, u.cluster, u.project, $2, u.start, u.until, u.nodes, u.node_seconds, u.gpu_seconds, u.charged, u.reason
    from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::int[], $10::bigint[], $11::bigint[],
      $12::boolean[], $13::text[])
      as u (id, reservation, cluster, project, start, until, nodes, node_seconds, gpu_seconds, charged, reason)`;

/** Stores the segments of a month. */
export async function writeUsageRecords(
  ctx: { tx: Tx; organisationId: string; id(prefix: IdPrefix): string },
  month: Month,
  metered: readonly { contract: Contract; segments: readonly Segment[] }[],
): Promise<void> {
  const rows = metered.flatMap(({ contract, segments }) => segments.map((segment) => ({ contract, segment })));
  if (rows.length === 0) return;
  await ctx.tx.exec(WRITE, [
    ctx.organisationId,
    month,
    rows.map(() => ctx.id("usg")),
    rows.map(({ contract }) => contract.reservationId),
    rows.map(({ contract }) => contract.cluster.id),
    rows.map(({ contract }) => contract.projectId),
    rows.map(({ segment }) => toDate(segment.start)),
    rows.map(({ segment }) => toDate(segment.end)),
    rows.map(({ segment }) => segment.nodes),
    rows.map(({ segment }) => segment.nodeSeconds),
    rows.map(({ segment }) => segment.gpuSeconds),
    rows.map(({ segment }) => segment.charged),
    rows.map(({ segment }) => segment.reason),
  ]);
}
