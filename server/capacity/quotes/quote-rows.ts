import { lockOrganisation } from "@/server/identity";
import type { Tx } from "@/server/kernel/database/db";
import { notFound } from "@/server/kernel/operation/errors";
import type { QuoteRow } from "./quote-shape";

const COLUMNS = `q.id, q."organisationId", q."projectId", q."poolId", q."siteId", q."regionId", q."nodeTypeId", q.nodes, q."startAt", q."endAt", q."slaPlanId", q."paymentSchedule", q.currency,
  q."listRateMicros", q."rateMicros", q.lines, q.terms, q."subtotalMinor", q."taxMinor", q."totalMinor", q.state, q."createdAt", q."expiresAt"`;

const INSERT = `
  INSERT INTO "Quote" (id, "organisationId", "projectId", "poolId", "siteId", "regionId", "nodeTypeId", nodes, "startAt", "endAt", "slaPlanId",
    "paymentSchedule", currency,
    "listRateMicros", "rateMicros", lines, terms, "subtotalMinor", "taxMinor", "totalMinor", state, "createdAt", "expiresAt", "createdBy")
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::"PaymentSchedule", $13, $14, $15, $16::jsonb, $17::jsonb, $18, $19, $20, $21::"QuoteState", $22,
    $23, $24)`;

export type NewQuote = QuoteRow & { createdBy: string };

export async function insertQuote(tx: Tx, q: NewQuote): Promise<void> {
  await tx.exec(
    INSERT,
    [
      q.id,
      q.organisationId,
      q.projectId,
      q.poolId,
      q.siteId,
      q.regionId,
      q.nodeTypeId,
      q.nodes,
      q.startAt,
      q.endAt,
      q.slaPlanId,
      q.paymentSchedule,
      q.currency,
      q.listRateMicros,
      q.rateMicros,
      JSON.stringify(q.lines),
      JSON.stringify(q.terms),
      q.subtotalMinor,
      q.taxMinor,
      q.totalMinor,
      q.state,
      q.createdAt,
      q.expiresAt,
      q.createdBy,
    ],
    "quote_insert",
  );
}

/** The quotes a caller can reach: an organisation's, or those of the one project its key is limited to. */
export interface QuoteOwner {
  organisationId: string;
  projectId: string | null;
}

/** @throws OperationError not_found, also for quotes of other organisations and projects */
export async function findQuote(tx: Tx, { organisationId, projectId }: QuoteOwner, id: string): Promise<QuoteRow & { reservationId: string | null }> {
  const [row] = await tx.sql<QuoteRow & { reservationId: string | null }>(
    `SELECT ${COLUMNS}, r.id AS "reservationId" FROM "Quote" q LEFT JOIN "Reservation" r ON r."quoteId" = q.id AND r."organisationId" = q."organisationId"
      WHERE q."organisationId" = $1 AND q.id = $2 AND ($3::text IS NULL OR q."projectId" = $3)`,
    [organisationId, id, projectId],
    "quote_find",
  );
  if (!row) throw notFound("quote", id);
  return row;
}

interface QuoteFilter {
  state?: QuoteRow["state"] | undefined;
  before: string | null;
  now: Date;
  limit: number;
}

/** Newest first. An expired hold counts as expired, whatever its row still says. */
export const listQuoteRows = (
  tx: Tx,
  { organisationId, projectId }: QuoteOwner,
  { state, before, now, limit }: QuoteFilter,
): Promise<(QuoteRow & { reservationId: string | null })[]> =>
  tx.sql(
    `SELECT ${COLUMNS}, r.id AS "reservationId" FROM "Quote" q LEFT JOIN "Reservation" r ON r."quoteId" = q.id AND r."organisationId" = q."organisationId"
      WHERE q."organisationId" = $1 AND ($2::text IS NULL OR $2 = CASE WHEN q.state = 'held' AND q."expiresAt" <= $3 THEN 'expired' ELSE q.state::text END)
        AND ($4::text IS NULL OR q.id < $4)
        AND ($5::text IS NULL OR q."projectId" = $5)
      ORDER BY q.id DESC LIMIT $6`,
    [organisationId, state ?? null, now, before, projectId, limit],
    "quote_list",
  );

/**
 * The quote with its row locked, so that confirmation and expiry run one after the other and the second sees the result
 * of the first.
 * @throws OperationError not_found, also for quotes of other organisations and projects
 */
export async function lockQuote(tx: Tx, { organisationId, projectId }: QuoteOwner, id: string): Promise<QuoteRow> {
  const [row] = await tx.sql<QuoteRow>(
    `SELECT ${COLUMNS} FROM "Quote" q WHERE q."organisationId" = $1 AND q.id = $2 AND ($3::text IS NULL OR q."projectId" = $3) FOR UPDATE`,
    [organisationId, id, projectId],
    "quote_lock",
  );
  if (!row) throw notFound("quote", id);
  return row;
}

export async function setQuoteState(tx: Tx, { organisationId, id }: { organisationId: string; id: string }, state: QuoteRow["state"]): Promise<void> {
  await tx.exec(`UPDATE "Quote" SET state = $3::"QuoteState" WHERE "organisationId" = $1 AND id = $2`, [organisationId, id, state], "quote_set_state");
}

/** The next expiry in the whole network; null when nothing is held. Needs a network transaction. */
export async function nextHoldExpiry(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date | null }>(`SELECT min("expiresAt") AS at FROM "Quote" WHERE state = 'held'`, [], "quote_next_expiry");
  return row?.at ?? null;
}

/** Expired holds, earliest first. */
export const dueHolds = (tx: Tx, now: Date, limit: number): Promise<{ id: string; organisationId: string }[]> =>
  tx.sql(`SELECT id, "organisationId" FROM "Quote" WHERE state = 'held' AND "expiresAt" <= $1 ORDER BY "expiresAt", id LIMIT $2`, [now, limit], "quote_due");

/** A hold as counted by the limits. */
export interface HeldQuote {
  createdBy: string;
  nodeTypeId: string;
  nodes: number;
  startAt: Date;
  endAt: Date;
  expiresAt: Date;
}

/**
 * An organisation's current holds, with its row locked until the commit so that simultaneous calls are counted one
 * after the other. Two statements in one round trip: the second sees what was committed while the first waited. An
 * expired hold no longer counts, whether or not its nodes are back yet.
 */
export async function lockHeldQuotes(tx: Tx, organisationId: string, now: Date): Promise<HeldQuote[]> {
  const [, held] = await Promise.all([
    lockOrganisation(tx, organisationId),
    tx.sql<HeldQuote>(
      `SELECT "createdBy", "nodeTypeId", nodes, "startAt", "endAt", "expiresAt" FROM "Quote"
        WHERE "organisationId" = $1 AND state = 'held' AND "expiresAt" > $2 ORDER BY "expiresAt"`,
      [organisationId, now],
      "quote_held",
    ),
  ]);
  return held;
}
