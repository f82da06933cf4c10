// What a command leaves behind besides its effect: the stored answer of its key, its events, its audit entry. One
// statement writes all three, because each statement costs as much as the work of a simple command.
import { type AuditEntry, GENESIS, textOf } from "../audit/audit";
import { execWithCommit, type Scope, type Tx } from "../database/db";
import type { EmittedEvent } from "../events/emitted-event";
import type { Claim } from "./idempotency";

// The chain's first entry inserts its head, every later one updates it; both leave previousHash and hash in the head,
// where the entry reads them. The head stays locked until the commit, so this statement comes last.
const RECORD = `
  with answered as (
    update "IdempotencyKey" set answer = $3::jsonb where "organisationId" = $1 and "actorId" = $22 and key = $2),
  emitted as (
    insert into "OutboxEvent" (name, "organisationId", payload, "createdAt")
    select e.name, e.organisation, e.payload::jsonb, $4 from unnest($5::text[], $6::text[], $7::text[]) with ordinality as e (name, organisation, payload, position) order by e.position),
  head as (
    insert into "AuditChain" as c (chain, "organisationId", sequence, "previousHash", hash)
    select $9, $10, 1, $20, encode(sha256(convert_to($20 || E'\\n1\\n' || $21, 'UTF8')), 'hex') where $8::text is not null
    on conflict (chain) do update set
      sequence = c.sequence + 1,
      "previousHash" = c.hash,
      hash = encode(sha256(convert_to(c.hash || E'\\n' || (c.sequence + 1)::text || E'\\n' || $21, 'UTF8')), 'hex')
    returning sequence, "previousHash", hash)
  insert into "AuditEvent" (id, chain, sequence, "organisationId", "occurredAt", "actorKind", "actorId", "actorLabel", action, subject, surface, address, "requestId", detail, "previousHash", hash)
  select $8, $9, head.sequence, $10, $4, $11, $12, $13, $14, $15, $16, $17, $18, $19::jsonb, head."previousHash", head.hash from head`;

export interface CommandRecord {
  /** The claimed key and its answer; null when the command has no key. */
  claim: Claim | null;
  output: unknown;
  events: readonly EmittedEvent[];
  /** Null for commands that declare why they are not audited. */
  entry: AuditEntry | null;
}

const isNothing = ({ claim, events, entry }: CommandRecord): boolean => !claim && events.length === 0 && !entry;

const valuesOf = (scope: Scope, now: Date, { claim, output, events, entry }: CommandRecord): unknown[] => [
  claim?.organisationId ?? null,
  claim?.key ?? null,
  claim ? JSON.stringify(output) : null,
  now,
  events.map((event) => event.name),
  events.map((event) => event.organisationId ?? scope.organisationId),
  events.map((event) => JSON.stringify(event.payload)),
  entry?.id ?? null,
  entry?.chain ?? null,
  entry?.organisationId ?? null,
  entry?.actorKind ?? null,
  entry?.actorId ?? null,
  entry?.actorLabel ?? null,
  entry?.action ?? null,
  entry?.subject ?? null,
  entry?.surface ?? null,
  entry?.address ?? null,
  entry?.requestId ?? null,
  entry ? JSON.stringify(entry.detail) : null,
  GENESIS,
  entry ? textOf(entry) : null,
  claim?.actorId ?? null,
];

/**
 * Writes them. An event that names no organisation belongs to the operation's. Sends nothing when there is nothing to
 * write.
 */
export async function record(tx: Tx, scope: Scope, now: Date, parts: CommandRecord): Promise<void> {
  if (!isNothing(parts)) await tx.exec(RECORD, valuesOf(scope, now, parts), "operation_record");
}

/** Writes them as the transaction's last statement, sent together with its commit. */
export async function recordLast(tx: Tx, scope: Scope, now: Date, parts: CommandRecord): Promise<void> {
  if (!isNothing(parts)) await execWithCommit(tx, RECORD, valuesOf(scope, now, parts), "operation_record");
}
