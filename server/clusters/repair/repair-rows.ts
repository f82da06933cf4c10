// Repairs: opened when a node is taken out because of a fault, closed by a person with the checks it passed.
import type { RepairContract } from "@/lib/contracts/repairs";
import { randomId } from "@/server/kernel/process/random";
import type { Tx } from "@/server/kernel/database/db";

/** Sends a node to repair; one that is already there keeps its open entry. */
export async function openRepair(tx: Tx, nodeId: string, at: Date, category: string, fault: string): Promise<void> {
  await tx.exec(
    `insert into "Repair" (id, "nodeId", category, fault, "openedAt") values ($1, $2, $3, $4, $5) on conflict ("nodeId") where "closedAt" is null do nothing`,
    [randomId("rpr", at), nodeId, category, fault, at],
  );
}

interface Row extends Omit<RepairContract, "openedAt" | "closedAt"> {
  openedAt: Date;
  closedAt: Date | null;
}

interface Filter {
  id?: string;
  nodeId?: string;
  state?: "open" | "closed" | undefined;
  site?: string | undefined;
  offset: number;
  limit: number;
}

/** Open ones first, newest first within each group. */
export async function repairRows(tx: Tx, { id, nodeId, state, site, offset, limit }: Filter): Promise<RepairContract[]> {
  const rows = await tx.sql<Row>(
    `select r.id, r."nodeId", n.serial, p."siteId" as site, r.category, r.fault, r."openedAt", r."closedAt", r."closedBy", r.outcome, r.note, r.checks
       from "Repair" r join catalog.node n on n.id = r."nodeId" join catalog.pool p on p.id = n."poolId"
      where ($1::text is null or r.id = $1) and ($2::text is null or (r."closedAt" is null) = ($2 = 'open')) and ($3::text is null or p."siteId" = $3)
        and ($6::text is null or r."nodeId" = $6)
      order by (r."closedAt" is null) desc, coalesce(r."closedAt", r."openedAt") desc, r.id desc offset $4 limit $5`,
    [id ?? null, state ?? null, site ?? null, offset, limit, nodeId ?? null],
    "clusters_repairs",
  );
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.toISOString(), closedAt: row.closedAt?.toISOString() ?? null }));
}
