import type { Tx } from "@/server/kernel/database/db";

interface NewWithholding {
  poolId: string;
  nodes: number;
  startAt: Date;
  endAt: Date;
}

/**
 * Writes new withholdings. The id derives from pool and window, so the same one is written once. @returns the indexes
 * of those written
 */
export async function insertWithholdings(tx: Tx, rows: readonly NewWithholding[]): Promise<Set<number>> {
  const written = await tx.sql<{ index: number }>(
    `WITH given AS (
       SELECT (o - 1)::int AS index,
         'wth_' || upper(left(md5(concat_ws(' ', "poolId", extract(epoch FROM "startAt")::bigint, extract(epoch FROM "endAt")::bigint)), 26)) AS id, "poolId", nodes, "startAt", "endAt"
         FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS r("poolId", nodes, "startAt", "endAt", o)),
     written AS (
       INSERT INTO "Withholding" (id, "poolId", nodes, "startAt", "endAt") SELECT id, "poolId", nodes, "startAt", "endAt" FROM given
         ON CONFLICT (id) DO NOTHING RETURNING id)
     SELECT index FROM given JOIN written USING (id)`,
    [rows.map((row) => row.poolId), rows.map((row) => row.nodes), rows.map((row) => row.startAt), rows.map((row) => row.endAt)],
  );
  return new Set(written.map((row) => row.index));
}
