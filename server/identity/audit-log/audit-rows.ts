import type { AuditEventContract } from "@/lib/contracts/identity";
import type { Tx } from "@/server/kernel/database/db";
import { DOWNLOADED, REFUSED } from "@/server/kernel/audit/observed";
import { refusedCursor } from "@/server/kernel/operation/page-cursor";

export interface AuditFilter {
  from?: string | undefined;
  to?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  kind?: "change" | "download" | "refusal" | "signIn" | undefined;
  actors?: "all" | "withoutSystem" | "people" | undefined;
  /** The page continues below this sequence number. */
  cursor?: string | undefined;
  limit: number;
}

interface Row {
  id: string;
  sequence: bigint;
  occurredAt: Date;
  actorKind: string;
  actorId: string;
  actorLabel: string;
  action: string;
  subject: string;
  surface: string;
  address: string | null;
  requestId: string;
  detail: Record<string, unknown>;
  previousHash: string;
  hash: string;
}

const IS_DOWNLOAD = `action like '%${DOWNLOADED}'`;
const IS_REFUSAL = `(action like '%${REFUSED}' or action = 'identity.session.refuse')`;
const IS_SIGN_IN = `starts_with(action, 'identity.session.')`;
const OF_KIND = `case $10::text when 'download' then ${IS_DOWNLOAD} when 'refusal' then ${IS_REFUSAL} when 'signIn' then ${IS_SIGN_IN}
  when 'change' then not (${IS_DOWNLOAD} or ${IS_REFUSAL} or ${IS_SIGN_IN}) else true end`;

/** Entries of one organisation's chain, newest first. `actor` matches an id or part of a name, `action` a prefix. */
export async function auditEvents(tx: Tx, organisationId: string, filter: AuditFilter): Promise<AuditEventContract[]> {
  if (filter.cursor !== undefined && !/^\d{1,18}$/.test(filter.cursor)) throw refusedCursor();
  const rows = await tx.sql<Row>(
    `select id, sequence, "occurredAt", "actorKind", "actorId", "actorLabel", action, subject, surface, address, "requestId", detail, "previousHash", hash
     from kernel.audit_event
     where chain = $1 and ($2::timestamptz is null or "occurredAt" >= $2) and ($3::timestamptz is null or "occurredAt" < $3)
       and ($4::text is null or "actorId" = $4 or position(lower($4) in lower("actorLabel")) > 0)
       and ($5::text is null or starts_with(action, $5)) and ($6::text is null or subject = $6)
       and ($7::bigint is null or sequence < $7)
       and ${OF_KIND}
       and ($9 = 'all' or $9 = 'withoutSystem' and "actorKind" <> 'system' or $9 = 'people' and "actorKind" = 'user')
     order by sequence desc limit $8`,
    [
      organisationId,
      filter.from ?? null,
      filter.to ?? null,
      filter.actor ?? null,
      filter.action ?? null,
      filter.target ?? null,
      filter.cursor ?? null,
      filter.limit,
      filter.actors ?? "all",
      filter.kind ?? null,
    ],
    "audit_events",
  );
  return rows.map((r) => ({
    id: r.id,
    sequence: Number(r.sequence),
    occurredAt: r.occurredAt.toISOString(),
    actor: { kind: r.actorKind, id: r.actorId, name: r.actorLabel },
    action: r.action,
    target: r.subject,
    surface: r.surface,
    address: r.address,
    requestId: r.requestId,
    detail: r.detail,
    previousHash: r.previousHash,
    hash: r.hash,
  }));
}
