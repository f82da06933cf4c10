// Site availability over the last 90 days. Reliability measures it and writes it here, because search needs it and
// cannot read modules above.
import type { TideDay } from "@/lib/contracts/capacity";
import type { Tx } from "@/server/kernel/database/db";

export interface TrackRecord {
  days: number;
  /** Five decimals, rounded down; null without data. */
  availabilityPercent: string | null;
  /** One per day, oldest first. */
  marks: TideDay[];
}

const UNKNOWN: TrackRecord = { days: 0, availabilityPercent: null, marks: [] };

/** Replaces the records of these sites. */
export async function writeTrackRecords(tx: Tx, records: readonly (TrackRecord & { siteId: string })[], computedAt: Date): Promise<void> {
  await tx.exec(
    `INSERT INTO "SiteTrackRecord" ("siteId", days, "availabilityPercent", marks, "computedAt")
     SELECT "siteId", days, "availabilityPercent", marks, $2 FROM jsonb_to_recordset($1::jsonb) AS r("siteId" text, days int, "availabilityPercent" text,
       marks jsonb)
     ON CONFLICT ("siteId") DO UPDATE SET days = excluded.days, "availabilityPercent" = excluded."availabilityPercent", marks = excluded.marks,
       "computedAt" = excluded."computedAt"`,
    [JSON.stringify(records), computedAt],
  );
}

let kept: { mark: string; records: ReadonlyMap<string, TrackRecord> } | undefined;

/** Every site's record; read again after reliability has written. */
export async function trackRecords(tx: Tx): Promise<ReadonlyMap<string, TrackRecord>> {
  const [row] = await tx.sql<{ mark: string }>(
    `SELECT count(*) || ' ' || coalesce(max("computedAt")::text, '') AS mark FROM "SiteTrackRecord"`,
    [],
    "track_record_mark",
  );
  const mark = row?.mark ?? "";
  if (kept?.mark !== mark) {
    const rows = await tx.sql<TrackRecord & { siteId: string }>(`SELECT "siteId", days, "availabilityPercent", marks FROM "SiteTrackRecord"`);
    kept = { mark, records: new Map(rows.map(({ siteId, ...record }) => [siteId, record])) };
  }
  return kept.records;
}

export const recordOf = (records: ReadonlyMap<string, TrackRecord>, siteId: string): TrackRecord => records.get(siteId) ?? UNKNOWN;
