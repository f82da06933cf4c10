// The audit trail: one hash chain per organisation and one for the network. An entry is written in the transaction of
// the action it records, by one statement that locks the chain's head, so entries are gapless and in order.
//
// hash = SHA-256 (previousHash \n sequence \n text), where text is the entry's own columns as one JSON array. Postgres
// computes it, because only the row lock reveals the previous entry; anyone can recompute it from the columns.
import { createHash } from "node:crypto";
import { attributionOf, type Caller } from "../operation/actor";
import type { Tx } from "../database/db";
import { randomId } from "../process/random";

/** Facts about the action: ids, names, counts. Never a secret. */
export type AuditDetail = Record<string, string | number | null>;

/** The hash before the first entry. */
export const GENESIS = "0".repeat(64);
/** The chain for entries that belong to no organisation. */
const NETWORK_CHAIN = "network";

export interface AuditEntry {
  id: string;
  chain: string;
  organisationId: string | null;
  occurredAt: Date;
  actorKind: string;
  actorId: string;
  actorLabel: string;
  action: string;
  subject: string;
  surface: string;
  address: string | null;
  requestId: string;
  detail: AuditDetail;
}

/** The text that is hashed: the entry's columns in a fixed order, with the detail's keys sorted. */
export function textOf(e: AuditEntry): string {
  const detail = Object.fromEntries(Object.entries(e.detail).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify([
    e.id,
    e.chain,
    e.organisationId,
    e.occurredAt.toISOString(),
    e.actorKind,
    e.actorId,
    e.actorLabel,
    e.action,
    e.subject,
    e.surface,
    e.address,
    e.requestId,
    detail,
  ]);
}

/** The entry for a command by `caller` in one organisation's chain or the network's; record.ts writes it. */
export function entryOf(caller: Caller, organisationId: string | null, what: { action: string; subject: string; detail: AuditDetail; now: Date }): AuditEntry {
  return {
    ...attributionOf(caller),
    id: randomId("aud", what.now),
    chain: organisationId ?? NETWORK_CHAIN,
    organisationId,
    occurredAt: what.now,
    action: what.action,
    subject: what.subject,
    requestId: caller.requestId,
    detail: what.detail,
  };
}

export interface ChainReport {
  chain: string;
  entries: number;
  ok: boolean;
  /** The first entry that was altered or is missing. */
  firstBad: { sequence: number; id: string | null; reason: string } | null;
}

/** Entries are read in pages, so that a chain of millions fits in memory. */
const PAGE = 1_000;

type Stored = AuditEntry & { sequence: bigint; previousHash: string; hash: string };

/**
 * Recomputes one chain from its first entry and returns the first bad one: edited, removed, inserted or cut off at the
 * end. Run it in the network's scope or that of the chain's organisation.
 */
export async function verifyChain(tx: Tx, chain: string): Promise<ChainReport> {
  let previous = GENESIS;
  let sequence = 0n;
  const bad = (at: bigint, id: string | null, reason: string): ChainReport => ({
    chain,
    entries: Number(sequence),
    ok: false,
    firstBad: { sequence: Number(at), id, reason },
  });
  for (;;) {
    const rows = await tx.sql<Stored>(`select * from "AuditEvent" where chain = $1 and sequence > $2 order by sequence limit ${PAGE}`, [chain, sequence]);
    for (const row of rows) {
      if (row.sequence !== sequence + 1n) return bad(sequence + 1n, null, "the entry is missing");
      if (row.previousHash !== previous) return bad(row.sequence, row.id, "it does not continue the entry before it");
      const hash = createHash("sha256")
        .update(`${previous}\n${row.sequence}\n${textOf(row)}`)
        .digest("hex");
      if (hash !== row.hash) return bad(row.sequence, row.id, "its content is not what was written");
      previous = row.hash;
      sequence = row.sequence;
    }
    if (rows.length < PAGE) break;
  }
  const [head] = await tx.sql<{ sequence: bigint; hash: string }>(`select sequence, hash from "AuditChain" where chain = $1`, [chain]);
  if (head === undefined && sequence === 0n) return { chain, entries: 0, ok: true, firstBad: null };
  if (head?.sequence !== sequence) return bad(sequence + 1n, null, "the newest entries are missing");
  if (head.hash !== previous) return bad(sequence, null, "the head of the chain was changed");
  return { chain, entries: Number(sequence), ok: true, firstBad: null };
}

/** Verifies every chain visible to the transaction. */
export async function verifyAllChains(tx: Tx): Promise<ChainReport[]> {
  const chains = await tx.sql<{ chain: string }>(`select chain from "AuditChain" union select distinct chain from "AuditEvent" order by chain`);
  const reports: ChainReport[] = [];
  for (const { chain } of chains) reports.push(await verifyChain(tx, chain));
  return reports;
}
