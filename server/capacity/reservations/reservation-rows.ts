import type { ReservationContract } from "@/lib/contracts/capacity";
import { rateFromMicros, toContract } from "@/lib/money";
import { formatInstant, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { OperationError, notFound } from "@/server/kernel/operation/errors";

/** A key as stored with the reservation until its cluster has nodes to install it on. */
export interface ReservedSshKey {
  name: string;
  publicKey: string;
  fingerprint: string;
}

export type ReservationState = ReservationContract["state"];

export interface ReservationRow {
  id: string;
  organisationId: string;
  projectId: string | null;
  quoteId: string;
  /**
   * The id of the future cluster, created with the contract so that others can refer to it before the cluster exists.
   */
  clusterId: string;
  name: string;
  poolId: string;
  siteId: string;
  regionId: string;
  nodeTypeId: string;
  gpusPerNode: number;
  nodes: number;
  startAt: Date;
  endAt: Date;
  slaPlanId: string;
  paymentSchedule: ReservationContract["paymentSchedule"];
  currency: string;
  rateMicros: bigint;
  totalMinor: bigint;
  purchaseOrder: string | null;
  sshKeys: ReservedSshKey[];
  state: ReservationState;
  createdBy: string;
  createdByLabel: string;
  createdAt: Date;
}

const INSERT = `
  INSERT INTO "Reservation" (id, "organisationId", "projectId", "quoteId", name, "poolId", "siteId", "regionId", "nodeTypeId", "gpusPerNode", nodes,
    "startAt", "endAt",
    "slaPlanId", "paymentSchedule", currency, "rateMicros", "totalMinor", "purchaseOrder", "sshKeys", state, "createdBy", "createdByLabel", "createdAt",
      "clusterId")
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::"PaymentSchedule", $16, $17, $18, $19, $20::jsonb, $21::"ReservationState", $22,
    $23, $24, $25)`;

export async function insertReservation(tx: Tx, r: ReservationRow): Promise<void> {
  await tx.exec(
    INSERT,
    [
      r.id,
      r.organisationId,
      r.projectId,
      r.quoteId,
      r.name,
      r.poolId,
      r.siteId,
      r.regionId,
      r.nodeTypeId,
      r.gpusPerNode,
      r.nodes,
      r.startAt,
      r.endAt,
      r.slaPlanId,
      r.paymentSchedule,
      r.currency,
      r.rateMicros,
      r.totalMinor,
      r.purchaseOrder,
      JSON.stringify(r.sshKeys),
      r.state,
      r.createdBy,
      r.createdByLabel,
      r.createdAt,
      r.clusterId,
    ],
    "reservation_insert",
  );
}

const SELECT = `
  SELECT r.id, r."organisationId", r."projectId", r."quoteId", r.name, r."poolId", r."siteId", r."regionId", r."nodeTypeId", r."gpusPerNode", r.nodes,
    r."startAt", r."endAt",
         r."slaPlanId", r."paymentSchedule", r.currency, r."rateMicros", r."totalMinor", r."purchaseOrder", r."sshKeys", r.state, r."createdBy",
           r."createdByLabel", r."createdAt",
         q."subtotalMinor", q."taxMinor", coalesce(q.terms->>'taxNote', '') AS "taxNote",
         coalesce((q.terms #>> '{terms,delivery,promisedAt}')::timestamptz, r."startAt") AS "promisedAt", r."clusterId"
    FROM "Reservation" r JOIN "Quote" q ON q."organisationId" = r."organisationId" AND q.id = r."quoteId"`;

/** Together with the values from its quote. */
export type FoundReservation = ReservationRow & { subtotalMinor: bigint; taxMinor: bigint; taxNote: string; promisedAt: Date };

/**
 * @param projectId when given, reservations of other projects do not exist for the caller
 * @throws OperationError not_found
 */
export async function findReservation(tx: Tx, organisationId: string, id: string, projectId: string | null = null): Promise<FoundReservation> {
  const [row] = await tx.sql<FoundReservation>(
    `${SELECT} WHERE r."organisationId" = $1 AND r.id = $2 AND ($3::text IS NULL OR r."projectId" = $3)`,
    [organisationId, id, projectId],
    "reservation_find",
  );
  if (!row) throw notFound("reservation", id);
  return row;
}

export interface ReservationFilter {
  state?: ReservationState | undefined;
  projectId?: string | null | undefined;
  region?: string | undefined;
  nodeType?: string | undefined;
  before: string | null;
  limit: number;
}

/** Newest first; ids sort by time, so the next page continues at the last id. */
export const listReservationRows = (tx: Tx, organisationId: string, filter: ReservationFilter): Promise<FoundReservation[]> =>
  tx.sql(
    `${SELECT} WHERE r."organisationId" = $1 AND ($2::text IS NULL OR r.id < $2) AND ($3::"ReservationState" IS NULL OR r.state = $3::"ReservationState")
       AND ($4::text IS NULL OR r."projectId" = $4) AND ($5::text IS NULL OR r."regionId" = $5) AND ($6::text IS NULL OR r."nodeTypeId" = $6)
     ORDER BY r.id DESC LIMIT $7`,
    [organisationId, filter.before, filter.state ?? null, filter.projectId ?? null, filter.region ?? null, filter.nodeType ?? null, filter.limit],
    "reservation_list",
  );

/** A project of the organisation, by id or slug; null when there is none. */
export async function findProject(tx: Tx, organisationId: string, idOrSlug: string): Promise<{ id: string; archived: boolean } | null> {
  const [row] = await tx.sql<{ id: string; archived: boolean }>(
    `SELECT id, "archivedAt" IS NOT NULL AS archived FROM identity.project WHERE "organisationId" = $1 AND (id = $2 OR slug = $2) ORDER BY id = $2 DESC
      LIMIT 1`,
    [organisationId, idOrSlug],
    "reservation_project",
  );
  return row ?? null;
}

/**
 * The states that delivery sets on a reservation, and from which states. Cancelling is not one of them: it also returns
 * capacity.
 */
const BEFORE = {
  provisioning: ["scheduled"],
  active: ["scheduled", "provisioning"],
  ended: ["active", "provisioning"],
} as const satisfies Partial<Record<ReservationState, readonly ReservationState[]>>;

/**
 * Moves a reservation to a state. Already being there is no error, so that handlers can run twice.
 * @throws OperationError not_found, invalid_state
 */
export async function markReservation(tx: Tx, id: string, state: keyof typeof BEFORE): Promise<void> {
  const moved = await tx.exec(
    `UPDATE "Reservation" SET state = $2::"ReservationState" WHERE id = $1 AND state = ANY ($3::"ReservationState"[])`,
    [id, state, BEFORE[state]],
    "reservation_mark",
  );
  if (moved > 0) return;
  const [row] = await tx.sql<{ state: ReservationState }>(`SELECT state FROM "Reservation" WHERE id = $1`, [id]);
  if (!row) throw notFound("reservation", id);
  if (row.state !== state) throw new OperationError("invalid_state", `The reservation is ${row.state} and cannot become ${state}.`);
}

export function reservationContract(row: FoundReservation): ReservationContract {
  const money = (minor: bigint) => toContract({ minor, currency: row.currency });
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    clusterId: row.clusterId,
    quoteId: row.quoteId,
    project: row.projectId,
    purchaseOrder: row.purchaseOrder,
    site: row.siteId,
    region: row.regionId,
    nodeType: row.nodeTypeId,
    nodes: row.nodes,
    start: formatInstant(toInstant(row.startAt)),
    end: formatInstant(toInstant(row.endAt)),
    promisedAt: formatInstant(toInstant(row.promisedAt)),
    slaPlan: row.slaPlanId,
    paymentSchedule: row.paymentSchedule,
    ratePerGpuHour: rateFromMicros(row.rateMicros),
    subtotal: money(row.subtotalMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    taxIncluded: true,
    taxNote: row.taxNote,
    createdBy: row.createdByLabel,
    createdAt: row.createdAt.toISOString(),
  };
}
