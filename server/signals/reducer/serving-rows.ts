// Whom a node currently serves, and whether it is under repair.
import type { IdPrefix } from "@/lib/ids";
import { type Instant, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";

/** What a writer needs from the operation it runs in. */
export interface Work {
  tx: Tx;
  now: Date;
  id(prefix: IdPrefix): string;
}

/** A node and the customer it currently serves. */
export interface Serving {
  nodeId: string;
  organisationId: string;
  clusterId: string;
  clusterName: string;
  siteId: string;
  /** Its number in the cluster, in the order nodes joined. */
  ordinal: number;
  start: Instant;
  end: Instant;
}

type ServingRow = Omit<Serving, "start" | "end"> & { startAt: Date; endAt: Date };

const SERVING = `
  select a."nodeId", a."organisationId", a."clusterId", c.name as "clusterName", r."siteId", a."startAt", a."endAt",
         (select count(*)::int from clusters.service x where x."organisationId" = a."organisationId" and x."clusterId" = a."clusterId"
           and (x."startAt", x.berth) <= (a."startAt", a.berth)) as ordinal
    from clusters.service a
    join clusters.cluster c on c."organisationId" = a."organisationId" and c.id = a."clusterId"
    join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId"`;

const servingOf = ({ startAt, endAt, ...row }: ServingRow): Serving => ({ ...row, start: toInstant(startAt), end: toInstant(endAt) });

/** The nodes among these that currently serve a customer. */
export async function readServing(tx: Tx, nodeIds: readonly string[], now: Date): Promise<Map<string, Serving>> {
  const rows =
    nodeIds.length === 0
      ? []
      : await tx.sql<ServingRow>(`${SERVING} where a."nodeId" = any($1) and a."startAt" <= $2 and a."endAt" > $2`, [nodeIds, now], "signals_serving");
  return new Map(rows.map((row) => [row.nodeId, servingOf(row)]));
}

/** Nodes at these sites that currently serve a customer. */
export async function readServingAt(tx: Tx, siteIds: readonly string[], now: Date): Promise<Map<string, Serving>> {
  const rows =
    siteIds.length === 0
      ? []
      : await tx.sql<ServingRow>(
          `${SERVING} where r."siteId" = any($1) and r."endAt" > $2 and a."startAt" <= $2 and a."endAt" > $2`,
          [siteIds, now],
          "signals_serving_at",
        );
  return new Map(rows.map((row) => [row.nodeId, servingOf(row)]));
}

/** The nodes among these that are under repair. */
export async function readInRepair(tx: Tx, nodeIds: readonly string[]): Promise<Set<string>> {
  const rows =
    nodeIds.length === 0
      ? []
      : await tx.sql<{ nodeId: string }>(
          `select distinct "nodeId" from clusters.repair where "nodeId" = any($1) and "closedAt" is null`,
          [nodeIds],
          "signals_repairs",
        );
  return new Set(rows.map((row) => row.nodeId));
}
