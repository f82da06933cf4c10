// Work announced for sites. It is here because nodes are judged by it; who can announce it is decided above.
import type { Tx } from "@/server/kernel/database/db";

export interface PlannedWork {
  id: string;
  siteId: string;
  title: string;
  announcedAt: Date;
  startAt: Date;
  endAt: Date;
}

export async function planWork(tx: Tx, { id, siteId, title, announcedAt, startAt, endAt }: PlannedWork): Promise<void> {
  await tx.exec(`insert into "MaintenanceWindow" (id, "siteId", title, "announcedAt", "startAt", "endAt") values ($1, $2, $3, $4, $5, $6)`, [
    id,
    siteId,
    title,
    announcedAt,
    startAt,
    endAt,
  ]);
}
